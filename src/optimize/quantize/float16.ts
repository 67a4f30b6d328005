import { applyEdits } from '../../shared/graph/applyEdits';
import { MAIN_GRAPH, type Graph } from '../../shared/graph/graph';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { changedLayer } from '../layerPlans';
import type { Pass, PassInput, PassPlan } from '../pass';
import { removeDead } from '../rewrite/removeDead';
import { standardOpset } from '../rewrite/standardOpset';
import { chooseHalf } from './half/chooseHalf';
import { HalfEdits } from './half/halfEdits';

/** Cast takes a type by its number from here on. */
const LOWEST_OPSET = 6;

/** Half precision: half the file, for runtimes and devices that compute in it. */
export const float16: Pass = {
  description: {
    id: 'float16',
    title: 'Convert to FP16',
    description:
      'Stores weights and computes in float16 where operators take it, with casts at the borders. Half the file; on the CPU nothing gets faster.',
    fileTag: 'fp16',
    parameters: [
      {
        ...{ name: 'keep-io', title: 'Keep Inputs and Outputs', type: 'boolean', default: true },
        description: 'Inputs and outputs of the model stay float32, so that callers need not change.',
      },
    ],
    needs: 'nothing',
    promise: 'lossy',
  },
  // Fewer nodes need fewer casts.
  prepare: () => [{ id: 'clean', parameters: {} }],
  plan: planHalf,
};

async function planHalf(input: PassInput): Promise<PassPlan> {
  const { graph } = input;
  if (standardOpset(graph) < LOWEST_OPSET)
    throw nothingToConvert(`opset ${String(standardOpset(graph))} is older than ${String(LOWEST_OPSET)}`);
  const { nodes, skipped } = chooseHalf(input);
  if (nodes.size === 0) throw nothingToConvert(skipped[0] && `the first node that computes in float32 stays so: ${skipped[0].detail}`);
  const edits = new HalfEdits(input, nodes, input.parameters['keep-io'] !== false);
  await edits.apply();
  const changed = removeDead(input, applyEdits(graph, edits.rewriter.batch())).graph;
  const layers = [...[...nodes].map(node => changedLayer(graph, node, 'FP16', 'float16')), ...skipped];
  return { graph: changed, layers, changedNodes: nodes.size, notes: notesOf(graph, edits.clamped) };
}

function notesOf(graph: Graph, clamped: number): readonly string[] {
  const notes: string[] = [];
  if (clamped > 0) {
    const values = clamped === 1 ? '1 stored value is' : `${String(clamped)} stored values are`;
    notes.push(`${values} beyond ±65504, the range of float16, and became that.`);
  }
  if (graph.nodes.subgraphs.some(subgraph => subgraph !== MAIN_GRAPH))
    notes.push('Bodies of If, Loop and Scan and functions stay in float32, and so do the weights that they read.');
  return notes;
}

function nothingToConvert(reason: string | undefined): LayerwiseError {
  const why = reason === undefined ? 'none of its nodes computes in float32' : reason;
  return new LayerwiseError('not-applicable', `Nothing in this model can be converted to float16: ${why}.`);
}
