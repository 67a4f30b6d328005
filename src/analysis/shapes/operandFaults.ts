import type { Graph, NodeId, Subgraph } from '../../shared/graph/graph';
import type { ShapeInference } from './inferShapes';
import { operandCheck } from './operandChecks';

/** A node that the runtime refuses to run with these sizes. */
export interface OperandFault {
  readonly node: NodeId;
  /** What does not fit, with the sizes. */
  readonly what: string;
}

/** The first node of the main graph and of every body whose operands do not fit each other, as far as their sizes are numbers. What lies behind it seldom fits either. */
export function operandFaults(graph: Graph, shapes: ShapeInference): readonly OperandFault[] {
  const faults: OperandFault[] = [];
  for (const subgraph of graph.subgraphs) {
    const { kind, firstNode, nodeCount } = subgraph;
    if (kind === 'function' || isPassedBy(shapes, subgraph)) continue;
    for (let node = firstNode; node < firstNode + nodeCount; node++) {
      const check = operandCheck(graph.nodes.domains[node] ?? '', graph.nodes.ops[node] ?? '');
      const what = check?.(shapes.context(shapes.frame, node));
      if (what === undefined) continue;
      faults.push({ node, what });
      break;
    }
  }
  return faults;
}

/** The branch that an If with a known condition does not take. */
function isPassedBy(shapes: ShapeInference, { kind, ownerNode, ownerAttribute }: Subgraph): boolean {
  if (kind !== 'body' || !ownerAttribute.endsWith('_branch')) return false;
  const condition = shapes.context(shapes.frame, ownerNode).scalar(0);
  return typeof condition === 'number' && (condition === 0) === (ownerAttribute === 'then_branch');
}
