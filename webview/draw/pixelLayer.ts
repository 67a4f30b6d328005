import type { Surface } from './surface';

/** Rectangles written as pixels: ten thousand take less than a millisecond, where a canvas takes twenty. */
export interface PixelLayer {
  /** In device pixels; at least one pixel is written. `color` as `pixelColor` gives it. */
  fill(x: number, y: number, width: number, height: number, color: number): void;
  /** Lays everything over what is on a canvas of the same size. */
  paint(context: Surface): void;
}

let canvas: HTMLCanvasElement | undefined;

/** An empty layer of this size; the one before is given up. */
export function pixelLayer(width: number, height: number): PixelLayer {
  const own = (canvas ??= document.createElement('canvas'));
  [own.width, own.height] = [width, height];
  const pixels = new Uint32Array(width * height);
  return {
    fill: (x, y, rectWidth, rectHeight, color) => {
      const [left, right] = span(x, rectWidth, width);
      const [top, bottom] = span(y, rectHeight, height);
      for (let row = top; row < bottom; row++) pixels.fill(color, row * width + left, row * width + right);
    },
    paint: context => {
      own.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), width, height), 0, 0);
      context.save();
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.drawImage(own, 0, 0);
      context.restore();
    },
  };
}

function span(from: number, length: number, most: number): readonly [number, number] {
  const first = Math.max(0, Math.min(most, Math.round(from)));
  return [first, Math.max(first, Math.min(most, Math.max(Math.round(from) + 1, Math.round(from + length))))];
}

const known = new Map<string, number>();
let probe: CanvasRenderingContext2D | null | undefined;

/** A colour of CSS as the bytes of a pixel, in the order of this machine; `alpha` makes it paler. */
export function pixelColor(css: string, alpha = 1): number {
  const key = `${css} ${alpha}`;
  let color = known.get(key);
  if (color === undefined) known.set(key, (color = readColor(css, alpha)));
  return color;
}

function readColor(css: string, alpha: number): number {
  probe ??= Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  if (probe === null) return 0;
  probe.clearRect(0, 0, 1, 1);
  probe.globalAlpha = alpha;
  probe.fillStyle = css;
  probe.fillRect(0, 0, 1, 1);
  return new Uint32Array(probe.getImageData(0, 0, 1, 1).data.buffer)[0] ?? 0;
}
