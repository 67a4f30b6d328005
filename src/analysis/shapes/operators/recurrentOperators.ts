import { tensorFact } from '../fact';
import type { InferOperator } from '../operatorContext';

/** LSTM, GRU, RNN: Y, last hidden state, and (LSTM) last cell state. `layout` 1 puts the batch first (opset 14). */
export const inferRecurrent: InferOperator = node => {
  const directions = node.text('direction', 'forward') === 'bidirectional' ? 2 : 1;
  const hidden = node.int('hidden_size') ?? node.dim(2, 2);
  const dtype = node.dtype(0);
  const input = node.shape(0);
  const batchFirst = node.int('layout', 0) === 1;
  const [batch, sequence] = batchFirst ? [input?.[0], input?.[1]] : [input?.[1], input?.[0]];
  const all = batchFirst ? [batch, sequence, directions, hidden] : [sequence, directions, batch, hidden];
  const last = batchFirst ? [batch, directions, hidden] : [directions, batch, hidden];
  return [tensorFact(dtype, all), tensorFact(dtype, last), tensorFact(dtype, last)];
};
