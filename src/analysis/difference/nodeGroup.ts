import type { NodeId } from '../../shared/graph/graph';

/** Nodes of the main graphs of two models that stand for each other; one side is empty for what was added or removed. */
export interface NodeGroup {
  readonly before: readonly NodeId[];
  readonly after: readonly NodeId[];
}
