import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDataBeside } from '../../../src/data/findDataBeside';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const root = temporaryFolder();
let folders = 0;

function folderOf(names: readonly string[], configuration?: string): string {
  const folder = path.join(root, String(folders++));
  for (const name of names) fs.mkdirSync(path.join(folder, name), { recursive: true });
  if (configuration !== undefined) fs.writeFileSync(path.join(folder, 'layerwise.json'), configuration);
  return folder;
}

describe('findDataBeside', () => {
  it('finds NAME.data, then NAME.calib.npz, else nothing', async () => {
    const both = folderOf(['m.data', 'm.calib.npz']);
    expect(await findDataBeside(path.join(both, 'm.onnx'))).toEqual({ path: path.join(both, 'm.data'), source: 'm.data beside the model' });
    const one = folderOf(['m.calib.npz']);
    expect((await findDataBeside(path.join(one, 'm.onnx')))?.path).toBe(path.join(one, 'm.calib.npz'));
    expect(await findDataBeside(path.join(one, 'other.onnx'))).toBeUndefined();
  });

  it('asks layerwise.json first, also of a folder above', async () => {
    const folder = folderOf(['models/m.data', 'digits'], '{"data": "digits", "budgets": {}}');
    expect(await findDataBeside(path.join(folder, 'models/m.onnx'))).toEqual({
      path: path.join(folder, 'digits'),
      source: 'digits, named in layerwise.json',
    });
  });

  it('takes a path by model', async () => {
    const folder = folderOf(['a.data', 'b'], '{"data": {"models/m.onnx": "b"}}');
    expect((await findDataBeside(path.join(folder, 'models/m.onnx')))?.path).toBe(path.join(folder, 'b'));
    expect((await findDataBeside(path.join(folder, 'a.onnx')))?.path).toBe(path.join(folder, 'a.data'));
  });

  it.each([
    ['names data that are not there', '{"data": "gone"}', 'data-missing', /“gone”.*--data/],
    ['is no JSON', '{', 'data-invalid', /layerwise\.json is not valid/],
    ['holds something else', '{"data": 3}', 'data-invalid', /“data” is a path/],
  ])('says when layerwise.json %s', async (_what, configuration, reason, message) => {
    const folder = folderOf(['x'], configuration);
    await expect(findDataBeside(path.join(folder, 'm.onnx'))).rejects.toMatchObject({
      reason,
      message: expect.stringMatching(message) as string,
    });
  });
});
