import { calledFunction, functionsOf } from '../../shared/graph/functions';
import { NONE, type Graph, type NodeId, type Subgraph } from '../../shared/graph/graph';
import { isInsideFunction } from '../../shared/graph/isInsideFunction';
import type { Fact } from '../shapes/fact';
import type { Frame } from '../shapes/frame';
import type { ShapeInference } from '../shapes/inferShapes';
import { inferenceOf } from '../shapes/operators/operatorTable';
import { CostContext } from './costContext';
import { costOf, free } from './costTable';
import { addCosts, FREE, type NodeCost } from './nodeCost';

const UNKNOWN_COST: NodeCost = { macs: Number.NaN, otherFlops: Number.NaN, transcendentals: Number.NaN };
/** Operators of known shape without a row in the cost table are no contractions. */
const UNCOUNTED: NodeCost = { macs: 0, otherFlops: Number.NaN, transcendentals: Number.NaN };

/**
 * Work of every node in one run, by node id. A call of a model-local function costs what its body costs with these operands. Nodes of control-flow
 * bodies count one execution of the body; the node that holds them costs nothing itself. Nodes of functions have the cost of their only call, or none.
 */
export function computeCosts(graph: Graph, shapes: ShapeInference): readonly NodeCost[] {
  const costs = new Array<NodeCost>(graph.nodes.count).fill(UNKNOWN_COST);
  const frameCosts = new Map<Frame, NodeCost>();
  const functions = functionsOf(graph);
  const nodeCost = (frame: Frame, node: NodeId): NodeCost => {
    const callee = calledFunction(graph, functions, node);
    if (callee === undefined) return operatorCost(graph, shapes, frame, node);
    const called = frame.calls.get(node);
    return called === undefined ? UNKNOWN_COST : frameCost(called, callee);
  };
  const frameCost = (frame: Frame, callee: Subgraph): NodeCost => {
    const known = frameCosts.get(frame);
    if (known !== undefined) return known;
    let sum = FREE;
    for (const node of nodesOf(callee)) {
      const cost = nodeCost(frame, node);
      costs[node] = costs[node] === UNKNOWN_COST || costs[node] === cost ? cost : UNKNOWN_COST;
      sum = addCosts(sum, cost);
    }
    frameCosts.set(frame, sum);
    return sum;
  };
  for (const subgraph of graph.subgraphs) {
    if (isInsideFunction(graph, subgraph)) continue;
    for (const node of nodesOf(subgraph)) costs[node] = nodeCost(shapes.frame, node);
  }
  return costs;
}

function operatorCost(graph: Graph, shapes: ShapeInference, frame: Frame, node: NodeId): NodeCost {
  const op = graph.nodes.ops[node] ?? '';
  const domain = graph.nodes.domains[node] ?? '';
  const cost = costOf(domain, op);
  if (cost === undefined) return inferenceOf(domain, op) === undefined ? UNKNOWN_COST : UNCOUNTED;
  if (cost === free) return FREE;
  const { outputStart, outputs: tensors } = graph.nodes;
  const outputs: Fact[] = [];
  for (let slot = outputStart[node] ?? 0; slot < (outputStart[node + 1] ?? 0); slot++)
    outputs.push(shapes.fact(frame, tensors[slot] ?? NONE));
  return cost(new CostContext(shapes.context(frame, node), outputs));
}

function nodesOf(subgraph: Subgraph): readonly NodeId[] {
  return Array.from({ length: subgraph.nodeCount }, (_, index) => subgraph.firstNode + index);
}
