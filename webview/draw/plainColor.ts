const known = new Map<string, PlainColor>();
let probe: CanvasRenderingContext2D | null | undefined;

/** A colour as every reader of SVG understands it: six digits and, apart from them, how opaque it is (0..1). */
export interface PlainColor {
  readonly hex: string;
  readonly opacity: number;
}

/** Any colour of CSS, mixes included, as a canvas paints it. */
export function plainColor(css: string): PlainColor {
  let color = known.get(css);
  if (color === undefined) known.set(css, (color = readColor(css)));
  return color;
}

function readColor(css: string): PlainColor {
  probe ??= Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
  if (probe === null) return { hex: 'none', opacity: 0 };
  probe.clearRect(0, 0, 1, 1);
  probe.fillStyle = css;
  probe.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = probe.getImageData(0, 0, 1, 1).data;
  const hex = [red, green, blue].map(channel => channel.toString(16).padStart(2, '0')).join('');
  return { hex: `#${hex}`, opacity: Math.round((alpha / 255) * 1000) / 1000 };
}
