import { describe, expect, it } from 'vitest';
import { buildHierarchy } from '../../../../src/analysis/hierarchy/buildHierarchy';
import type { GroupSource, Hierarchy } from '../../../../src/shared/report/analysis';
import { namedGraph, transformerLayer, unknownFacts, type NamedNode } from './namedGraph';

function hierarchyOf(nodes: readonly NamedNode[], wish?: GroupSource): Hierarchy {
  const graph = namedGraph(nodes);
  return buildHierarchy(graph, unknownFacts(graph), wish);
}

const BERT: readonly NamedNode[] = [
  ['/bert/Unsqueeze', 'Unsqueeze', ['mask', 'w1'], 'm1'],
  ['/bert/Mul', 'Mul', ['m1', 'w1'], 'bias'],
  ['/bert/embeddings/word/Gather', 'Gather', ['w', 'x'], 'e1'],
  ['/bert/embeddings/Add', 'Add', ['e1', 'w'], 'e2'],
  ['/bert/embeddings/LayerNorm/LayerNormalization', 'LayerNormalization', ['e2', 'w'], 'y-1'],
  ...[0, 1, 2, 3].flatMap(index => transformerLayer(index, index === 0 ? 'y-1' : `y${String(index - 1)}`)),
];

describe('a transformer with names of scopes', () => {
  const { groups, groupOf, layerOf, layerNames, source } = hierarchyOf(BERT);
  const nameOf = (node: number): string => layerNames[layerOf[node] ?? -1] ?? '';
  const first = 5;

  it('drops the common prefix and replaces the group that holds nearly everything by its children', () => {
    expect(source).toBe('names');
    const tops = groups.filter(group => group.parent === -1).map(group => group.path);
    expect(tops).toEqual(['embeddings', 'layer.0', 'layer.1', 'layer.2', 'layer.3', 'mask']);
    expect(groups.find(group => group.path === 'layer.2/attention')?.inferred).toBe(false);
    expect(groups.find(group => group.path === 'mask')?.inferred).toBe(true);
  });

  it('names a layer by the shortest end of its path that is unique in its stage', () => {
    const names = [...new Set(transformerLayer(0, '').map((_, offset) => nameOf(first + offset)))];
    expect(names).toEqual([
      ...['layer.0.query', 'layer.0.key', 'layer.0.scores', 'layer.0.softmax', 'layer.0.value', 'layer.0.context'],
      ...['layer.0.attention.output.dense', 'layer.0.attention.output.LayerNorm', 'layer.0.intermediate.dense'],
      ...['layer.0.act', 'layer.0.output.dense', 'layer.0.output.LayerNorm'],
    ]);
  });

  it('joins satellites to the layer that makes their input, residual additions to the branch', () => {
    expect(nameOf(first + 1)).toBe('layer.0.query');
    expect(nameOf(first + 3)).toBe('layer.0.key');
    expect(nameOf(first + 10)).toBe('layer.0.attention.output.dense');
  });

  it('makes one layer of an activation of several nodes in a scope of its own', () => {
    expect([first + 13, first + 14, first + 15].map(nameOf)).toEqual(['layer.0.act', 'layer.0.act', 'layer.0.act']);
  });

  it('gives what only serves masks a group by its role', () => {
    expect([0, 1].map(nameOf)).toEqual(['mask', 'mask']);
    expect(groups[groupOf[0] ?? -1]?.path).toBe('mask');
  });
});

describe('module paths in metadata', () => {
  const listing = (...modules: readonly string[]): string => `['', ${modules.map(module => `'${module}'`).join(', ')}]`;
  const block = (index: number, from: string): readonly NamedNode[] => [
    [
      'node_Conv',
      'Conv',
      [from, `layer1.${String(index)}.conv1.weight`],
      `a${String(index)}`,
      listing('layer1', `layer1.${String(index)}`, `layer1.${String(index)}.bn1`, 'norm'),
    ],
    [
      'node_relu',
      'Relu',
      [`a${String(index)}`],
      `b${String(index)}`,
      listing('layer1', `layer1.${String(index)}`, `layer1.${String(index)}.relu`, 'relu_1'),
    ],
    [
      'node_Conv',
      'Conv',
      [`b${String(index)}`, `layer1.${String(index)}.conv2.weight`],
      `c${String(index)}`,
      listing('layer1', `layer1.${String(index)}`, `layer1.${String(index)}.bn2`, 'norm'),
    ],
    ['node_add', 'Add', [`c${String(index)}`, from], `y${String(index)}`, listing('layer1', `layer1.${String(index)}`, 'add_1')],
  ];
  const nodes: readonly NamedNode[] = [
    ['node_Conv', 'Conv', ['x', 'conv1.weight'], 'stem', listing('conv1', 'conv2d')],
    ...block(0, 'stem'),
    ...block(1, 'y0'),
    ['node_Gemm', 'Gemm', ['y1', 'fc.weight'], 'y', listing('fc', 'linear')],
  ];

  it('takes the module that the weight names where a folded norm left its own', () => {
    const { layerNames } = hierarchyOf(nodes);
    expect(layerNames.filter(name => name !== '')).toEqual([
      'conv1',
      'layer1.0.conv1',
      'layer1.0.conv2',
      'layer1.1.conv1',
      'layer1.1.conv2',
      'fc',
    ]);
  });

  it('puts loose layers before and behind the groups into a stem and a head', () => {
    const { groups, groupOf } = hierarchyOf(nodes);
    expect(groups.map(group => [group.path, group.inferred])).toEqual([
      ['layer1', false],
      ['layer1/0', false],
      ['layer1/1', false],
      ['stem', true],
      ['head', true],
    ]);
    expect(groups[groupOf.at(-1) ?? -1]?.path).toBe('head');
  });
});

describe('nodes that are only numbered', () => {
  const conv = (from: string, module: string, to: string): readonly NamedNode[] => [
    ['', 'Conv', [from, `${module}.weight`], `${to}1`],
    ['', 'Relu', [`${to}1`], to],
  ];
  const nodes = [
    ...conv('x', 'layer1.0.conv1', 'a'),
    ...conv('a', 'layer1.0.conv2', 'b'),
    ...conv('b', 'layer2.0.conv1', 'c'),
    ...conv('c', 'layer2.0.conv2', 'd'),
  ];

  it('get their scopes from the names of weights', () => {
    const { groups, layerNames, source } = hierarchyOf(nodes);
    expect(source).toBe('names');
    expect(groups.map(group => group.path)).toEqual(['layer1', 'layer2']);
    expect(layerNames.filter(name => name !== '')).toEqual(['layer1.0.conv1', 'layer1.0.conv2', 'layer2.0.conv1', 'layer2.0.conv2']);
  });
});

describe('a module that runs several times', () => {
  /** A layer of ALBERT in PyTorch's names: the second call numbers what is inside, an optimizer left the norm without a name. */
  const call = (index: number, from: string): readonly NamedNode[] => {
    const path = '/bert/encoder/groups.0/layers.0';
    const further = index === 0 ? '' : `_${String(index)}`;
    const t = (name: string): string => `${name}${String(index)}`;
    return [
      [`${path}/attention/query${further}/MatMul`, 'MatMul', [from, 'query.weight'], t('q')],
      [`${path}/attention${further}/Softmax`, 'Softmax', [t('q')], t('s')],
      [`${path}/attention/dense${further}/MatMul`, 'MatMul', [t('s'), 'dense.weight'], t('d')],
      [`Fused_${String(index)}`, 'LayerNormalization', [t('d'), 'bert.encoder.groups.0.layers.0.norm.weight'], t('n')],
      [`${path}/ffn${further}/MatMul`, 'MatMul', [t('n'), 'ffn.weight'], t('y')],
    ];
  };
  const tower = (name: string, from: string): readonly NamedNode[] => [
    [`/${name}/conv.0/Conv`, 'Conv', [from, `${name}.a.weight`], `${name}0`],
    [`/${name}/conv.1/Conv`, 'Conv', [`${name}0`, `${name}.b.weight`], `${name}1`],
  ];
  const nodes = [
    ...tower('stem', 'x'),
    ...[0, 1, 2].flatMap(index => call(index, index === 0 ? 'stem1' : `y${String(index - 1)}`)),
    ...tower('head', 'y2'),
  ];

  it('has a group for each call, by the weights that the calls share', () => {
    const { groups, groupOf, layerNames } = hierarchyOf(nodes);
    expect(groups.filter(({ name }) => name.includes('call')).map(({ name }) => name)).toEqual(
      [1, 2, 3].map(number => `encoder.groups.0.layers.0.call.${String(number)}`),
    );
    for (const index of [0, 1, 2]) {
      const inside = [...groupOf].slice(2 + 5 * index, 7 + 5 * index);
      expect(new Set(inside.map(group => groups[group]?.path.split('/').find(part => part.includes('call')))).size).toBe(1);
    }
    expect(layerNames[2 + 5 * 2]).toMatch(/call\.3\.(attention\.)?query$/);
    expect(layerNames[2 + 5 * 2 + 3]).toMatch(/call\.3\.norm$/);
  });

  it('leaves modules alone that only share a weight with another', () => {
    const tied: readonly NamedNode[] = [
      ['/embed/word/Gather', 'Gather', ['word.weight', 'x'], 'e'],
      ['/body/a/MatMul', 'MatMul', ['e', 'a.weight'], 'a'],
      ['/body/b/MatMul', 'MatMul', ['a', 'b.weight'], 'b'],
      ['/head/word/MatMul', 'MatMul', ['b', 'word.weight'], 'y'],
    ];
    expect(hierarchyOf(tied).layerNames.join(' ')).not.toContain('call');
  });
});

describe('two halves of a model', () => {
  const half = (name: string, from: string): readonly NamedNode[] =>
    [0, 1, 2, 3].flatMap((index): readonly NamedNode[] => {
      const path = `/${name}/layer.${String(index)}`;
      const before = index === 0 ? from : `${name}${String(index - 1)}`;
      return [
        [`${path}/fc1/MatMul`, 'MatMul', [before, `${name}.${String(index)}.a.weight`], `${name}a${String(index)}`],
        [`${path}/fc2/MatMul`, 'MatMul', [`${name}a${String(index)}`, `${name}.${String(index)}.b.weight`], `${name}${String(index)}`],
      ];
    });

  it('are replaced by their children, whose names tell the halves apart where they must', () => {
    const { groups } = hierarchyOf([...half('encoder', 'x'), ...half('decoder', 'encoder3')]);
    expect(groups.map(({ path }) => path)).toEqual(
      ['encoder', 'decoder'].flatMap(name => [0, 1, 2, 3].map(index => `${name}.layer.${String(index)}`)),
    );
  });
});

describe('what people need not see', () => {
  it('hides constants and what depends on shapes alone, never what draws random numbers', () => {
    const { layerOf } = hierarchyOf([
      ['', 'Shape', ['x'], 's'],
      ['', 'Gather', ['s', 'w1'], 'd'],
      ['', 'Transpose', ['w1'], 'wt'],
      ['', 'RandomNormalLike', ['w1'], 'r'],
      ['', 'MatMul', ['x', 'wt'], 'y'],
      ['', 'Reshape', ['y', 'd'], 'z'],
    ]);
    expect([...layerOf]).toEqual([-1, -1, -1, 3, 4, 4]);
  });

  it('hides what decodes a weight for hidden nodes alone, not what decodes one for a layer', () => {
    const { layerOf } = hierarchyOf([
      ['onnx::MatMul_1_DequantizeLinear', 'DequantizeLinear', ['w1', 'w2'], 'table'],
      ['onnx::MatMul_2_DequantizeLinear', 'DequantizeLinear', ['w1', 'w2'], 'decoded'],
      ['/layers.0/linear_pos/MatMul', 'MatMul', ['table', 'w'], 'positions'],
      ['/layers.0/linear/MatMul', 'MatMul', ['x', 'decoded'], 'a'],
      ['/layers.1/Add', 'Add', ['a', 'positions'], 'b'],
    ]);
    expect([...layerOf]).toEqual([-1, 3, -1, 3, 3]);
  });

  it('keeps the gate of a squeeze-and-excitation block in the layer that it scales', () => {
    const { layerOf } = hierarchyOf([
      ['', 'Conv', ['x', 'w'], 'a'],
      ['', 'GlobalAveragePool', ['a'], 'p'],
      ['', 'Conv', ['p', 'w'], 'f1'],
      ['', 'Relu', ['f1'], 'f2'],
      ['', 'Conv', ['f2', 'w'], 'f3'],
      ['', 'HardSigmoid', ['f3'], 'g'],
      ['', 'Mul', ['a', 'g'], 'm'],
      ['', 'Conv', ['m', 'w'], 'y'],
    ]);
    expect([...layerOf]).toEqual([0, 0, 0, 0, 0, 0, 0, 7]);
  });

  it('makes one layer of a norm written as single operators', () => {
    const { layerOf } = hierarchyOf([
      ['', 'MatMul', ['x', 'w'], 'a'],
      ['', 'ReduceMean', ['a'], 'mean'],
      ['', 'Sub', ['a', 'mean'], 'c'],
      ['', 'Pow', ['c', 'w1'], 'sq'],
      ['', 'ReduceMean', ['sq'], 'var'],
      ['', 'Sqrt', ['var'], 'sd'],
      ['', 'Div', ['c', 'sd'], 'n'],
      ['', 'MatMul', ['n', 'w'], 'y'],
    ]);
    expect([...layerOf]).toEqual([0, 1, 1, 1, 1, 1, 1, 7]);
  });
});

describe('hostile and empty graphs', () => {
  it('copes with names that look like nothing an exporter writes', () => {
    const { layerNames } = hierarchyOf([
      ['////', 'MatMul', ['x', 'w'], 'a'],
      ['__proto__/constructor/MatMul', 'MatMul', ['a', 'w'], 'b'],
      ['/__proto__/__proto__/MatMul', 'MatMul', ['b', 'w'], 'y'],
    ]);
    expect(new Set(layerNames).size).toBe(3);
  });

  it('takes a graph without nodes', () => {
    expect(hierarchyOf([]).source).toBe('none');
  });
});

describe('groups that a user asks for', () => {
  const topsOf = ({ groups }: Hierarchy): readonly string[] => groups.filter(({ parent }) => parent === -1).map(({ name }) => name);
  const namesOf = ({ layerNames }: Hierarchy): readonly string[] => layerNames.filter(name => name !== '');
  /** Of nine nodes, three have a scope. */
  const MOSTLY_UNNAMED: readonly NamedNode[] = [
    ...Array.from({ length: 6 }, (_, index): NamedNode => [
      `n${String(index)}`,
      'MatMul',
      [index === 0 ? 'x' : `t${String(index - 1)}`, 'w'],
      `t${String(index)}`,
    ]),
    ['/head/cls/fc1/MatMul', 'MatMul', ['t5', 'w'], 'h1'],
    ['/head/cls/fc2/MatMul', 'MatMul', ['h1', 'w'], 'h2'],
    ['/tail/out/MatMul', 'MatMul', ['h2', 'w'], 'y'],
  ];

  it('come from the structure although there are names', () => {
    const found = hierarchyOf(BERT, 'structure');
    expect(found.source).toBe('structure');
    expect(found.groups.every(({ inferred }) => inferred)).toBe(true);
    expect(topsOf(found)).not.toContain('embeddings');
  });

  it('are left out, and the names of layers stay whole and differ', () => {
    const found = hierarchyOf(BERT, 'none');
    expect(found.groups).toEqual([]);
    expect(found.groupOf.every(group => group === -1)).toBe(true);
    expect(found.source).toBe('none');
    expect(namesOf(found)).toEqual(namesOf(hierarchyOf(BERT)));
    expect(new Set(namesOf(found)).size).toBe(namesOf(found).length);
  });

  it('come from names of few nodes, which alone would not be enough', () => {
    expect(hierarchyOf(MOSTLY_UNNAMED).source).not.toBe('names');
    const found = hierarchyOf(MOSTLY_UNNAMED, 'names');
    expect(found.source).toBe('names');
    expect(found.groups.find(({ name }) => name === 'head')?.inferred).toBe(false);
  });

  it('are none where no node has a name to go by', () => {
    const unnamed = MOSTLY_UNNAMED.slice(0, 6);
    expect(hierarchyOf(unnamed, 'names')).toMatchObject({ source: 'none', groups: [] });
    expect(hierarchyOf(unnamed, 'none').layerNames).toEqual(['linear.1', 'linear.2', 'linear.3', 'linear.4', 'linear.5', 'linear.6']);
  });

  it('do not depend on what was asked for before', () => {
    const graph = namedGraph(BERT);
    const facts = unknownFacts(graph);
    const wishes = [undefined, 'structure', 'none', 'names'] as const;
    for (const wish of [...wishes, ...wishes]) expect(buildHierarchy(graph, facts, wish)).toEqual(hierarchyOf(BERT, wish));
  });
});
