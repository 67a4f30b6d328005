import { expect, test } from 'vitest';
import { stem } from '../../../webview/views/editor/stem';

test.each([
  ['sigmoid_0.tmp_0', 'sigmoid…'],
  ['save_infer_model/scale_0.tmp_1', 'scale…'],
  ['onnx::MatMul_1234', 'MatMul…'],
  ['/encoder/layer.0/Add_1_output_0', 'Add…'],
  ['StatefulPartitionedCall_1:0', 'StatefulPartitionedCall…'],
  ['input_ids', 'input_ids'],
  ['output_0', 'output_0'],
  ['logits', 'logits'],
  ['past_key_values.0.decoder.key', 'past_key_values.0.deco…'],
])('of %s a person may know %s', (name, short) => {
  expect(stem(name)).toBe(short);
});
