import { constantWeight } from '../../shared/graph/constants';
import type { Graph, NodeId } from '../../shared/graph/graph';
import { mainGraph, nodeInput } from '../../shared/graph/traversal';
import type { LinearWork } from './linearWork';

/** An LSTM of the main graph with constant float32 weights. */
export interface LstmWork {
  readonly node: NodeId;
  /** For what comes in, and for the hidden state; each gate of each unit is an output channel. */
  readonly weights: readonly Pick<LinearWork, 'weight' | 'outputChannels'>[];
}

/** Below this many units an LSTM was no faster in integers: 64 units took 1.06–1.4× the time, 128 units 0.54–0.84×. */
const FEWEST_UNITS = 128;

/** LSTMs that dynamic INT8 makes faster. */
export function findPayingLstms(graph: Graph): readonly LstmWork[] {
  return Array.from({ length: mainGraph(graph).nodeCount }, (_, node) => node).flatMap(node => {
    if (graph.nodes.ops[node] !== 'LSTM' || graph.nodes.domains[node] !== '') return [];
    const weights = [1, 2].map(index => constantWeight(graph, nodeInput(graph, node, index)));
    const units = weights[1]?.dims[2] ?? 0;
    if (units < FEWEST_UNITS || weights.some(weight => weight?.dtype !== 'float32')) return [];
    return [{ node, weights: weights.map(weight => ({ weight, outputChannels: (weight?.dims[0] ?? 0) * (weight?.dims[1] ?? 0) })) }];
  });
}
