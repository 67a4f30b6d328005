import type { Profile } from '../../../src/shared/report/latency';
import type { ModelView } from '../../../src/shared/report/modelView';

/** Which kernel did the work of each node. */
export interface CoveringKernels {
  /** Position in `profile.kernels` per node, −1 for none. */
  readonly kernelOf: Int32Array;
  /** Every node with arithmetic has a kernel, and it is known of every kernel what it ran: what has none was folded at load. False for a run that did not come to the end, and for a profile of another file. */
  readonly isWhole: boolean;
}

const known = new WeakMap<Profile, CoveringKernels>();

export function coveringKernels(view: ModelView, profile: Profile): CoveringKernels {
  const found = known.get(profile);
  if (found?.kernelOf.length === view.nodeOps.length) return found;
  const kernelOf = new Int32Array(view.nodeOps.length).fill(-1);
  profile.kernels.forEach(({ covers }, kernel) => {
    for (const node of covers) kernelOf[node] = kernel;
  });
  const isKnown = profile.kernels.length > 0 && profile.kernels.every(({ added, covers }) => added || covers.length > 0);
  const made = { kernelOf, isWhole: isKnown && coversAllArithmetic(view, kernelOf) };
  known.set(profile, made);
  return made;
}

/** Nodes that are hidden do not count: they are constants and sizes. */
function coversAllArithmetic({ analysis }: ModelView, kernelOf: Int32Array): boolean {
  const macs = analysis.columns.find(column => column.id === 'macs')?.values;
  const { layerOf } = analysis.hierarchy;
  const missing = macs?.findIndex((value, node) => value > 0 && kernelOf[node] === -1 && (layerOf[node] ?? -1) >= 0) ?? -1;
  return missing < 0;
}
