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

test('what brings a product of integers back to numbers is part of the conversions, other products are not', () => {
  const view = sketchView([
    { name: 'dq', op: 'DynamicQuantizeLinear', reads: ['x'], layer: 'mm' },
    { name: 'mm', op: 'MatMulInteger', reads: ['dq'] },
    { name: 'scales', op: 'Mul', reads: ['dq'], layer: 'mm' },
    { name: 'cast', op: 'Cast', reads: ['mm'], layer: 'mm' },
    { name: 'rescaled', op: 'Mul', reads: ['cast', 'scales'], layer: 'mm' },
    { name: 'bias', op: 'Add', reads: ['rescaled'], layer: 'mm' },
    { name: 'gate', op: 'Mul', reads: ['bias'], layer: 'mm' },
  ]);
  const rows = cardRows(buildLayerModel(view, undefined, 'layers'), 0);
  expect(rows.map(({ text, note }) => [text, note])).toEqual([
    ['Add', ''],
    ['Mul', ''],
    ['quantize, dequantize', '4 nodes'],
  ]);
});
