import { declaredDtype, type Graph, type TensorId } from '../shared/graph/graph';
import { namedInputShapes } from './shapes/inputSymbols';

/** One way to run a decoder with a cache. */
export interface DecoderScenario {
  readonly name: 'prefill' | 'decode';
  /** Tokens that are given, and tokens that the cache holds. */
  readonly tokens: number;
  readonly pastTokens: number;
  readonly dims: ReadonlyMap<string, number>;
}

/**
 * The two runs of a decoder that takes its cache as inputs: reading a prompt of `promptTokens` with an empty cache, and the next token with the prompt in it.
 * Lengths of masks and positions are tied to past + sequence; batches are 1. Empty for a model without such inputs, or whose lengths are fixed.
 */
export function decoderScenarios(graph: Graph, promptTokens: number): readonly DecoderScenario[] {
  const shapes = namedInputShapes(graph);
  const pastLengths = cacheLengths(graph, shapes);
  const tokenLength = lengthOf(graph, shapes, name => /(^|_)(input_ids|ids|tokens|inputs_embeds)$/i.test(name));
  if (pastLengths.size === 0 || tokenLength === undefined || pastLengths.has(tokenLength)) return [];
  const dimsFor = (tokens: number, pastTokens: number): ReadonlyMap<string, number> => {
    const dims = new Map<string, number>();
    for (const [input, shape] of shapes)
      shape.forEach((dim, axis) => {
        if (typeof dim === 'number' || dims.has(dim)) return;
        if (pastLengths.has(dim)) dims.set(dim, pastTokens);
        else if (dim === tokenLength) dims.set(dim, tokens);
        else if (axis === 0) dims.set(dim, 1);
        else if (axis === shape.length - 1 && isMask(graph, input)) dims.set(dim, pastTokens + tokens);
      });
    return dims;
  };
  return [
    { name: 'prefill', tokens: promptTokens, pastTokens: 0, dims: dimsFor(promptTokens, 0) },
    { name: 'decode', tokens: 1, pastTokens: promptTokens, dims: dimsFor(1, promptTokens) },
  ];
}

/** Symbols of the length axis of the cache, [batch, heads, length, size] as all exporters write it; some give every layer a symbol of its own. */
function cacheLengths(graph: Graph, shapes: ReadonlyMap<TensorId, readonly (number | string)[]>): ReadonlySet<string> {
  const lengths = new Set<string>();
  for (const [input, shape] of shapes) {
    const length = shape.at(-2);
    const isCache = /past|cache/i.test(graph.tensors.names[input] ?? '') && /float/.test(declaredDtype(graph, input) ?? '');
    if (isCache && shape.length >= 4 && typeof length === 'string') lengths.add(length);
  }
  return lengths;
}

function lengthOf(
  graph: Graph,
  shapes: ReadonlyMap<TensorId, readonly (number | string)[]>,
  matches: (name: string) => boolean,
): string | undefined {
  for (const [input, shape] of shapes) {
    const length = shape[1];
    if (matches(graph.tensors.names[input] ?? '') && typeof length === 'string') return length;
  }
  return undefined;
}

function isMask(graph: Graph, input: TensorId): boolean {
  return /mask/i.test(graph.tensors.names[input] ?? '');
}
