import { analyze } from '../../analysis/analyze';
import type { OnnxModel } from '../../onnx/openModel';
import { tensorByName } from '../../shared/graph/traversal';
import { NONE } from '../../shared/graph/graph';
import type { RunConditions } from '../../shared/report/jobRequest';

/** The sizes that a model was run with, as far as a trace tells them. */
export interface TracedSizes {
  readonly dims: Readonly<Record<string, number>>;
  /** Inputs of which every size is known. */
  readonly inputShapes: Readonly<Record<string, readonly number[]>>;
}

/** Symbols of the model by the shapes that its tensors had, given by name; what the conditions say comes first. */
export function tracedSizes(
  { graph, reader }: Pick<OnnxModel, 'graph' | 'reader'>,
  { dims: chosen, inputShapes = {} }: Pick<RunConditions, 'dims' | 'inputShapes'>,
  shapes: ReadonlyMap<string, readonly number[]>,
): TracedSizes {
  const sizes = { dims: new Map(Object.entries(chosen)), inputShapes: new Map(Object.entries(inputShapes)) };
  const { tensors, dims, inputs } = analyze(graph, reader, sizes);
  const open = new Set(dims.flatMap(({ name, value }) => (value === undefined ? [name] : [])));
  const found = new Map(sizes.dims);
  for (const [name, shape] of shapes) {
    const tensor = tensorByName(graph, name);
    const symbolic = tensor === NONE ? undefined : tensors[tensor]?.shape;
    if (symbolic?.length !== shape.length) continue;
    for (const [axis, dim] of symbolic.entries()) {
      if (typeof dim === 'string' && open.has(dim) && !found.has(dim)) found.set(dim, shape[axis] ?? 0);
    }
  }
  const known = inputs.flatMap(({ name, shape }) => {
    const sized = shape?.map(dim => (typeof dim === 'string' ? found.get(dim) : dim));
    return sized?.every(size => size !== undefined) === true ? [[name, sized] as const] : [];
  });
  return { dims: Object.fromEntries(found), inputShapes: Object.fromEntries(known) };
}
