import * as v from 'valibot';
import type { AxisMap, Provenance } from '../shared/graph/provenance';
import { IDENTITY } from '../shared/graph/provenance';
import { unpackText } from './files/packedText';

/** Keys of `metadata_props` in which a variant says what it was made from. */
export const LINEAGE_KEYS = {
  parent: 'layerwise.parent',
  recipe: 'layerwise.recipe',
  version: 'layerwise.version',
  provenance: 'layerwise.provenance',
} as const;

/** What a variant was made from and how. */
export interface Lineage {
  /** SHA-256 of the parent file (hexadecimal). */
  readonly parent: string;
  /** Passes with their parameters, as JSON. */
  readonly recipe: string;
  /** Version of Layerwise. */
  readonly version: string;
}

/** Above this many bytes of UTF-8 the provenance is stored beside the model. */
export const LARGEST_INLINE_PROVENANCE_BYTES = 256_000;
const LARGEST_SIDE_FILE = 256 << 20;

const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const axisMap = v.strictObject({ axis: index, kept: v.array(index) });
const stored = v.strictObject({
  v: v.literal(1),
  nodes: v.array(v.array(index)),
  tensors: v.array(v.tuple([v.string(), v.array(v.string())])),
  axes: v.array(v.tuple([v.string(), v.array(axisMap)])),
});
const reference = v.strictObject({ file: v.string(), sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) });

/** Provenance as text. Names are values, never keys: they come from models. */
export function encodeProvenance({ nodeOrigins, tensorOrigins, axisMaps }: Provenance): string {
  return JSON.stringify({ v: 1, nodes: nodeOrigins, tensors: [...tensorOrigins], axes: [...axisMaps] });
}

/** Text that says that the provenance lies in a file beside the model. */
export function encodeProvenanceReference(file: string, sha256: string): string {
  return JSON.stringify({ file, sha256 });
}

/**
 * What stands under `layerwise.provenance`, packed or plain, which anybody may have written: the provenance, a file that holds it, or nothing of use. `nodeCounts`: how many nodes it
 * may tell of, those of all graphs or those of the main graph.
 */
export function decodeProvenance(
  text: string,
  nodeCounts: readonly number[],
): Provenance | { readonly file: string; readonly sha256: string } | undefined {
  if (text.length > LARGEST_SIDE_FILE) return undefined;
  const value = parseJson(text.startsWith('{') ? text : unpackText(text, LARGEST_INLINE_PROVENANCE_BYTES));
  const side = v.safeParse(reference, value);
  if (side.success) return side.output;
  const whole = v.safeParse(stored, value);
  if (!whole.success || !nodeCounts.includes(whole.output.nodes.length)) return undefined;
  const { nodes, tensors, axes } = whole.output;
  return { isIdentity: false, nodeOrigins: nodes, tensorOrigins: new Map(tensors), axisMaps: new Map<string, readonly AxisMap[]>(axes) };
}

function parseJson(text = ''): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The provenance in a model's metadata, `readSide` giving the text of a file beside it. The identity when there is none, or none that fits. */
export function readProvenance(
  metadata: ReadonlyMap<string, string>,
  nodeCounts: readonly number[],
  readSide: (file: string, sha256: string) => string | undefined,
): Provenance {
  const text = metadata.get(LINEAGE_KEYS.provenance);
  const inline = text === undefined ? undefined : decodeProvenance(text, nodeCounts);
  if (inline === undefined) return IDENTITY;
  if (!('file' in inline)) return inline;
  const side = readSide(inline.file, inline.sha256);
  const decoded = side === undefined ? undefined : decodeProvenance(side, nodeCounts);
  return decoded === undefined || 'file' in decoded ? IDENTITY : decoded;
}
