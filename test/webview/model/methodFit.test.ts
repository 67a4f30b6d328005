import { expect, it } from 'vitest';
import { unfitReason } from '../../../webview/views/optimize/methodFit';
import { operatorsOf } from '../../../webview/views/model/operatorsOf';
import { pageState } from '../fixtures/pageStates';

const { model } = pageState('ready');

function reason(pass: string, change: object = {}): string | undefined {
  if (model === undefined) throw new Error('The state has a model.');
  return unfitReason(pass, { ...model, ...change });
}

it('a float model has nothing to dequantize; one with quantized nodes, or with bodies that nobody has looked into, may', () => {
  expect(reason('dequantize')).toBe('Nothing is quantized in this model.');
  for (const op of ['QuantizeLinear', 'DequantizeLinear', 'QLinearConv', 'MatMulInteger', 'DynamicQuantizeLinear', 'MatMulNBits', 'If'])
    expect(reason('dequantize', { nodeOps: ['Relu', op] }), op).toBeUndefined();
  expect(reason('dequantize', { functionCalls: [0] })).toBeUndefined();
});

it('without open sizes there is nothing to fix, without products nothing to quantize or prune', () => {
  expect(reason('fix-shapes')).toBeUndefined();
  expect(reason('fix-shapes', { analysis: { ...model?.analysis, dims: [] } })).toBe('All sizes of this model are fixed already.');
  expect(reason('quantize-static')).toBeUndefined();
  expect(reason('quantize-static', { nodeOps: ['Relu', 'Add'] })).toMatch(/to quantize/);
  expect(reason('prune-channels', { nodeOps: ['Relu', 'Gather'] })).toMatch(/channels to remove/);
  expect(reason('clean', { nodeOps: [] })).toBeUndefined();
});

it('the operators of a model are gone through once', () => {
  const nodeOps = ['Relu', 'Conv', 'Relu'];
  expect([...operatorsOf({ nodeOps })]).toEqual(['Relu', 'Conv']);
  expect(operatorsOf({ nodeOps })).toBe(operatorsOf({ nodeOps }));
});
