import { MAIN_GRAPH, NONE, type Graph, type NodeId, type TensorId } from '../../../shared/graph/graph';
import { consumersOf, isGraphOutput, mainGraph, nodeOutput, producerOf } from '../../../shared/graph/traversal';
import { findDerivedValues } from '../../derivedValues';
import { countStart, namesText } from '../countText';
import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, proposed, type Finding, type SuggestionRule } from '../rule';

/** Outputs that say nothing about the inputs' values, and indices of a MaxPool that nobody reads. */
export const unusedOutputsRule: SuggestionRule = { id: 'unused-outputs', check };

function check(evidence: ModelEvidence): Finding {
  const { graph, patterns } = evidence;
  const { outputs } = mainGraph(graph);
  const derived = findDerivedValues(graph);
  const idle = outputs.filter(output => derived.isConstant(output) || isPassedThrough(graph, output));
  // A model all of whose outputs are so has no other purpose.
  const idleOutputs = idle.length < outputs.length ? idle : [];
  const pools = patterns.nodesOf('MaxPool').filter(node => isUnread(graph, nodeOutput(graph, node, 1)));
  if (idleOutputs.length === 0 && pools.length === 0) return ABSENT;
  const names = namesText(idleOutputs.map(output => graph.tensors.names[output] ?? ''));
  const parts = [
    ...(idleOutputs.length > 0 ? [`${names} ${idleOutputs.length === 1 ? 'is' : 'are'} a constant or an input handed through`] : []),
    ...(pools.length > 0 ? [`${countStart(pools.length, 'MaxPool')} asked for indices that nobody reads`] : []),
  ];
  return proposed({
    title: 'Drop outputs that say nothing',
    layers: [...pools, ...idleOutputs.map(output => producerOf(graph, output)).filter(node => node !== NONE)].sort((a, b) => a - b),
    promise: 'exact',
    expectedSaving: 0,
    gain: undefined,
    why: `${parts.join('; ')}.`,
    details:
      pools.length > 0
        ? 'A MaxPool with indices runs a kernel without vector instructions: leave its second output unnamed.'
        : 'Callers know these values before they run the model.',
  });
}

function isUnread(graph: Graph, tensor: TensorId): boolean {
  return tensor !== NONE && consumersOf(graph, tensor).length === 0 && !isGraphOutput(graph, tensor);
}

function isPassedThrough(graph: Graph, output: TensorId): boolean {
  const inputs = new Set(mainGraph(graph).inputs);
  let tensor = output;
  for (let node: NodeId = producerOf(graph, tensor); node !== NONE; node = producerOf(graph, tensor)) {
    if (graph.nodes.ops[node] !== 'Identity' || graph.nodes.subgraphs[node] !== MAIN_GRAPH || inputs.has(tensor)) break;
    tensor = graph.nodes.inputs[graph.nodes.inputStart[node] ?? 0] ?? NONE;
  }
  return inputs.has(tensor);
}
