import type { SamplePicture } from '../../shared/report/dataPreview';
import type { SampleValues } from './inputSamples';

/** Where the axes of a picture stand in a tensor [N, C, H, W] or [N, H, W, C]. */
export interface PictureLayout {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Distances of neighbours. */
  readonly channelStride: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

const MOST_PICTURES = 6;
const LONGEST_SIDE = 96;
/** A smaller side is no picture but a feature map. */
const LEAST_SIDE = 8;

/** `undefined` where four axes with one or three channels are not what the tensor has. */
export function pictureLayout(dims: readonly number[]): PictureLayout | undefined {
  const [, second = 0, third = 0, fourth = 0] = dims;
  if (dims.length !== 4) return undefined;
  if (isColor(second) && isSide(third) && isSide(fourth)) {
    return { channels: second, height: third, width: fourth, channelStride: third * fourth, rowStride: fourth, columnStride: 1 };
  }
  if (!isColor(fourth) || !isSide(second) || !isSide(third)) return undefined;
  return { channels: fourth, height: second, width: third, channelStride: 1, rowStride: third * fourth, columnStride: fourth };
}

const isColor = (channels: number): boolean => channels === 1 || channels === 3;
const isSide = (length: number): boolean => length >= LEAST_SIDE;

/** The first samples, small; each in its own size, with the layout of the first. */
export function samplePictures(
  parts: readonly SampleValues[],
  { channels }: PictureLayout,
  range: { readonly min: number; readonly max: number },
): readonly SamplePicture[] {
  const pictures: SamplePicture[] = [];
  for (const { values, dims } of parts) {
    const layout = pictureLayout(dims);
    if (layout?.channels !== channels) continue;
    const size = layout.channels * layout.height * layout.width;
    for (let start = 0; start < values.length && pictures.length < MOST_PICTURES; start += size) {
      pictures.push(drawPicture(values, start, layout, range));
    }
  }
  return pictures;
}

/** Averages over the pixels that fall together. */
function drawPicture(
  values: ArrayLike<number>,
  start: number,
  layout: PictureLayout,
  { min, max }: { readonly min: number; readonly max: number },
): SamplePicture {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(layout.height, layout.width));
  const [height, width] = [layout.height, layout.width].map(side => Math.max(1, Math.round(side * scale))) as [number, number];
  const contrast = max > min ? 255 / (max - min) : 0;
  const pixels = new Uint8Array(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const from = start + Math.min(channel, layout.channels - 1) * layout.channelStride;
        const value = meanOf(values, from, layout, [y / height, (y + 1) / height, x / width, (x + 1) / width]);
        pixels[(y * width + x) * 4 + channel] = Math.round((value - min) * contrast);
      }
    }
  }
  return { width, height, pixels };
}

/** Of the pixels in a part of the picture: from and to row, from and to column, each 0..1. */
function meanOf(
  values: ArrayLike<number>,
  start: number,
  { height, width, rowStride, columnStride }: PictureLayout,
  [top, bottom, left, right]: readonly [number, number, number, number],
): number {
  const [firstRow, firstColumn] = [Math.floor(top * height), Math.floor(left * width)];
  const endRow = Math.max(firstRow + 1, Math.floor(bottom * height));
  const endColumn = Math.max(firstColumn + 1, Math.floor(right * width));
  let sum = 0;
  for (let row = firstRow; row < endRow; row++) {
    for (let column = firstColumn; column < endColumn; column++) sum += values[start + row * rowStride + column * columnStride]!;
  }
  return sum / ((endRow - firstRow) * (endColumn - firstColumn));
}
