import { applyEdits } from '../../shared/graph/applyEdits';
import type { Graph } from '../../shared/graph/graph';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { changedLayer } from '../layerPlans';
import type { Pass, PassInput, PassPlan } from '../pass';
import { removeDead } from '../rewrite/removeDead';
import { standardOpset } from '../rewrite/standardOpset';
import { chooseHalf } from './half/chooseHalf';
import { HalfEdits } from './half/halfEdits';
import { quantizedNote } from './quantizedForm';
import { planScopes, type ScopePlan } from '../rewrite/planScopes';

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
  let clamped = 0;
  const halve = async (scope: PassInput, whole: Graph | undefined): Promise<ScopePlan> => {
    const { nodes, skipped } = chooseHalf(scope, whole);
    const edits = new HalfEdits(scope, nodes, whole !== undefined || input.parameters['keep-io'] !== false);
    await edits.apply();
    clamped += edits.clamped;
    const changed = [...nodes].map(node => changedLayer(scope.graph, node, 'FP16', 'float16'));
    return { graph: applyEdits(scope.graph, edits.rewriter.batch()), layers: [...changed, ...skipped] };
  };
  const { graph: half, layers } = await planScopes(input, halve, true);
  const changedNodes = layers.filter(({ action }) => action === 'change').length;
  const [first] = layers;
  if (changedNodes === 0)
    throw nothingToConvert(first && `the first node that computes in float32 stays so: ${first.detail}`, quantizedNote(graph));
  return { graph: removeDead(input, half).graph, layers, changedNodes, notes: clampNote(clamped) };
}

function clampNote(clamped: number): readonly string[] {
  if (clamped === 0) return [];
  const values = clamped === 1 ? '1 stored value is' : `${String(clamped)} stored values are`;
  return [`${values} beyond ±65504, the range of float16, and became that.`];
}

function nothingToConvert(reason = 'none of its nodes computes in float32', more: readonly string[] = []): LayerwiseError {
  return new LayerwiseError('not-applicable', [`Nothing in this model can be converted to float16: ${reason}.`, ...more].join(' '));
}
