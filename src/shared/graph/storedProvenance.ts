import type { AxisMap, Provenance } from './provenance';

/** The form of `layerwise.provenance` in a file's metadata. */
interface Stored {
  readonly version: 1;
  /** Root node ids per main-graph node, in file order. */
  readonly nodes: readonly (readonly number[])[];
  readonly tensors: readonly (readonly [string, readonly string[]])[];
  readonly axes: readonly (readonly [string, readonly AxisMap[]])[];
}

/** Metadata key of a variant's provenance; its value is what `encodeProvenance` gives, or names a side file. */
export const PROVENANCE_KEY = 'layerwise.provenance';

/** Provenance as text for a file's metadata. */
export function encodeProvenance({ nodeOrigins, tensorOrigins, axisMaps }: Provenance): string {
  const stored: Stored = { version: 1, nodes: nodeOrigins, tensors: [...tensorOrigins], axes: [...axisMaps] };
  return JSON.stringify(stored);
}

/** The provenance that a text holds, `undefined` when it is not one for a main graph of `nodeCount` nodes. Files come from anywhere: nothing is trusted. */
export function decodeProvenance(text: string, nodeCount: number): Provenance | undefined {
  const stored = parse(text);
  if (!isStored(stored) || stored.nodes.length !== nodeCount) return undefined;
  return { isIdentity: false, nodeOrigins: stored.nodes, tensorOrigins: new Map(stored.tensors), axisMaps: new Map(stored.axes) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null) return false;
  const { version, nodes, tensors, axes } = value as Partial<Record<keyof Stored, unknown>>;
  return version === 1 && isList(nodes, isIds) && isList(tensors, isNamed(isText)) && isList(axes, isNamed(isAxisMap));
}

function isList(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isNamed(isItem: (item: unknown) => boolean): (pair: unknown) => boolean {
  return pair => Array.isArray(pair) && pair.length === 2 && isText(pair[0]) && isList(pair[1], isItem);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isIds(value: unknown): boolean {
  return isList(value, id => Number.isSafeInteger(id) && Number(id) >= 0);
}

function isAxisMap(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { axis, kept } = value as Partial<Record<keyof AxisMap, unknown>>;
  return Number.isSafeInteger(axis) && isIds(kept);
}
