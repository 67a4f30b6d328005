import assert from 'node:assert/strict';
import fs from 'node:fs';
import { copyWithData } from '../../../src/host/commands/copyWithData';
import { onnx } from '../../../src/onnx/generated/onnx';
import { buildModel } from '../../fixtures/buildModel';
import { inWorkspace, withModel } from './helpers';

/** A model that adds four numbers from a data file. */
function writeModel(location: string): void {
  const model = onnx.ModelProto.decode(
    buildModel({
      inputs: [{ name: 'x', shape: [4] }],
      nodes: [{ op: 'Add', inputs: ['x', 'w'], outputs: ['y'] }],
      outputs: [{ name: 'y', shape: [4] }],
      initializers: [{ name: 'w', dims: [4], raw: new Uint8Array(16) }],
    }),
  );
  const [weight] = model.graph?.initializer ?? [];
  assert.ok(weight);
  delete weight.rawData;
  weight.dataLocation = onnx.TensorProto.DataLocation.EXTERNAL;
  weight.externalData = [{ key: 'location', value: location }];
  fs.mkdirSync(inWorkspace('from/weights').fsPath, { recursive: true });
  fs.writeFileSync(inWorkspace('from/external.onnx').fsPath, onnx.ModelProto.encode(model).finish());
  fs.writeFileSync(inWorkspace(`from/${location}`).fsPath, Buffer.alloc(16, 1));
}

describe('a copy of a model', () => {
  it('has its data files beside it, and takes the place of none', async () => {
    writeModel('weights/w.data');
    await withModel('from/external.onnx', async document => {
      await copyWithData(document, inWorkspace('to/copied.onnx'));
      assert.deepEqual(fs.readFileSync(inWorkspace('to/weights/w.data').fsPath), Buffer.alloc(16, 1));
      fs.writeFileSync(inWorkspace('to/weights/w.data').fsPath, 'of another model');
      await assert.rejects(copyWithData(document, inWorkspace('to/again.onnx')), { reason: 'output-exists' });
      assert.equal(fs.readFileSync(inWorkspace('to/weights/w.data').fsPath, 'utf8'), 'of another model');
      assert.ok(!fs.existsSync(inWorkspace('to/again.onnx').fsPath));
    });
    await withModel('to/copied.onnx', async ({ state }) => {
      await Promise.resolve();
      const { model } = state;
      assert.ok(model);
      assert.deepEqual(model.analysis.problems, []);
      assert.equal(model.fileBytes, fs.statSync(inWorkspace('to/copied.onnx').fsPath).size + 16);
    });
  });
});
