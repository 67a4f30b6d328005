import { expect, test } from 'vitest';
import { cardRows } from '../../../webview/views/graph/cardRows';
import { buildLayerModel } from '../../../webview/views/model/buildLayerModel';
import { sketchView } from '../fixtures/sketchView';

test('before a run conversions to integers and back are one line of a card, below what computes', () => {
  const view = sketchView([
    { name: 'q', op: 'QuantizeLinear', reads: ['x'], layer: 'conv' },
    { name: 'dq', op: 'DequantizeLinear', reads: ['q'], layer: 'conv' },
    { name: 'conv', op: 'Conv', reads: ['dq'] },
    { name: 'relu', op: 'Relu', reads: ['conv'], layer: 'conv' },
    { name: 'dq2', op: 'DequantizeLinear', reads: ['relu'], layer: 'conv' },
  ]);
  const rows = cardRows(buildLayerModel(view, undefined, 'layers'), 0);
  expect(rows.map(({ text, note, muted }) => [text, note, muted])).toEqual([
    ['Relu', '', false],
    ['quantize, dequantize', '3 nodes', true],
  ]);
});
