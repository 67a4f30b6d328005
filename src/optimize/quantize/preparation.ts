import type { Graph } from '../../shared/graph/graph';
import type { PassCall } from '../../shared/report/jobRequest';
import { standardOpset } from '../rewrite/standardOpset';

/** Normalizing what a layer reads makes its channels alike, so that one range fits them all; merged into the weights, each channel would have its own again. */
const LEFT_OUT = 'affine-forward';

/** What every quantizing pass runs first: the clean-up, which merges BatchNormalization, and the opset that its operators need. */
export function preparation(graph: Graph, lowestOpset: number): readonly Pick<PassCall, 'id' | 'parameters'>[] {
  const upgrade = standardOpset(graph) < lowestOpset ? [{ id: 'upgrade-opset', parameters: { to: lowestOpset } }] : [];
  return [...upgrade, { id: 'clean', parameters: { without: LEFT_OUT } }];
}
