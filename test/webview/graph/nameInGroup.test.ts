import { expect, test } from 'vitest';
import { nameInGroup } from '../../../webview/views/graph/nameInGroup';

test.each([
  ['layer4.0.conv2', 'layer4/0', 'conv2'],
  ['bert.call.3.attention.query', 'bert/encoder/groups.0.layers.0.call.3', 'attention.query'],
  ['predictor.lstms.0', 'predictor/text_encoder', 'lstms.0'],
  ['layer1.0.conv1', 'layer1', '0.conv1'],
  ['conv1', 'stem', 'conv1'],
  ['stem', 'stem', 'stem'],
  ['head.3', 'head/3', '3'],
  ['', '', ''],
])('%s in %s is %s', (name, path, expected) => {
  expect(nameInGroup(name, path)).toBe(expected);
});
