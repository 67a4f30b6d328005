import { inputDims } from '../analysis/shapes/inputDims';
import { declaredShape, type Graph } from '../shared/graph/graph';
import { mainGraph } from '../shared/graph/traversal';
import type { Profile } from '../shared/report/latency';
import { parseDims, parseInputShapes } from './dims';
import { usageError, type ParsedOptions } from './options';
import { withOpenModel } from './withOpenModel';

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
export async function checkModelSizes(file: string, sizes: Sizes): Promise<readonly string[]> {
  return await withOpenModel(file, model => checkSizes(sizes, model.graph, file));
}

/**
 * Throws `usage` when a name is not one of the model's, because a typing mistake would silently be without effect, or when a shape has another rank. A model
 * that leaves nothing open takes any `--dim`; what then is without effect is returned, to be said, and so is a size that the runtime will refuse.
 */
export function checkSizes({ dims, inputShapes }: Sizes, graph: Graph, file: string): readonly string[] {
  const symbols = inputDims(graph, { dims }).map(({ name }) => name);
  const inputs = mainGraph(graph).inputs.map(tensor => graph.tensors.names[tensor] ?? '');
  const strange = [...dims.keys()].filter(name => !symbols.includes(name));
  for (const name of inputShapes.keys()) if (!inputs.includes(name)) throw usageError(unknownName(file, 'input', name, inputs));
  if (strange[0] !== undefined && symbols.length > 0) throw usageError(unknownName(file, 'symbolic dimension', strange[0], symbols));
  const useless = strange.map(name => `${file} has no symbolic dimension, so --dim ${name}=${String(dims.get(name))} has no effect.`);
  return [...useless, ...[...inputShapes].flatMap(([name, shape]) => checkShape(name, shape, graph))];
}

/** Other sizes than the declared ones can be analysed (what if the image were larger?), but not run. */
function checkShape(name: string, shape: readonly number[], graph: Graph): readonly string[] {
  const input = mainGraph(graph).inputs.find(tensor => graph.tensors.names[tensor] === name);
  const declared = input === undefined ? undefined : declaredShape(graph, input);
  if (declared === undefined) return [];
  const written = `[${declared.map(dim => dim ?? '?').join(', ')}]`;
  if (declared.length !== shape.length)
    throw usageError(`--input ${name}=${shape.join(',')} has ${String(shape.length)} dimensions; the model declares ${written}`);
  if (declared.every((dim, axis) => typeof dim !== 'number' || dim === shape[axis])) return [];
  return [
    `The model declares “${name}” as ${written}: with ${shape.join(',')} it is analysed as if it were declared so; the runtime refuses it.`,
  ];
}

function unknownName(file: string, what: string, name: string, known: readonly string[]): string {
  return `${file} has no ${what} “${name}”. It has: ${known.join(', ')}`;
}
