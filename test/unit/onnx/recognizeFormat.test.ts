import { afterEach, expect, it } from 'vitest';
import { openModelBytes } from '../../../src/onnx/openModelBytes';
import { nameControlsOf } from '../../../src/shared/base/control';

afterEach(() => nameControlsOf('commandLine'));

it('advice on a model in the text syntax names the command where there is one', () => {
  const open = () => openModelBytes(Buffer.from('<\n  ir_version: 8,\n  opset_import: ["" : 13]\n>\n'));
  expect(open).toThrow(/“layerwise text”/);
  nameControlsOf('pages');
  expect(open).toThrow(/^.+ONNX text syntax\. Models are read in the binary format only: convert it\.$/);
});
