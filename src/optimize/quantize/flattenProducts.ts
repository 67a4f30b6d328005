import type { SymbolicDim } from '../../analysis/shapes/dims/dim';
import type { SymbolicShape } from '../../analysis/shapes/fact';
import { NONE, type NodeId, type TensorId } from '../../shared/graph/graph';
import type { LinearLayer } from '../../shared/graph/linearLayer';
import { readableLayer } from '../readableLayer';
import { nodeRule, type RuleContext } from '../rewrite/nodeRule';
import { reshapeTarget } from '../rewrite/reshapeTarget';
import { defineNode } from '../rewrite/rewriter';
import type { Rule } from '../rewrite/rule';
import { standardOpset } from '../rewrite/standardOpset';
import { int64Vector } from '../rewrite/vectorWeight';

/** From here on Shape can leave out the last axis by itself. */
const SHAPE_PART_SINCE = 15;

/**
 * A MatMul with a bias over more than two axes becomes Reshape → Gemm → Reshape. Of a Gemm with a bias in int32 the runtime makes one kernel that
 * writes float32 (QGemm); of MatMul and Add it does so only where every size is known at load (onnxruntime MatMulAddFusion), and else runs the bias
 * in two kernels more.
 */
export const flattenProducts: Rule = (input, graph) => {
  const made: Made = { flat: new Map(), shapes: new Map() };
  return nodeRule((context, node) => flatten(context, node, made))(input, graph);
};

interface Made {
  /** Activations as matrices. */
  readonly flat: Map<TensorId, string>;
  /** Target shapes that are computed, by their sizes. */
  readonly shapes: Map<string, string>;
}

function flatten(context: RuleContext, node: NodeId, made: Made): string | undefined {
  if (context.op(node) !== 'MatMul') return undefined;
  const found = readableLayer(context.graph, node);
  if (!found.ok || found.value.biasNode === NONE || context.op(found.value.biasNode) !== 'Add') return undefined;
  const layer = found.value;
  const rank = context.facts(layer.activation).shape?.length ?? 0;
  const target = rank < 3 ? undefined : targetOf(context, layer, made);
  if (target === undefined) return undefined;
  const { rewriter, graph } = context;
  const [output, name] = [context.name(layer.output), context.nodeName(node)];
  const product = rewriter.names.make(`${output}_matrix`);
  const matrix = made.flat.get(layer.activation) ?? flatActivation(context, layer);
  made.flat.set(layer.activation, matrix);
  const inputs = [matrix, context.name(layer.weight), context.name(layer.bias)];
  const origins = [node, layer.biasNode];
  for (const part of origins) rewriter.remove(part);
  rewriter.insert(
    layer.biasNode,
    defineNode('Gemm', name, inputs, [product], origins),
    defineNode('Reshape', rewriter.names.make(`${output}_shaped`), [product, target], [output], []),
  );
  return `matrix of ${graph.tensors.weights[layer.weight]?.dims.join(' × ') ?? ''}`;
}

function flatActivation(context: RuleContext, { node, activation, weightDims }: LinearLayer): string {
  const { rewriter } = context;
  const source = context.name(activation);
  const flat = rewriter.names.make(`${source}_matrix`);
  const target = rewriter.addWeight(`${flat}_shape`, int64Vector([-1, weightDims[0] ?? 1]));
  rewriter.insert(node, defineNode('Reshape', flat, [source, target], [flat], []));
  return flat;
}

/** Name of the shape of a layer's output: a constant where at most one size is open, else computed, once for all layers of the same sizes. */
function targetOf(context: RuleContext, layer: LinearLayer, made: Made): string | undefined {
  const { rewriter, facts } = context;
  const shape = facts(layer.activation).shape;
  if (shape === undefined) return undefined;
  const wanted: SymbolicShape = [...shape.slice(0, -1), layer.channels];
  const constant = reshapeTarget([], wanted);
  if (constant !== undefined) return rewriter.addWeight(`${context.name(layer.output)}_shape`, int64Vector(constant));
  if (standardOpset(context.graph) < SHAPE_PART_SINCE) return undefined;
  const key = wanted.every(dim => dim !== undefined) ? wanted.map(keyOf).join() : context.name(layer.output);
  const known = made.shapes.get(key) ?? computedShape(context, layer);
  made.shapes.set(key, known);
  return known;
}

function keyOf(dim: SymbolicDim): string {
  return typeof dim === 'number' ? String(dim) : (dim?.key ?? '');
}

function computedShape(context: RuleContext, { node, activation, channels }: LinearLayer): string {
  const { rewriter } = context;
  const [leading, target] = [rewriter.names.make('leading_shape'), rewriter.names.make('shape')];
  const last = rewriter.addWeight('shape_part', int64Vector([channels]));
  rewriter.insert(
    node,
    defineNode('Shape', leading, [context.name(activation)], [leading], [], new Map([['end', { kind: 'int', value: -1 } as const]])),
    defineNode('Concat', target, [leading, last], [target], [], new Map([['axis', { kind: 'int', value: 0 } as const]])),
  );
  return target;
}
