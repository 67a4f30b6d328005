import { consumersOf, isGraphOutput, mainGraph } from '../../../shared/graph/traversal';
import { namesText } from '../countText';
import type { ModelEvidence } from '../modelEvidence';
import { ABSENT, proposed, type Finding, type SuggestionRule } from '../rule';

/** Inputs that the graph never reads, and callers have to feed all the same. */
export const unusedInputsRule: SuggestionRule = { id: 'unused-inputs', check };

function check({ graph }: ModelEvidence): Finding {
  const unused = mainGraph(graph).inputs.filter(
    input => graph.tensors.weights[input] === undefined && consumersOf(graph, input).length === 0 && !isGraphOutput(graph, input),
  );
  if (unused.length === 0) return ABSENT;
  const names = namesText(unused.map(input => graph.tensors.names[input] ?? ''));
  return proposed({
    title: unused.length === 1 ? 'Drop an input that nothing reads' : `Drop ${String(unused.length)} inputs that nothing reads`,
    layers: [],
    promise: 'exact',
    expectedSaving: 0,
    gain: undefined,
    why: `No node reads ${names}, yet every caller has to feed ${unused.length === 1 ? 'it' : 'them'}.`,
    details: 'Export without it. If it should matter, something was lost on the way to ONNX.',
  });
}
