import { ATTRIBUTE, FUNCTION, GRAPH, MODEL, NODE, SPARSE, TRAINING } from './fields';

/** Messages that tensors are in, and tensors. */
export type MessageKind = 'model' | 'graph' | 'function' | 'training' | 'node' | 'attribute' | 'sparse' | 'tensor';

export type OuterMessage = Exclude<MessageKind, 'tensor'>;

/** Which fields of a message lead to tensors, and through what. */
export const TENSOR_PATHS: Readonly<Record<OuterMessage, ReadonlyMap<number, MessageKind>>> = {
  model: new Map([
    [MODEL.graph, 'graph'],
    [MODEL.functions, 'function'],
    [MODEL.trainingInfo, 'training'],
  ]),
  training: new Map([
    [TRAINING.initialization, 'graph'],
    [TRAINING.algorithm, 'graph'],
  ]),
  graph: new Map([
    [GRAPH.node, 'node'],
    [GRAPH.initializer, 'tensor'],
    [GRAPH.sparseInitializer, 'sparse'],
  ]),
  function: new Map<number, MessageKind>([
    [FUNCTION.node, 'node'],
    [FUNCTION.attributeProto, 'attribute'],
  ]),
  node: new Map([[NODE.attribute, 'attribute']]),
  attribute: new Map<number, MessageKind>([
    [ATTRIBUTE.t, 'tensor'],
    [ATTRIBUTE.tensors, 'tensor'],
    [ATTRIBUTE.g, 'graph'],
    [ATTRIBUTE.graphs, 'graph'],
    [ATTRIBUTE.sparseTensor, 'sparse'],
  ]),
  sparse: new Map([
    [SPARSE.values, 'tensor'],
    [SPARSE.indices, 'tensor'],
  ]),
};
