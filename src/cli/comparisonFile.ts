import fs from 'node:fs/promises';
import * as v from 'valibot';
import { environmentSchema } from '../shared/protocol/environmentSchema';
import type { Environment } from '../shared/report/latency';
import { LayerwiseError } from '../shared/report/layerwiseError';

const LARGEST_BYTES = 256 * 2 ** 20;

const number = v.number();
/** Null for what is not known, and for Infinity. */
const maybe = (otherwise: number) =>
  v.pipe(
    v.nullable(number),
    v.transform(value => value ?? otherwise),
  );
const interval = v.object({ median: maybe(Number.NaN), low: maybe(Number.NaN), high: maybe(Number.NaN) });
const share = v.object({ value: number, low: number, high: number });
const statistics = v.object({ medianMs: number, lowMs: number, highMs: number, runs: number });

const variantSchema = v.object({
  file: v.string(),
  bytes: number,
  outputs: v.object({
    samples: number,
    inputs: v.picklist(['held-back', 'data', 'synthetic']),
    maxAbs: maybe(Number.NaN),
    sqnrDb: maybe(Infinity),
    cosine: maybe(Number.NaN),
    top1Agreement: v.nullable(share),
    closeAgreement: v.exactOptional(share),
    verdict: v.picklist(['equal', 'close', 'differs', 'broken']),
  }),
  metric: v.nullable(v.object({ name: v.literal('accuracy'), samples: number, before: share, after: share })),
  speedup: v.object({
    ...interval.entries,
    verdict: v.picklist(['faster', 'slower', 'no measurable difference', 'too noisy']),
    sessions: maybe(Number.NaN),
    deltaMs: interval,
  }),
  latency: v.object({ base: statistics, variant: statistics }),
  layers: v.array(v.object({ id: number, baseMs: number, variantMs: v.nullable(number) })),
});

const failedSchema = v.object({ file: v.string(), error: v.object({ reason: v.string(), message: v.string() }) });

const comparisonSchema = v.object({
  schema: v.literal('layerwise.compare/1'),
  base: v.object({ file: v.string(), sha256: v.string() }),
  variants: v.array(v.union([variantSchema, failedSchema])),
  environment: environmentSchema,
});

export type SavedVariant = v.InferOutput<typeof variantSchema>;

/** A comparison as `compare --json` printed it. */
export interface SavedComparison {
  readonly base: { readonly file: string; readonly sha256: string };
  /** Those that could be compared. */
  readonly variants: readonly SavedVariant[];
  readonly environment: Environment;
}

/** Reads what `compare --json` printed. Throws `file-missing`, `too-large`, `wrong-format`. */
export async function readComparison(file: string): Promise<SavedComparison> {
  const stat = await fs.stat(file).catch(() => undefined);
  if (stat === undefined || !stat.isFile()) throw new LayerwiseError('file-missing', `There is no file ${file}.`, { file });
  if (stat.size > LARGEST_BYTES) throw new LayerwiseError('too-large', `${file} is too large for a comparison.`, { file });
  const checked = v.safeParse(comparisonSchema, parseJson(await fs.readFile(file, 'utf8')));
  if (!checked.success) throw new LayerwiseError('wrong-format', `${file} is not what “layerwise compare --json” prints.`, { file });
  const { base, variants, environment } = checked.output;
  return { base, variants: variants.filter(variant => 'layers' in variant), environment };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
