import type { Pixels } from './decodeImage';

export type ResizeMode = 'stretch' | 'bilinear' | 'crop' | 'pad';

/** Which rectangle of the source lands on which rectangle of the target. */
interface Placement {
  readonly scaleX: number;
  readonly scaleY: number;
  readonly offsetX: number;
  readonly offsetY: number;
}

/**
 * Brings an image to a size, with bilinear interpolation between pixel centres (half-pixel convention, as in Resize of ONNX). Returns three channels per pixel,
 * values 0–255; what `pad` adds is 0.
 */
export function resizeImage({ width, height, rgba }: Pixels, toWidth: number, toHeight: number, mode: ResizeMode): Float32Array {
  const { scaleX, scaleY, offsetX, offsetY } = placement(width, height, toWidth, toHeight, mode);
  const result = new Float32Array(toWidth * toHeight * 3);
  for (let y = 0; y < toHeight; y++) {
    const sourceY = (y + 0.5 - offsetY) * scaleY - 0.5;
    if (sourceY < -0.5 || sourceY > height - 0.5) continue;
    for (let x = 0; x < toWidth; x++) {
      const sourceX = (x + 0.5 - offsetX) * scaleX - 0.5;
      if (sourceX < -0.5 || sourceX > width - 0.5) continue;
      for (let channel = 0; channel < 3; channel++) {
        result[(y * toWidth + x) * 3 + channel] = sample(rgba, width, height, sourceX, sourceY, channel);
      }
    }
  }
  return result;
}

function placement(width: number, height: number, toWidth: number, toHeight: number, mode: ResizeMode): Placement {
  const scaleX = width / toWidth;
  const scaleY = height / toHeight;
  if (mode === 'stretch' || mode === 'bilinear') return { scaleX, scaleY, offsetX: 0, offsetY: 0 };
  const scale = mode === 'crop' ? Math.min(scaleX, scaleY) : Math.max(scaleX, scaleY);
  return { scaleX: scale, scaleY: scale, offsetX: (toWidth - width / scale) / 2, offsetY: (toHeight - height / scale) / 2 };
}

function sample(rgba: Uint8Array, width: number, height: number, x: number, y: number, channel: number): number {
  const left = Math.max(0, Math.floor(x));
  const top = Math.max(0, Math.floor(y));
  const right = Math.min(width - 1, left + 1);
  const bottom = Math.min(height - 1, top + 1);
  const across = Math.min(1, Math.max(0, x - left));
  const down = Math.min(1, Math.max(0, y - top));
  const at = (px: number, py: number): number => rgba[(py * width + px) * 4 + channel]!;
  const upper = at(left, top) * (1 - across) + at(right, top) * across;
  const lower = at(left, bottom) * (1 - across) + at(right, bottom) * across;
  return upper * (1 - down) + lower * down;
}
