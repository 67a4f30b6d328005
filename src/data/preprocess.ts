import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { LayerwiseError } from '../shared/report/layerwiseError';

const finite = v.pipe(v.number(), v.finite());
const numbers = v.union([finite, v.pipe(v.array(finite), v.minLength(1))]);
const pixels = v.pipe(v.number(), v.integer(), v.minValue(1));
const notZero = v.check((value: number | number[]) => ![value].flat().includes(0), 'must not be 0, values are divided by it');

/** Strict, so that a key with a typing mistake is not silently without effect. */
const SCHEMA = v.strictObject({
  /** Height and width that images are brought to; one number for both. */
  size: v.optional(v.union([pixels, v.tuple([pixels, pixels])])),
  /**
   * How, always bilinear: `stretch` (also called `bilinear`) ignores the proportions, `crop` cuts the middle out after the shorter side fits, `pad` fills up
   * with zeros after the longer side fits.
   */
  resize: v.optional(v.picklist(['stretch', 'bilinear', 'crop', 'pad'])),
  /** Order of the axes that the model wants. */
  layout: v.optional(v.picklist(['NCHW', 'NHWC'])),
  /** value = (stored · scale − mean) / std, per channel where mean and std are lists. */
  scale: v.optional(finite),
  mean: v.optional(numbers),
  std: v.optional(v.pipe(numbers, notZero)),
  channelOrder: v.optional(v.picklist(['RGB', 'BGR', 'gray'])),
  /** Element type that the model is fed; must be that of its input. */
  dtype: v.optional(v.string()),
  /** Columns of a CSV that make the input (one input), or by input. */
  columns: v.optional(v.union([v.array(v.string()), v.record(v.string(), v.array(v.string()))])),
});

/** How stored data become what the model is fed (`preprocess.json` beside the data). */
export type Preprocess = v.InferOutput<typeof SCHEMA>;

/** What stands in `preprocess.json` of a folder, empty when there is none. Throws `data-invalid`, naming what is wrong. */
export async function readPreprocess(folder: string): Promise<Preprocess> {
  const file = path.join(folder, 'preprocess.json');
  const text = await fs.readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return {};
  const result = v.safeParse(SCHEMA, parseJson(text, file));
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new LayerwiseError('data-invalid', `${file}: “${v.getDotPath(issue) ?? '(top)'}”: ${issue.message}.`, { file });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new LayerwiseError('data-invalid', `${file} is not valid JSON: ${error instanceof Error ? error.message : String(error)}.`, {
      file,
    });
  }
}

/** Whether values change on their way (apart from their type). */
export function changesValues({ scale, mean, std }: Preprocess): boolean {
  return scale !== undefined || mean !== undefined || std !== undefined;
}

/** Throws `data-invalid` when mean or std is a list with another length than there are channels. */
export function checkChannels({ mean, std }: Preprocess, channels: number, source: string): void {
  for (const [key, value] of Object.entries({ mean, std })) {
    if (!Array.isArray(value) || value.length === channels) continue;
    throw new LayerwiseError(
      'data-invalid',
      `“${key}” in the preprocess.json of ${source} has ${String(value.length)} values, but there are ${String(channels)} channels. Give one per channel, or one number for all.`,
      { file: source },
    );
  }
}

/** Applies scale, mean and std. `channels` and `inner`: size of the channel axis and elements behind it (1 and 1 when there is no such axis). */
export function normalize(values: ArrayLike<number>, preprocess: Preprocess, channels: number, inner: number): Float32Array {
  const { scale = 1, mean = 0, std = 1 } = preprocess;
  const result = new Float32Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const channel = Math.floor(index / inner) % channels;
    result[index] = (values[index]! * scale - ofChannel(mean, channel)) / ofChannel(std, channel);
  }
  return result;
}

function ofChannel(value: number | readonly number[], channel: number): number {
  return typeof value === 'number' ? value : (value[channel] ?? 0);
}
