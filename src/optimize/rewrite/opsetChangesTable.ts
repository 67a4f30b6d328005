import type { AttributeValue } from '../../shared/graph/attribute';
import type { NodeDefinition } from '../../shared/graph/edit';
import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { nodeInput, nodeOutputs } from '../../shared/graph/traversal';
import type { Analysis } from '../../shared/report/analysis';
import { floatAttribute, intAttribute, stringAttribute } from '../../shared/graph/nodeAttributes';
import { consumersExist } from '../../shared/graph/constants';
import { vectorWeight } from './vectorWeight';
import { defineLike, defineNode, type Rewriter } from './rewriter';

/** A node that has to be rewritten when its model's opset reaches a version. */
export interface AdaptedNode {
  readonly rewriter: Rewriter;
  readonly graph: Graph;
  readonly node: NodeId;
  readonly analysis: Analysis;
}

/** Gives the nodes that stand for the old one, or the reason for which there are none. */
type Adapter = (adapted: AdaptedNode) => readonly NodeDefinition[] | string;

export interface OpsetChange {
  readonly version: number;
  readonly ops: readonly string[];
  readonly adapt: Adapter;
}

const REDUCTIONS = [
  ...['ReduceL1', 'ReduceL2', 'ReduceLogSum', 'ReduceLogSumExp', 'ReduceMax', 'ReduceMean', 'ReduceMin', 'ReduceProd', 'ReduceSumSquare'],
];

/** Without a kernel for their newest version in onnxruntime 1.30 (`bench:rewriteCorpus` tells when that changes). */
const NOT_RUN_SINCE_22 = [
  ...['Bernoulli', 'GlobalLpPool', 'MaxRoiPool', 'Multinomial', 'RoiAlign'],
  ...['RandomNormal', 'RandomNormalLike', 'RandomUniform', 'RandomUniformLike'],
];

/**
 * Incompatible changes of standard operators from opset 7 to 24 (onnx, docs/Changelog.md). Operators that are not listed only gained types,
 * inputs or attributes whose defaults keep the old meaning.
 */
export const OPSET_CHANGES: readonly OpsetChange[] = [
  { version: 9, ops: ['BatchNormalization'], adapt: dropSpatial },
  { version: 9, ops: ['Upsample'], adapt: adapted => attributesToInputs(adapted, ['scales']) },
  { version: 9, ops: ['Scan'], adapt: () => 'Scan before opset 9 has a batch axis' },
  { version: 10, ops: ['Slice'], adapt: adapted => attributesToInputs(adapted, ['starts', 'ends', 'axes']) },
  { version: 10, ops: ['TopK'], adapt: adapted => attributesToInputs(adapted, ['k']) },
  { version: 10, ops: ['Upsample'], adapt: ({ graph, node }) => [{ ...defineLike(graph, node), op: 'Resize' }] },
  { version: 11, ops: ['Clip'], adapt: clipLimitsToInputs },
  { version: 11, ops: ['Pad'], adapt: padToInputs },
  { version: 11, ops: ['Resize'], adapt: resizeAsBefore },
  { version: 11, ops: ['Scatter'], adapt: ({ graph, node }) => [{ ...defineLike(graph, node), op: 'ScatterElements' }] },
  { version: 12, ops: ['Dropout'], adapt: ({ graph, node }) => [without(defineLike(graph, node), ['ratio'])] },
  { version: 13, ops: ['Squeeze', 'Unsqueeze', 'ReduceSum'], adapt: adapted => attributesToInputs(adapted, ['axes']) },
  { version: 13, ops: ['Split'], adapt: adapted => attributesToInputs(adapted, ['split']) },
  { version: 13, ops: ['Softmax', 'LogSoftmax', 'Hardmax'], adapt: softmaxAsBefore },
  { version: 14, ops: ['BatchNormalization'], adapt: onlyFirstOutput },
  {
    version: 16,
    ops: ['RoiAlign'],
    adapt: ({ graph, node }) => [withText(defineLike(graph, node), 'coordinate_transformation_mode', 'output_half_pixel')],
  },
  { version: 18, ops: REDUCTIONS, adapt: adapted => attributesToInputs(adapted, ['axes']) },
  { version: 18, ops: ['Split'], adapt: splitWithCount },
  { version: 20, ops: ['GridSample'], adapt: renameGridModes },
  { version: 20, ops: ['DFT'], adapt: axisToInput },
  { version: 21, ops: ['GroupNormalization'], adapt: affineByChannel },
  { version: 22, ops: NOT_RUN_SINCE_22, adapt: () => 'the runtime does not run it in opset 22 and later' },
];

/** Attributes become constant inputs, appended in order; trailing ones that are not set are left out, inner ones become `""`. */
function attributesToInputs({ rewriter, graph, node }: AdaptedNode, names: readonly string[]): readonly NodeDefinition[] {
  const definition = defineLike(graph, node);
  const inputs = names.map(name => {
    const value = definition.attributes.get(name);
    const weight = value === undefined ? undefined : vectorWeight(value);
    return weight === undefined ? '' : rewriter.addWeight(`${definition.outputs[0] ?? ''}_${name}`, weight);
  });
  while (inputs.at(-1) === '') inputs.pop();
  return [{ ...without(definition, names), inputs: [...definition.inputs, ...inputs] }];
}

function without(definition: NodeDefinition, names: readonly string[]): NodeDefinition {
  return { ...definition, attributes: new Map([...definition.attributes].filter(([name]) => !names.includes(name))) };
}

function withText(definition: NodeDefinition, name: string, value: string): NodeDefinition {
  if (definition.attributes.has(name)) return definition;
  return { ...definition, attributes: new Map<string, AttributeValue>([...definition.attributes, [name, { kind: 'string', value }]]) };
}

function dropSpatial({ graph, node }: AdaptedNode): readonly NodeDefinition[] | string {
  if (intAttribute(graph, node, 'spatial', 1) !== 1) return 'BatchNormalization over every position (spatial = 0) has no newer form';
  return [without(defineLike(graph, node), ['spatial'])];
}

function onlyFirstOutput({ graph, node }: AdaptedNode): readonly NodeDefinition[] | string {
  const others = [...nodeOutputs(graph, node)].slice(1);
  if (others.some(tensor => tensor !== NONE && consumersExist(graph, tensor))) return 'BatchNormalization in training has no newer form';
  const definition = defineLike(graph, node);
  return [{ ...definition, outputs: definition.outputs.slice(0, 1) }];
}

/** Clip-11 takes its limits as scalar inputs. */
function clipLimitsToInputs({ rewriter, graph, node }: AdaptedNode): readonly NodeDefinition[] {
  const definition = defineLike(graph, node);
  const limits = ['min', 'max'].map(name => {
    const value = definition.attributes.get(name);
    if (value?.kind !== 'float') return '';
    return rewriter.addWeight(`${definition.outputs[0] ?? ''}_${name}`, {
      ...vectorWeight({ kind: 'floats', values: [value.value] }),
      dims: [],
    });
  });
  while (limits.at(-1) === '') limits.pop();
  return [{ ...without(definition, ['min', 'max']), inputs: [definition.inputs[0] ?? '', ...limits] }];
}

function padToInputs({ rewriter, graph, node }: AdaptedNode): readonly NodeDefinition[] {
  const definition = defineLike(graph, node);
  const pads = definition.attributes.get('pads') ?? definition.attributes.get('paddings') ?? { kind: 'ints', values: [] };
  const value = floatAttribute(graph, node, 'value', 0);
  const stem = definition.outputs[0] ?? '';
  const inputs = [definition.inputs[0] ?? '', rewriter.addWeight(`${stem}_pads`, vectorWeight(pads))];
  if (value !== 0) inputs.push(rewriter.addWeight(`${stem}_value`, { ...vectorWeight({ kind: 'floats', values: [value] }), dims: [] }));
  return [{ ...without(definition, ['pads', 'paddings', 'value']), inputs }];
}

/**
 * Resize-10 maps coordinates by x / scale and rounds down; Resize-11 says so in attributes and has a region of interest as second input, which may be empty, but
 * until opset 13 not absent.
 */
function resizeAsBefore({ rewriter, graph, node }: AdaptedNode): readonly NodeDefinition[] {
  const definition = defineLike(graph, node);
  const region = rewriter.addWeight(`${definition.outputs[0] ?? ''}_roi`, vectorWeight({ kind: 'floats', values: [] }));
  const [data = '', scales = ''] = definition.inputs;
  const asymmetric = withText(definition, 'coordinate_transformation_mode', 'asymmetric');
  return [{ ...withText(asymmetric, 'nearest_mode', 'floor'), inputs: [data, region, scales] }];
}

/** Softmax before 13 works on everything from `axis` (default 1) on, flattened; from 13 on along `axis` alone (default −1). */
function softmaxAsBefore({ rewriter, graph, node, analysis }: AdaptedNode): readonly NodeDefinition[] {
  const definition = defineLike(graph, node);
  const rank = analysis.tensors[nodeInput(graph, node, 0)]?.shape?.length;
  const axis = intAttribute(graph, node, 'axis', 1);
  const last = new Map<string, AttributeValue>([['axis', { kind: 'int', value: -1 }]]);
  if (axis === -1 || (rank !== undefined && axis === rank - 1)) return [{ ...definition, attributes: last }];
  const [data = ''] = definition.inputs;
  const [result = ''] = definition.outputs;
  const [shape, flat, soft] = ['shape', 'flat', 'soft'].map(suffix => rewriter.names.make(`${result}_${suffix}`));
  const flatten = new Map<string, AttributeValue>([['axis', { kind: 'int', value: axis }]]);
  return [
    defineNode('Shape', shape ?? '', [data], [shape ?? ''], [node]),
    defineNode('Flatten', flat ?? '', [data], [flat ?? ''], [node], flatten),
    { ...definition, inputs: [flat ?? ''], outputs: [soft ?? ''], attributes: last },
    defineNode('Reshape', rewriter.names.make(`${result}_unflatten`), [soft ?? '', shape ?? ''], [result], [node]),
  ];
}

/** Split-18 wants either the sizes or the number of outputs. */
function splitWithCount({ graph, node }: AdaptedNode): readonly NodeDefinition[] {
  const definition = defineLike(graph, node);
  if (definition.inputs.length > 1) return [definition];
  const count: AttributeValue = { kind: 'int', value: definition.outputs.length };
  return [{ ...definition, attributes: new Map<string, AttributeValue>([...definition.attributes, ['num_outputs', count]]) }];
}

/** DFT-20 takes its axis as an input behind the length. */
function axisToInput({ rewriter, graph, node }: AdaptedNode): readonly NodeDefinition[] {
  const definition = defineLike(graph, node);
  const values = [intAttribute(graph, node, 'axis', 1)];
  const axis = rewriter.addWeight(`${definition.outputs[0] ?? ''}_axis`, { ...vectorWeight({ kind: 'ints', values }), dims: [] });
  const [data = '', length = ''] = definition.inputs;
  return [{ ...without(definition, ['axis']), inputs: [data, length, axis] }];
}

/** GroupNormalization-18 scales and shifts groups of channels, GroupNormalization-21 channels. */
function affineByChannel({ rewriter, graph, node, analysis }: AdaptedNode): readonly NodeDefinition[] | string {
  const definition = defineLike(graph, node);
  const channels = analysis.tensors[nodeInput(graph, node, 0)]?.shape?.[1];
  if (typeof channels !== 'number') return 'GroupNormalization-21 needs to know the number of channels';
  const [data = '', ...byGroup] = definition.inputs;
  const integers = (values: readonly number[]): string =>
    rewriter.addWeight(`${definition.outputs[0] ?? ''}_sizes`, vectorWeight({ kind: 'ints', values }));
  const size = channels / intAttribute(graph, node, 'num_groups', 1);
  const repeated = byGroup.map(vector => {
    const [column = '', wide = '', flat = ''] = ['column', 'wide', 'by_channel'].map(suffix => rewriter.names.make(`${vector}_${suffix}`));
    const nodes = [
      defineNode('Unsqueeze', column, [vector, integers([1])], [column], [node]),
      defineNode('Expand', wide, [column, integers([1, size])], [wide], [node]),
      defineNode('Reshape', flat, [wide, integers([-1])], [flat], [node]),
    ];
    return { flat, nodes };
  });
  const inputs = [data, ...repeated.map(({ flat }) => flat)];
  return [...repeated.flatMap(({ nodes }) => nodes), { ...definition, inputs }];
}

function renameGridModes({ graph, node }: AdaptedNode): readonly NodeDefinition[] {
  const definition = defineLike(graph, node);
  const mode = stringAttribute(graph, node, 'mode', 'bilinear');
  const renamed = mode === 'bilinear' ? 'linear' : mode === 'bicubic' ? 'cubic' : mode;
  return [withText(without(definition, ['mode']), 'mode', renamed)];
}
