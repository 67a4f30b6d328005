import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { onnx } from '../../../src/onnx/generated/onnx';
import { openModel } from '../../../src/onnx/openModel';
import type { ModelToken } from '../../../src/shared/report/modelToken';
import { assertUnchanged, openForJob } from '../../../src/worker/openForJob';
import { reluModel } from '../../fixtures/reluModel';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const folder = temporaryFolder();

function write(name: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, reluModel);
  return file;
}

async function tokenOf(file: string): Promise<ModelToken> {
  const model = await openModel(file);
  const { token } = model;
  await model.close();
  return token;
}

/** Another file of the same bytes under the same name. */
function replace(file: string): void {
  fs.writeFileSync(`${file}.new`, reluModel);
  fs.renameSync(`${file}.new`, file);
}

describe('the model of a job', () => {
  it('is opened when it is the file that was looked at, or when nobody looked', async () => {
    const file = write('same.onnx');
    for (const request of [{ path: file }, { path: file, token: await tokenOf(file) }]) {
      const model = await openForJob(request, {});
      expect(model.graph.nodes.ops).toEqual(['Relu']);
      await model.close();
    }
  });

  it('is refused when the file was replaced meanwhile', async () => {
    const file = write('replaced.onnx');
    const token = await tokenOf(file);
    replace(file);
    await expect(openForJob({ path: file, token }, {})).rejects.toMatchObject({
      reason: 'stale-token',
      message: expect.stringContaining('replaced.onnx') as string,
    });
  });

  it('gives no result when the file is replaced while the job runs', async () => {
    const file = write('running.onnx');
    const model = await openForJob({ path: file }, {});
    try {
      assertUnchanged(model);
      replace(file);
      expect(() => assertUnchanged(model)).toThrow(expect.objectContaining({ reason: 'changed-on-disk' }) as Error);
    } finally {
      await model.close();
    }
  });

  it.each(['replaced', 'written over'] as const)('is refused, and gives no result, when its data file was %s', async how => {
    const file = externalModel(`data-${how.length}.onnx`);
    const token = await tokenOf(file);
    const model = await openForJob({ path: file, token }, {});
    try {
      const data = path.join(folder, 'weights.bin');
      if (how === 'replaced') fs.renameSync(copyOf(data), data);
      else fs.writeFileSync(data, new Uint8Array(16).fill(1));
      fs.utimesSync(data, 1, 1);
      expect(() => assertUnchanged(model)).toThrow(expect.objectContaining({ reason: 'changed-on-disk' }) as Error);
      await expect(openForJob({ path: file, token }, {})).rejects.toMatchObject({
        reason: 'stale-token',
        message: expect.stringContaining('one of its data files') as string,
      });
    } finally {
      await model.close();
    }
  });
});

function copyOf(file: string): string {
  fs.copyFileSync(file, `${file}.copy`);
  return `${file}.copy`;
}

/** A model whose four weights lie in `weights.bin`. */
function externalModel(name: string): string {
  fs.writeFileSync(path.join(folder, 'weights.bin'), new Uint8Array(16));
  const entry = (key: string, value: string): onnx.StringStringEntryProto.$Properties => ({ key, value });
  const bytes = onnx.ModelProto.encode({
    irVersion: 8,
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      node: [{ opType: 'Relu', input: ['w'], output: ['y'] }],
      initializer: [
        {
          name: 'w',
          dataType: 1,
          dims: [4],
          dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
          externalData: [entry('location', 'weights.bin')],
        },
      ],
      output: [{ name: 'y' }],
    },
  }).finish();
  fs.writeFileSync(path.join(folder, name), bytes);
  return path.join(folder, name);
}
