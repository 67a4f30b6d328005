import fs from 'node:fs/promises';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import { LayerwiseError } from '../shared/report/layerwiseError';

/** Decoded pixels: 8 bit, four channels, rows from the top. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

const PNG_MAGIC = 0x89504e47;
/** Bounds on what a file may claim before it is decoded. */
const LARGEST_MEGAPIXELS = 100;
const LARGEST_MEMORY_MB = 1024;

/** Decodes a PNG or JPEG file, told apart by its first bytes. Throws `data-invalid`. */
export async function decodeImage(file: string): Promise<Pixels> {
  const bytes = await fs.readFile(file);
  try {
    const isPng = bytes.length > 24 && bytes.readUInt32BE(0) === PNG_MAGIC;
    if (isPng) return decodePng(bytes);
    const limits = { maxResolutionInMP: LARGEST_MEGAPIXELS, maxMemoryUsageInMB: LARGEST_MEMORY_MB };
    const { width, height, data } = jpeg.decode(bytes, { useTArray: true, formatAsRGBA: true, ...limits });
    return { width, height, rgba: data };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new LayerwiseError('data-invalid', `${file} cannot be decoded as a PNG or JPEG: ${why}. Replace it, or take it out.`, { file });
  }
}

function decodePng(bytes: Buffer): Pixels {
  const pixels = bytes.readUInt32BE(16) * bytes.readUInt32BE(20);
  if (pixels > LARGEST_MEGAPIXELS * 1e6) throw new Error(`it claims ${pixels} pixels`);
  const { width, height, data } = PNG.sync.read(bytes);
  return { width, height, rgba: data };
}
