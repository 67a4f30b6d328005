import { namedInputShapes } from '../analysis/shapes/inputSymbols';
import type { ModelInput } from '../data/dataset';
import type { Graph } from '../shared/graph/graph';
import { mainGraph } from '../shared/graph/traversal';
import { carrierDtype } from './castCopy/carrierDtype';
import { LayerwiseError } from '../shared/report/layerwiseError';

/**
 * The inputs that must be fed: graph inputs without a stored default. Dimensions without a name have the one that the analysis gives them, so that what it
 * asks for can be answered; what the runtime's Node binding lacks a type for has the one that it is given in. Throws `unsupported-type` for inputs that are no tensors.
 */
export function modelInputs(graph: Graph): readonly ModelInput[] {
  const fed = mainGraph(graph).inputs.filter(tensor => graph.tensors.isInitializer[tensor] !== 1);
  const shapes = namedInputShapes(graph);
  return fed.map(tensor => {
    const name = graph.tensors.names[tensor] ?? '';
    const type = graph.tensors.declaredTypes[tensor];
    if (type?.kind === 'tensor') return { name, dtype: carrierDtype(type.dtype) ?? type.dtype, shape: shapes.get(tensor) ?? type.shape };
    const what = type === undefined ? 'no declared type' : `the type ${type.kind}`;
    throw new LayerwiseError('unsupported-type', `Input “${name}” has ${what}; only models whose inputs are tensors can be run here.`);
  });
}
