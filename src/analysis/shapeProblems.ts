import { isFloatDtype } from '../shared/graph/dtype';
import { declaredShape, MAIN_GRAPH, NONE, type Graph, type NodeId, type TensorId } from '../shared/graph/graph';
import { nodeLabel } from '../shared/graph/nodeLabel';
import { mainGraph, nodeInputs, nodeOutputs, nodePath } from '../shared/graph/traversal';
import type { Problem } from '../shared/report/problem';
import { cycleProblem } from './cycleProblem';
import { operatorAt } from './operatorAt';
import { operatorName } from './operatorName';
import type { ShapeInference } from './shapes/inferShapes';
import { operandFaults } from './shapes/operandFaults';
import { control } from '../shared/base/control';

/** Problems of one kind beyond this many are summed up. */
const MAX_LISTED = 20;

/** Operators that leave nothing only where a size is too small; others make empty tensors on purpose, or are refused. */
const CUTTING = new Set('ConvTranspose MaxPool AveragePool LpPool Resize Upsample Slice Pad'.split(' '));

/** What shape inference found wrong or could not say, for people. */
export function shapeProblems(graph: Graph, shapes: ShapeInference): readonly Problem[] {
  const cycle = cycleProblem(graph);
  return [
    ...(cycle === undefined ? [] : [cycle]),
    ...unknownOperators(graph, shapes),
    ...shapes.conflicts.slice(0, MAX_LISTED).map(({ node, tensor, what }): Problem => ({
      severity: isHint(graph, tensor) ? 'info' : 'warning',
      reason: 'shape-conflict',
      message: `${nodeLabel(graph, node)}, output “${graph.tensors.names[tensor] ?? ''}”: ${what}. The operator's shape is used.`,
      node: nodePath(graph, node),
    })),
    ...faults(graph, shapes),
    ...emptyOutputs(graph, shapes),
    ...dataDependent(graph, shapes),
    ...unknownShapes(graph, shapes),
    ...(shapes.exhausted
      ? [
          {
            severity: 'warning',
            reason: 'too-many',
            message: 'Functions and loop bodies of this model unfold to more nodes than are followed, so some shapes stay unknown.',
          } as const,
        ]
      : []),
  ];
}

/** What the runtime refuses. */
function faults(graph: Graph, shapes: ShapeInference): readonly Problem[] {
  return operandFaults(graph, shapes)
    .slice(0, MAX_LISTED)
    .map(({ node, what }): Problem => {
      const isMain = graph.nodes.subgraphs[node] === MAIN_GRAPH;
      const refusal = isMain ? 'The runtime refuses to run this' : 'The runtime refuses to run this if it comes to this body';
      return {
        severity: 'warning',
        reason: 'shape-conflict',
        message: `${operatorAt(graph, node)}: ${what}. ${refusal}: check the sizes of the inputs.`,
        node: nodePath(graph, node),
      };
    });
}

/** The first node that makes nothing out of something. Index tensors may well be empty. */
function emptyOutputs(graph: Graph, shapes: ShapeInference): readonly Problem[] {
  const isEmpty = (tensor: TensorId): boolean => {
    if (tensor === NONE || graph.tensors.weights[tensor] !== undefined) return false;
    const { dtype, shape } = shapes.fact(shapes.frame, tensor);
    return dtype !== undefined && isFloatDtype(dtype) && shape?.includes(0) === true;
  };
  for (let node = 0; node < mainGraph(graph).nodeCount; node++) {
    if (!CUTTING.has(graph.nodes.ops[node] ?? '')) continue;
    const made = nodeOutputs(graph, node).find(isEmpty);
    if (made === undefined || nodeInputs(graph, node).some(isEmpty)) continue;
    const shape =
      shapes
        .fact(shapes.frame, made)
        .shape?.map(dim => (typeof dim === 'number' ? dim : '?'))
        .join(', ') ?? '';
    return [
      {
        severity: 'warning',
        reason: 'shape-conflict',
        message: `${operatorAt(graph, node)} makes an empty tensor, [${shape}]: nothing behind it computes anything. Check the sizes of the inputs.`,
        node: nodePath(graph, node),
      },
    ];
  }
  return [];
}

/** One entry for all: the first node, and how many there are. */
function dataDependent(graph: Graph, shapes: ShapeInference): readonly Problem[] {
  const nodes = [...shapes.dataDependent].filter(node => isOpen(graph, shapes, node)).sort((a, b) => a - b);
  const [first] = nodes;
  if (first === undefined) return [];
  const others = nodes.length === 1 ? '' : ` and ${nodes.length - 1} more`;
  return [
    {
      severity: 'info',
      reason: 'data-dependent-shape',
      message: `How large the output of ${nodeLabel(graph, first)}${others} is depends on the data. Costs behind it are known after a run.`,
      node: nodePath(graph, first),
    },
  ];
}

/** One entry for all: the first node that made a size unknown out of known ones, and how many nodes stay open. What other entries explain is left out. */
function unknownShapes(graph: Graph, shapes: ShapeInference): readonly Problem[] {
  const explained = new Set<NodeId>([...shapes.unknownOperators, ...shapes.dataDependent]);
  let first: NodeId | undefined;
  let open = 0;
  for (let node = 0; node < mainGraph(graph).nodeCount; node++) {
    if (!nodeOutputs(graph, node).some(tensor => isUnknown(graph, shapes, tensor))) continue;
    open++;
    if (!explained.has(node) && !nodeInputs(graph, node).some(tensor => isUnknown(graph, shapes, tensor))) first ??= node;
  }
  if (first === undefined) return [];
  const extent = open === 1 ? 'It is the only one.' : `${String(open)} nodes stay open, costs behind them too.`;
  return [
    {
      severity: 'info',
      reason: 'unknown-shape',
      message: `${operatorAt(graph, first)} is the first node with an output of unknown size. ${extent} Sizes of the inputs${control(' (--dim)', '')} or a run may tell.`,
      node: nodePath(graph, first),
    },
  ];
}

/** Sequences, maps and strings have no size that could be known. */
function isUnknown(graph: Graph, shapes: ShapeInference, tensor: TensorId): boolean {
  if (tensor === NONE || graph.tensors.weights[tensor] !== undefined) return false;
  const { kind, shape } = shapes.fact(shapes.frame, tensor);
  return kind === 'unknown' || (kind === 'tensor' && (shape === undefined || shape.includes(undefined)));
}

/** False when a run has told every size of the node's outputs. */
function isOpen(graph: Graph, shapes: ShapeInference, node: NodeId): boolean {
  return nodeOutputs(graph, node).some(tensor => shapes.fact(shapes.frame, tensor).shape?.every(dim => typeof dim === 'number') !== true);
}

/** What exporters write beside a symbol is what they saw in one run: a hint that need not hold. */
function isHint(graph: Graph, tensor: TensorId): boolean {
  return declaredShape(graph, tensor)?.some(dim => typeof dim === 'string') ?? false;
}

/** One entry per operator, at its first node. */
function unknownOperators(graph: Graph, shapes: ShapeInference): readonly Problem[] {
  const first = new Map<string, { readonly node: NodeId; count: number }>();
  for (const node of new Set(shapes.unknownOperators)) {
    const key = operatorName(graph, node);
    const seen = first.get(key);
    if (seen === undefined) first.set(key, { node, count: 1 });
    else seen.count++;
  }
  return [...first].slice(0, MAX_LISTED).map(([operator, { node, count }]): Problem => ({
    severity: 'warning',
    reason: 'unknown-operator',
    message: `${operator} is not known here (${count === 1 ? `node ${nodeLabel(graph, node)}` : `${count} nodes, first ${nodeLabel(graph, node)}`}). Shapes and costs behind it stay unknown unless the file declares them.`,
    node: nodePath(graph, node),
  }));
}
