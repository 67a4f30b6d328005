import { denseBytes } from '../../shared/graph/denseBytes';
import { NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { elementCount } from '../../shared/graph/shape';
import { consumersOf, isGraphOutput, nodeInput, nodeInputs, nodeOutput, nodeOutputs } from '../../shared/graph/traversal';
import type { Analysis } from '../../shared/report/analysis';
import type { KernelClass } from '../../shared/report/machine';
import { MOVES_NOTHING, READS_ROWS } from '../cost/dataMovement';
import { kernelClass } from './kernelClass';
import { readsQuantized } from './kernelGroups';

/** What a kernel has to do in one run; NaN where a size is not known. */
export interface KernelWork {
  readonly leader: NodeId;
  readonly members: readonly NodeId[];
  readonly kernelClass: KernelClass | undefined;
  /** Of contractions alone, and of everything. */
  readonly macs: number;
  readonly flops: number;
  /** Elements that transcendental functions are computed for, once per operator. */
  readonly functionElements: number;
  /** Elements of the leader's first output. */
  readonly elements: number;
  /** Weights that it reads, and activations that it reads and writes; what only its own members see is no traffic. */
  readonly weightBytes: number;
  readonly activationBytes: number;
  /** Whether its contractions are of 8-bit integers. */
  readonly integer: boolean;
}

const INTEGER_OPERATORS = /^(QLinear(Conv|MatMul)|QGemm|ConvInteger|MatMulInteger|MatMulIntegerToFloat|DynamicQuantizeMatMul|QAttention)/;

/** The work of the kernel that does these nodes, the leader first. */
export function kernelWork(graph: Graph, analysis: Analysis, leader: NodeId, members: readonly NodeId[]): KernelWork {
  const sum = (id: string): number => {
    const values = analysis.columns.find(column => column.id === id)?.values;
    return members.reduce((total, node) => total + (values?.[node] ?? Number.NaN), 0);
  };
  const { weightBytes, activationBytes } = traffic(graph, analysis, members);
  const op = graph.nodes.ops[leader] ?? '';
  const isContraction = op === 'Conv' || op === 'MatMul' || op === 'Gemm';
  return {
    leader,
    members,
    kernelClass: kernelClass(graph, analysis, leader, members),
    macs: sum('macs'),
    flops: sum('flops'),
    functionElements: functionElements(graph, analysis, members),
    elements: elementCount(analysis.tensors[nodeOutput(graph, leader, 0)]?.shape) ?? Number.NaN,
    weightBytes,
    activationBytes,
    integer: INTEGER_OPERATORS.test(op) || (isContraction && readsQuantized(graph, leader) && isQuantizedWeight(graph, leader)),
  };
}

function functionElements(graph: Graph, analysis: Analysis, members: readonly NodeId[]): number {
  const counts = analysis.columns.find(column => column.id === 'transcendentals')?.values;
  return members.reduce((total, node) => {
    const elements = elementCount(analysis.tensors[nodeOutput(graph, node, 0)]?.shape) ?? Number.NaN;
    return total + Math.min(counts?.[node] ?? Number.NaN, elements);
  }, 0);
}

function isQuantizedWeight(graph: Graph, node: NodeId): boolean {
  const producer = graph.tensors.producers[nodeInput(graph, node, 1)] ?? NONE;
  return producer !== NONE && graph.nodes.ops[producer] === 'DequantizeLinear';
}

function traffic(graph: Graph, analysis: Analysis, members: readonly NodeId[]): Pick<KernelWork, 'weightBytes' | 'activationBytes'> {
  const inside = new Set(members);
  const seen = new Set<TensorId>();
  let weightBytes = 0;
  let activationBytes = 0;
  for (const node of members) {
    if (MOVES_NOTHING.has(graph.nodes.ops[node] ?? '')) continue;
    const written = [...nodeOutputs(graph, node)].filter(tensor => tensor !== NONE && leaves(graph, tensor, inside));
    const writtenBytes = written.reduce((sum, tensor) => sum + bytesOf(analysis, tensor), 0);
    activationBytes += writtenBytes;
    nodeInputs(graph, node).forEach((tensor, index) => {
      if (tensor === NONE || seen.has(tensor) || inside.has(graph.tensors.producers[tensor] ?? NONE)) return;
      seen.add(tensor);
      const weight = graph.tensors.weights[tensor];
      const rowsOnly = index === 0 && READS_ROWS.has(graph.nodes.ops[node] ?? '');
      if (rowsOnly) activationBytes += Math.min(writtenBytes, bytesOf(analysis, tensor));
      else if (weight === undefined) activationBytes += bytesOf(analysis, tensor);
      else weightBytes += denseBytes(weight.dtype, weight.dims);
    });
  }
  return { weightBytes, activationBytes };
}

/** Read by a node outside, or an output of the model. */
function leaves(graph: Graph, tensor: TensorId, inside: ReadonlySet<NodeId>): boolean {
  return isGraphOutput(graph, tensor) || consumersOf(graph, tensor).some(reader => !inside.has(reader));
}

function bytesOf({ tensors }: Analysis, tensor: TensorId): number {
  return denseBytes(tensors[tensor]?.dtype, tensors[tensor]?.shape);
}
