import { describe, expect, test } from 'vitest';
import type { GraphDifference, NodeDifference } from '../../../src/shared/report/graphDifference';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import { layerOrigins, originBadge } from '../../../webview/views/model/layerOrigin';
import { sketchView } from '../fixtures/sketchView';

const MODEL = buildLayerModel(
  sketchView([
    { name: 'a', reads: ['x'] },
    { name: 'b', reads: ['a'] },
    { name: 'c', reads: ['b'] },
  ]),
  undefined,
  'layers',
);

const node = (id: number) => ({ id, name: `n${id}`, op: 'Mul' });

function difference(...differences: readonly Omit<NodeDifference, 'changes'>[]): GraphDifference {
  return { matchedBy: 'provenance', unchanged: 0, interface: [], differences: differences.map(each => ({ ...each, changes: [] })) };
}

describe('the origin of a layer', () => {
  const merged = difference(
    { kind: 'replaced', before: [node(4), node(5), node(6)], after: [node(1)] },
    { kind: 'added', before: [], after: [node(2)] },
  );

  test('of a variant is the nodes of the original that it was made from', () => {
    const originOf = layerOrigins(MODEL, { madeFrom: { original: 'net.onnx', steps: ['clean'], difference: merged }, compared: undefined });
    expect(originOf(0)).toBeUndefined();
    expect(originOf(1)).toEqual({ direction: 'from', file: 'net.onnx', steps: ['clean'], own: 1, others: [node(4), node(5), node(6)] });
    expect([0, 1, 2].map(layer => originBadge(originOf(layer)))).toEqual(['', '3 → 1', '0 → 1']);
  });

  test('of an original is what became of it in the file that is compared', () => {
    const became = difference(
      { kind: 'replaced', before: [node(0), node(1)], after: [node(9)] },
      { kind: 'removed', before: [node(2)], after: [] },
    );
    const originOf = layerOrigins(MODEL, { madeFrom: undefined, compared: { name: 'clean', steps: [], difference: became } });
    expect(originOf(0)).toMatchObject({ direction: 'became', others: [node(9)], own: 2 });
    expect([0, 1, 2].map(layer => originBadge(originOf(layer)))).toEqual(['2 → 1', '2 → 1', '1 → 0']);
  });

  test('has no badge where one node stands for one', () => {
    const changed = difference({ kind: 'changed', before: [node(0)], after: [node(0)] });
    const originOf = layerOrigins(MODEL, { madeFrom: { original: 'net.onnx', steps: [], difference: changed }, compared: undefined });
    expect(originOf(0)?.others).toEqual([node(0)]);
    expect(originBadge(originOf(0))).toBe('');
  });

  test('is nobody’s in a body', () => {
    const inBody = { ...MODEL, body: { nodes: Int32Array.of(7, 8, 9), captured: [] } };
    expect(
      layerOrigins(inBody, { madeFrom: { original: 'net.onnx', steps: [], difference: merged }, compared: undefined })(1),
    ).toBeUndefined();
  });
});
