import { inputDims } from '../analysis/shapes/inputDims';
import { openModel } from '../onnx/openModel';
import type { Graph } from '../shared/graph/graph';
import { mainGraph } from '../shared/graph/traversal';
import type { Profile } from '../shared/report/latency';
import { parseDims, parseInputShapes } from './dims';
import { usageError, type ParsedOptions } from './options';

/** Sizes that a model is analysed with; what they do not settle stays symbolic. */
export interface Sizes {
  readonly dims: ReadonlyMap<string, number>;
  readonly inputShapes: ReadonlyMap<string, readonly number[]>;
}

/** The sizes that the command line gives. Throws `usage`. */
export function parseSizes(options: ParsedOptions): Sizes {
  return { dims: parseDims(options), inputShapes: parseInputShapes(options) };
}

/** The sizes that a model was measured with. */
export function measuredSizes({ environment, inputShapes }: Profile): Sizes {
  return { dims: new Map(Object.entries(environment.dims)), inputShapes: new Map(Object.entries(inputShapes)) };
}

/** The same for a file, before anything slow is done with it. */
export async function checkModelSizes(file: string, options: ParsedOptions): Promise<void> {
  const sizes = parseSizes(options);
  const model = await openModel(file);
  try {
    checkSizes(sizes, model.graph, file);
  } finally {
    await model.close();
  }
}

/** Throws `usage` when a name is not one of the model's: a typing mistake would silently be without effect. */
export function checkSizes({ dims, inputShapes }: Sizes, graph: Graph, file: string): void {
  const symbols = inputDims(graph, { dims }).map(({ name }) => name);
  const inputs = mainGraph(graph).inputs.map(tensor => graph.tensors.names[tensor] ?? '');
  for (const name of dims.keys()) if (!symbols.includes(name)) throw usageError(unknownName(file, 'symbolic dimension', name, symbols));
  for (const name of inputShapes.keys()) if (!inputs.includes(name)) throw usageError(unknownName(file, 'input', name, inputs));
}

function unknownName(file: string, what: string, name: string, known: readonly string[]): string {
  return `${file} has no ${what} “${name}”. ${known.length === 0 ? `It has no ${what} at all` : `It has: ${known.join(', ')}`}`;
}
