import type { Dtype } from '../shared/graph/dtype';
import { isFloatDtype } from '../shared/graph/dtype';
import { formatCount } from '../shared/base/formatNumber';
import type { ModelInput } from './dataset';

/** How an input without data is filled. */
export type Filling = { readonly words: string } & (
  | { readonly kind: 'constant'; readonly values: readonly number[] }
  /** From `low` to below `high`; integers for integer types. */
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'normal' }
  /** 0, 1, 2, … along the last axis. */
  | { readonly kind: 'positions' }
);

export interface FillingHints {
  /** The input's values index a table of this many rows. */
  readonly limit: number | undefined;
  /** Concrete shapes of all inputs, by name. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
}

const BYTE_VALUES = 256;
const SPEECH_RATE = 16_000;
/** Ids below this are in every vocabulary; used when the size of the table is not known. */
const SAFE_IDS = 2;
/** Channels that make an input of rank 4 look like images. */
const IMAGE_CHANNELS = new Set([1, 3, 4]);

const constant = (value: number, words: string): Filling => ({ kind: 'constant', values: [value], words });

/** What a model most likely expects of an input, by the habits of exporters: name first, then type and shape. */
export function chooseFilling(input: ModelInput, dims: readonly number[], hints: FillingHints): Filling {
  return byName(input, dims, hints) ?? byType(input.dtype, dims, hints.limit);
}

function byName({ name, dtype }: ModelInput, dims: readonly number[], { limit, shapes }: FillingHints): Filling | undefined {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
  const has = (pattern: RegExp): boolean => pattern.test(words);
  if (has(/mask/)) return constant(1, 'ones (nothing masked)');
  if (has(/token_type|segment/)) return constant(0, 'zeros');
  if (has(/position_id|pos_id/)) return { kind: 'positions', words: 'positions 0, 1, 2, …' };
  if (has(/past|cache_branch|(^|_)(cache|state|hidden|h0|c0|mems?)(_|\d|$)/) && limit === undefined) return constant(0, 'zeros (no past)');
  if (has(/(^|_)(sr|sample_rate|sampling_rate)$/)) return constant(SPEECH_RATE, '16 000 (samples per second)');
  if (has(/scale/)) return constant(1, 'ones');
  if (has(/(im|image|img|orig|target|original)_?(target_)?(shape|sizes?)/)) return imageSizes(shapes);
  if (has(/len(gths?|s)?$|_len(gths?)?(_|$)/) && !isFloatDtype(dtype)) return lengths(name, dims, shapes);
  return undefined;
}

function byType(dtype: Dtype, dims: readonly number[], limit: number | undefined): Filling {
  if (limit !== undefined) return { kind: 'uniform', low: 0, high: limit, words: `random ids below ${formatCount(limit)}` };
  if (dtype === 'string') return constant(0, 'empty text');
  if (dtype === 'bool') return constant(0, 'false');
  const looksLikeImages = dims.length === 4 && (IMAGE_CHANNELS.has(dims[1] ?? 0) || IMAGE_CHANNELS.has(dims[3] ?? 0));
  if (dtype === 'uint8') return { kind: 'uniform', low: 0, high: BYTE_VALUES, words: 'random bytes' };
  if (!isFloatDtype(dtype)) return { kind: 'uniform', low: 0, high: SAFE_IDS, words: `random integers below ${String(SAFE_IDS)}` };
  if (looksLikeImages) return { kind: 'uniform', low: 0, high: 1, words: 'random values from 0 to 1' };
  return { kind: 'normal', words: 'random values, standard normal' };
}

/** Height and width of the first input that looks like images, again and again. */
function imageSizes(shapes: ReadonlyMap<string, readonly number[]>): Filling {
  const image = [...shapes.values()].find(dims => dims.length === 4);
  const channelsLast = IMAGE_CHANNELS.has(image?.[3] ?? 0) && !IMAGE_CHANNELS.has(image?.[1] ?? 0);
  const [height, width] = (channelsLast ? image?.slice(1, 3) : image?.slice(2, 4)) ?? [];
  if (height === undefined || width === undefined) return constant(1, 'ones');
  return { kind: 'constant', values: [height, width], words: `the image size ${String(height)} × ${String(width)}` };
}

/** Time is axis 1 or 2 of another input; the shorter of them is a valid length in both readings. */
function lengths(name: string, dims: readonly number[], shapes: ReadonlyMap<string, readonly number[]>): Filling {
  const other = [...shapes].find(([candidate, shape]) => candidate !== name && shape.length > Math.max(1, dims.length))?.[1];
  const length = Math.min(...(other?.slice(1, 3) ?? [1]));
  return constant(length, `the length ${String(length)}`);
}
