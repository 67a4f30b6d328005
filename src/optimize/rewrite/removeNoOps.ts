import { MAIN_GRAPH, NONE, type Graph, type NodeId, type TensorId } from '../../shared/graph/graph';
import { applyEdits } from '../../shared/graph/applyEdits';
import { dtypeFromNumber } from '../../shared/graph/dtype';
import { mainGraph, nodeInput, nodeInputs, nodeOutput, producerOf } from '../../shared/graph/traversal';
import type { TensorReader } from '../../shared/graph/tensorReader';
import type { Analysis } from '../../shared/report/analysis';
import type { PassInput } from '../pass';
import { intAttribute, intsAttribute } from '../../shared/graph/nodeAttributes';
import { consumersExist, constantWeight, isReadOutside } from '../../shared/graph/constants';
import { Rewriter, tensorName } from './rewriter';
import type { RuleChange, RuleResult } from './rule';
import { standardOpset } from './standardOpset';

/** Takes out nodes whose output is their first input: Identity, Dropout in inference, casts to the same type, transposes that move nothing. */
export function removeNoOps(input: PassInput, graph: Graph): RuleResult {
  const rewriter = new Rewriter(graph);
  const analysis = input.analyze(graph);
  const reader = input.readerOf(graph);
  const touched = new Set<TensorId>();
  const changes: RuleChange[] = [];
  const { nodeCount } = mainGraph(graph);
  for (let node = 0; node < nodeCount; node++) {
    if (!isNoOp(graph, node, analysis, reader) || !input.selects(graph, node) || !bypass(rewriter, graph, node, touched)) continue;
    changes.push({ node, detail: `${graph.nodes.ops[node] ?? ''} removed: it changes nothing` });
  }
  return { graph: applyEdits(graph, rewriter.batch()), changes };
}

/** Connects a node's input with its readers, unless a name that others see would have to go or change. */
function bypass(rewriter: Rewriter, graph: Graph, node: NodeId, touched: Set<TensorId>): boolean {
  const source = nodeInput(graph, node, 0);
  const result = nodeOutput(graph, node, 0);
  if (!isReadOutside(graph, result)) {
    rewriter.redirect(tensorName(graph, result), tensorName(graph, source));
    rewriter.remove(node);
    return true;
  }
  const producer = producerOf(graph, source);
  const isFree = producer !== NONE && !rewriter.isRemoved(producer) && !isReadOutside(graph, source) && !touched.has(source);
  if (!isFree || graph.nodes.subgraphs[producer] !== MAIN_GRAPH) return false;
  touched.add(source);
  rewriter.renameOutput(tensorName(graph, source), tensorName(graph, result));
  rewriter.redirect(tensorName(graph, source), tensorName(graph, result));
  rewriter.remove(node);
  return true;
}

function isNoOp(graph: Graph, node: NodeId, analysis: Analysis, reader: TensorReader): boolean {
  if (graph.nodes.domains[node] !== '' || nodeInput(graph, node, 0) === NONE || nodeOutput(graph, node, 0) === NONE) return false;
  switch (graph.nodes.ops[node] ?? '') {
    case 'Identity':
      return true;
    case 'Dropout':
      return isInferenceDropout(graph, node, reader);
    case 'Cast':
      return isSameCast(graph, node, analysis);
    case 'Transpose':
      return intsAttribute(graph, node, 'perm')?.every((axis, index) => axis === index) ?? false;
    case 'Concat':
    case 'Sum':
    case 'Max':
    case 'Min':
    case 'Mean':
      return nodeInputs(graph, node).length === 1;
    default:
      return false;
  }
}

/** Up to opset 6 `is_test` decides; from 12 on the third input is the training mode (ONNX Dropout-12). */
function isInferenceDropout(graph: Graph, node: NodeId, reader: TensorReader): boolean {
  const mask = nodeOutput(graph, node, 1);
  if (mask !== NONE && consumersExist(graph, mask)) return false;
  if (standardOpset(graph) < 7) return intAttribute(graph, node, 'is_test', 0) !== 0;
  const mode = nodeInput(graph, node, 2);
  return mode === NONE || isStoredFalse(graph, mode, reader);
}

function isStoredFalse(graph: Graph, tensor: TensorId, reader: TensorReader): boolean {
  const [value] = constantWeight(graph, tensor) === undefined ? [] : (reader.readSmall(tensor)?.data ?? []);
  return value !== undefined && Number(value) === 0;
}

function isSameCast(graph: Graph, node: NodeId, analysis: Analysis): boolean {
  const target = dtypeFromNumber(intAttribute(graph, node, 'to', 0));
  return target !== undefined && analysis.tensors[nodeInput(graph, node, 0)]?.dtype === target;
}
