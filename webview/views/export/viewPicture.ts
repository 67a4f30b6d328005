import { SvgSurface } from '../../draw/svgSurface';
import { canvasFont, heatColor, themeColor } from '../../ui/theme';
import { drawElement } from './elementPicture';

const HEAD = 34;
const MARGIN = 12;
const RAMP = { width: 96, height: 8, steps: 32 };
const PNG_SCALE = 2;

/** A picture of a part of the page that stands on its own: colours and fonts are as in the theme on screen. */
export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** What stands above a picture, to be understood without the page. */
export interface Caption {
  /** `resnet50.onnx · Map`. */
  readonly title: string;
  /** Metric and both ends of its colours, in words. */
  readonly metric: string;
  /** Ends of the ramp; `undefined` where colours stand for words. */
  readonly ends: { readonly cold: string; readonly hot: string } | undefined;
}

/** Draws a view with what it shows and what its colours mean, as SVG. */
export function viewPicture(view: HTMLElement, caption: Caption): Picture {
  const { width, height } = view.getBoundingClientRect();
  const size = { width: Math.ceil(width), height: Math.ceil(height) + HEAD };
  const surface = new SvgSurface(size.width, size.height, 'view');
  surface.fillStyle = themeColor('--vscode-editor-background');
  surface.fillRect(0, 0, size.width, size.height);
  drawCaption(surface, caption, size.width);
  surface.save();
  surface.translate(0, HEAD);
  drawElement(surface, view);
  surface.restore();
  const box = `width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}"`;
  return { ...size, svg: `<svg xmlns="http://www.w3.org/2000/svg" ${box}>${surface.markup()}</svg>\n` };
}

function drawCaption(surface: SvgSurface, { title, metric, ends }: Caption, width: number): void {
  const baseline = 21;
  surface.font = canvasFont(13, 600);
  surface.fillStyle = themeColor('--vscode-foreground');
  surface.fillText(title, MARGIN, baseline);
  surface.font = canvasFont(11);
  surface.fillStyle = themeColor('--lw-muted');
  if (ends === undefined) {
    surface.fillText(metric, width - MARGIN - surface.measureText(metric).width, baseline);
    return;
  }
  const right = width - MARGIN - surface.measureText(ends.hot).width;
  surface.fillText(ends.hot, right, baseline);
  const left = right - 6 - RAMP.width;
  for (let step = 0; step < RAMP.steps; step++) {
    surface.fillStyle = heatColor(step / (RAMP.steps - 1));
    surface.fillRect(left + (step * RAMP.width) / RAMP.steps, baseline - RAMP.height, RAMP.width / RAMP.steps + 0.3, RAMP.height);
  }
  surface.fillStyle = themeColor('--lw-muted');
  const text = `${metric}  ${ends.cold}`;
  surface.fillText(text, left - 6 - surface.measureText(text).width, baseline);
}

/** The same picture as PNG, twice as fine as on screen. Throws when the browser cannot draw it. */
export async function pngOf({ svg, width, height }: Picture): Promise<Uint8Array> {
  const image = new Image(width, height);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), { width: width * PNG_SCALE, height: height * PNG_SCALE });
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('The picture is too large');
  return new Uint8Array(await blob.arrayBuffer());
}
