import path from 'node:path';
import { expect, it } from 'vitest';
import { editorPath } from '../../../src/cli/keptVariants';

it('finds a file under the path that the editor has for it', () => {
  expect(editorPath('C:\\Models\\net.onnx', path.win32)).toBe('c:\\Models\\net.onnx');
  expect(editorPath('models/net.onnx')).toBe(path.resolve('models/net.onnx'));
});
