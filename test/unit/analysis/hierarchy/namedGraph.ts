import type { HierarchyFacts } from '../../../../src/analysis/hierarchy/hierarchyFacts';
import { declaredShape, NONE, type Graph } from '../../../../src/shared/graph/graph';
import { GraphBuilder } from '../../../../src/shared/graph/graphBuilder';
import type { Weight } from '../../../../src/shared/graph/weight';

/** Name, operator, names read (`w…` is a weight), name written, and optionally the exporter's module path. */
export type NamedNode = readonly [name: string, op: string, inputs: readonly string[], output: string, modules?: string];

const WEIGHT: Weight = { dtype: 'float32', dims: [8, 8], bytes: { kind: 'memory', bytes: new Uint8Array(0) } };

/** A graph with names as an exporter writes them; inputs `x` and `mask`, every name that starts with `w` or ends in `weight` is a weight. */
export function namedGraph(nodes: readonly NamedNode[]): Graph {
  const builder = new GraphBuilder();
  builder.beginSubgraph({ kind: 'main', name: 'named', ownerNode: NONE, ownerAttribute: '', parent: NONE });
  for (const input of ['x', 'mask']) builder.addInput(input, { kind: 'tensor', dtype: 'float32', shape: [1, 8] });
  const weights = new Set(nodes.flatMap(([, , inputs]) => inputs.filter(input => /^w\d*$|weight$/.test(input))));
  for (const name of weights) builder.addInitializer(name, WEIGHT);
  for (const [name, op, inputs, output] of nodes) builder.addNode(name, op, '', inputs, [output]);
  builder.addOutput(nodes.at(-1)?.[3] ?? '');
  builder.finishSubgraph();
  const facts = { irVersion: 10, opsets: new Map([['', 20]]), producer: 'test', docString: '', metadata: new Map<string, string>() };
  const metadata = (node: number): ReadonlyMap<string, string> => {
    const modules = nodes[node]?.[4];
    return new Map(modules === undefined ? [] : [['pkg.torch.onnx.name_scopes', modules]]);
  };
  return builder.build(facts, 'named', { attributes: () => new Map(), metadata });
}

/** What inference would know without having run: MACs unknown, shapes as declared. */
export function unknownFacts(graph: Graph): HierarchyFacts {
  return {
    macs: new Float64Array(graph.nodes.count).fill(Number.NaN),
    isConstant: () => false,
    isShapeArithmetic: () => false,
    shapeOf: tensor => declaredShape(graph, tensor),
  };
}

/** A post-norm transformer layer in PyTorch's names, reading `from` and the mask. */
export function transformerLayer(index: number, from: string): readonly NamedNode[] {
  const path = `/bert/encoder/layer.${String(index)}`;
  const t = (name: string): string => `${name}${String(index)}`;
  return [
    [`${path}/attention/self/query/MatMul`, 'MatMul', [from, 'w'], t('q')],
    [`${path}/attention/self/query/Add`, 'Add', [t('q'), 'w'], t('qb')],
    [`${path}/attention/self/key/MatMul`, 'MatMul', [from, 'w'], t('k')],
    [`${path}/attention/self/Transpose`, 'Transpose', [t('k')], t('kt')],
    [`${path}/attention/self/MatMul`, 'MatMul', [t('qb'), t('kt')], t('s')],
    [`${path}/attention/self/Add`, 'Add', [t('s'), 'bias'], t('sm')],
    [`${path}/attention/self/Softmax`, 'Softmax', [t('sm')], t('p')],
    [`${path}/attention/self/value/MatMul`, 'MatMul', [from, 'w'], t('v')],
    [`${path}/attention/self/MatMul_1`, 'MatMul', [t('p'), t('v')], t('c')],
    [`${path}/attention/output/dense/MatMul`, 'MatMul', [t('c'), 'w'], t('o')],
    [`${path}/attention/output/Add`, 'Add', [t('o'), from], t('r')],
    [`${path}/attention/output/LayerNorm/LayerNormalization`, 'LayerNormalization', [t('r'), 'w'], t('n')],
    [`${path}/intermediate/dense/MatMul`, 'MatMul', [t('n'), 'w'], t('f')],
    [`${path}/intermediate/act/Div`, 'Div', [t('f'), 'w'], t('d')],
    [`${path}/intermediate/act/Erf`, 'Erf', [t('d')], t('e')],
    [`${path}/intermediate/act/Mul`, 'Mul', [t('f'), t('e')], t('g')],
    [`${path}/output/dense/MatMul`, 'MatMul', [t('g'), 'w'], t('h')],
    [`${path}/output/Add`, 'Add', [t('h'), t('n')], t('i')],
    [`${path}/output/LayerNorm/LayerNormalization`, 'LayerNormalization', [t('i'), 'w'], t('y')],
  ];
}
