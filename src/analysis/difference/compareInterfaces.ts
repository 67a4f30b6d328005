import type { ValueType } from '../../shared/graph/attribute';
import type { Graph, TensorId } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';
import type { InterfaceChange } from '../../shared/report/graphDifference';

/** Inputs, outputs, operator sets and IR version that differ; what only one of the models has is empty for the other. */
export function compareInterfaces(before: Graph, after: Graph): readonly InterfaceChange[] {
  const versions = ({ facts }: Graph): ReadonlyMap<string, string> =>
    new Map([...facts.opsets].map(([domain, version]) => [domain === '' ? 'ai.onnx' : domain, String(version)]));
  const irVersion = ({ facts }: Graph): ReadonlyMap<string, string> => new Map([['', String(facts.irVersion)]]);
  return [
    ...changes('input', declared(before, mainGraph(before).inputs), declared(after, mainGraph(after).inputs)),
    ...changes('output', declared(before, mainGraph(before).outputs), declared(after, mainGraph(after).outputs)),
    ...changes('opset', versions(before), versions(after)),
    ...changes('irVersion', irVersion(before), irVersion(after)),
  ];
}

function changes(
  what: InterfaceChange['what'],
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly InterfaceChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names
    .map(name => ({ what, name, before: before.get(name) ?? '', after: after.get(name) ?? '' }))
    .filter(change => change.before !== change.after);
}

/** Initializers that are listed as inputs, as old files do, are none. */
function declared(graph: Graph, tensors: readonly TensorId[]): ReadonlyMap<string, string> {
  const inputs = tensors.filter(tensor => graph.tensors.isInitializer[tensor] !== 1);
  return new Map(inputs.map(tensor => [graph.tensors.names[tensor] ?? '', typeText(graph.tensors.declaredTypes[tensor])]));
}

function typeText(type: ValueType | undefined): string {
  if (type === undefined) return 'any type';
  if (type.kind !== 'tensor') return type.kind;
  return type.shape === undefined ? type.dtype : `${type.dtype}[${type.shape.map(dim => dim ?? '?').join(', ')}]`;
}
