import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeModel } from '../../../../src/onnx/describeModel';
import { onnx } from '../../../../src/onnx/generated/onnx';
import { openModel } from '../../../../src/onnx/openModel';
import { tensorByName } from '../../../../src/shared/graph/traversal';

let root: string;
beforeEach(() => (root = fs.mkdtempSync(path.join(os.tmpdir(), 'layerwise-data-'))));
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const at = (...names: readonly string[]): string => path.join(root, ...names);
const values = Float32Array.of(1, 2, 3, 4);
const bytes = new Uint8Array(values.buffer);

/** A model whose weight `w` of 2 × 2 floats lies where the entries say. */
function modelWith(entries: Readonly<Record<string, string>>): Uint8Array {
  const externalData = Object.entries(entries).map(([key, value]) => ({ key, value }));
  const initializer = [{ name: 'w', dims: [2, 2], dataType: 1, dataLocation: 1, externalData }];
  return onnx.ModelProto.encode({ irVersion: 8, opsetImport: [{ domain: '', version: 17 }], graph: { name: 'g', initializer } }).finish();
}

/** Puts a model and its data into the folder `m`, and says what becomes of the weight. */
async function outcome(entries: Readonly<Record<string, string>>, trusted = false): Promise<string> {
  fs.mkdirSync(at('m'), { recursive: true });
  fs.writeFileSync(at('m', 'model.onnx'), modelWith(entries));
  const model = await openModel(at('m', 'model.onnx'), { trusted });
  try {
    const { data } = await model.reader.read(tensorByName(model.graph, 'w'));
    return data.length === 4 && data[3] === 4 && model.problems.length === 0 ? 'read' : 'wrong';
  } catch (error) {
    const [problem] = model.problems;
    return problem?.reason ?? String(error);
  } finally {
    await model.close();
  }
}

describe('external data', () => {
  it('is read from beside the model, at an offset, with or without a length', async () => {
    fs.mkdirSync(at('m', 'sub'), { recursive: true });
    fs.writeFileSync(at('m', 'sub', 'w.bin'), Buffer.concat([Buffer.alloc(4), bytes]));
    expect(await outcome({ location: 'sub/w.bin', offset: '4', length: '16' })).toBe('read');
    expect(await outcome({ location: 'sub/w.bin', offset: '4' })).toBe('read');
  });

  it('holds values and indices of sparse weights', async () => {
    fs.mkdirSync(at('m'));
    fs.writeFileSync(at('m', 'w.bin'), Buffer.concat([bytes, new Uint8Array(BigInt64Array.of(7n, 0n, 1n, 2n).buffer)]));
    const external = (offset: number): onnx.TensorProto.$Properties => ({
      name: 'w',
      dims: [4],
      dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
      externalData: Object.entries({ location: 'w.bin', offset: String(offset) }).map(([key, value]) => ({ key, value })),
    });
    const weight = { values: { ...external(0), dataType: 1 }, indices: { ...external(16), dataType: 7 }, dims: [2, 4] };
    fs.writeFileSync(at('m', 'model.onnx'), onnx.ModelProto.encode({ irVersion: 8, graph: { sparseInitializer: [weight] } }).finish());
    const model = await openModel(at('m', 'model.onnx'));
    const { graph, reader } = model;
    const dense = Float32Array.of(2, 3, 4, 0, 0, 0, 0, 1);
    expect((await reader.read(tensorByName(graph, 'w'))).data).toEqual(dense);
    expect((await reader.readRange(tensorByName(graph, 'w'), 1, 2)).data).toEqual(dense.slice(1, 3));
    expect(reader.readSmall(tensorByName(graph, 'w'))?.data).toEqual(dense);
    await model.close();
  });

  it.each([
    [{ location: 'w.bin', offset: '-4' }, 'external-data-invalid'],
    [{ location: 'w.bin', offset: '0x0' }, 'external-data-invalid'],
    [{ location: 'w.bin', offset: '18446744073709551616' }, 'external-data-invalid'],
    [{ location: 'w.bin', length: '9007199254740993' }, 'external-data-invalid'],
    [{ location: 'w.bin', length: '8' }, 'external-data-invalid'],
    [{ location: 'w.bin', offset: '8' }, 'external-data-short'],
    [{ location: 'w.bin', hello: 'x' }, 'external-data-invalid'],
    [{ offset: '0' }, 'external-data-invalid'],
    [{ location: 'gone.bin' }, 'external-data-missing'],
    [{ location: 'model.onnx', length: '16' }, 'external-data-invalid'],
  ] as const)('%j is %s', async (entries, reason) => {
    fs.mkdirSync(at('m'));
    fs.writeFileSync(at('m', 'w.bin'), bytes);
    expect(await outcome(entries)).toBe(reason);
  });

  it('follows links inside the model’s folder only', async () => {
    fs.mkdirSync(at('m'));
    fs.mkdirSync(at('outside'));
    fs.writeFileSync(at('outside', 'secret.bin'), bytes);
    fs.writeFileSync(at('m', 'w.bin'), bytes);
    fs.symlinkSync('w.bin', at('m', 'in.bin'));
    fs.symlinkSync('../outside/secret.bin', at('m', 'out.bin'));
    fs.symlinkSync('../outside', at('m', 'folder'));
    fs.symlinkSync('loop.bin', at('m', 'loop.bin'));
    expect(await outcome({ location: 'in.bin' })).toBe('read');
    expect(await outcome({ location: 'out.bin' })).toBe('external-data-outside');
    expect(await outcome({ location: 'folder/secret.bin' })).toBe('external-data-outside');
    expect(await outcome({ location: 'loop.bin' })).toBe('external-data-missing');
  });

  it('takes the layout of hub caches, where model and data are links to one folder', async () => {
    fs.mkdirSync(at('blobs'));
    fs.mkdirSync(at('snapshots', 'a'), { recursive: true });
    fs.writeFileSync(at('blobs', '1'), modelWith({ location: 'model.onnx_data' }));
    fs.writeFileSync(at('blobs', '2'), bytes);
    fs.symlinkSync('../../blobs/1', at('snapshots', 'a', 'model.onnx'));
    fs.symlinkSync('../../blobs/2', at('snapshots', 'a', 'model.onnx_data'));
    const model = await openModel(at('snapshots', 'a', 'model.onnx'));
    expect(model.problems).toEqual([]);
    expect((await model.reader.read(tensorByName(model.graph, 'w'))).data).toEqual(values);
    await model.close();
  });

  it('refuses hard links unless the folder is trusted', async () => {
    fs.mkdirSync(at('m'));
    fs.writeFileSync(at('secret.bin'), bytes);
    fs.linkSync(at('secret.bin'), at('m', 'w.bin'));
    expect(await outcome({ location: 'w.bin' })).toBe('external-data-outside');
    expect(await outcome({ location: 'w.bin' }, true)).toBe('read');
  });

  it('is hashed as it is, not as it was', async () => {
    const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
    const hashes = async (): Promise<readonly (string | null)[]> => {
      const model = await openModel(at('m', 'model.onnx'));
      const { model: own, externalData } = await describeModel(model, { hash: true });
      await model.close();
      return [own.sha256, ...externalData.map(file => file.sha256)];
    };
    fs.mkdirSync(at('m'));
    const model = modelWith({ location: 'w.bin' });
    fs.writeFileSync(at('m', 'model.onnx'), model);
    for (const content of [bytes, bytes, Uint8Array.from(bytes, byte => byte ^ 1)]) {
      fs.writeFileSync(at('m', 'w.bin'), content);
      expect(await hashes()).toEqual([sha256(model), sha256(content)]);
    }
  });

  it('refuses a file that was swapped after it was judged', async () => {
    fs.mkdirSync(at('m'));
    fs.writeFileSync(at('m', 'w.bin'), bytes);
    fs.writeFileSync(at('m', 'model.onnx'), modelWith({ location: 'w.bin' }));
    const model = await openModel(at('m', 'model.onnx'));
    fs.writeFileSync(at('m', 'other.bin'), bytes);
    fs.renameSync(at('m', 'other.bin'), at('m', 'w.bin'));
    await expect(model.reader.read(tensorByName(model.graph, 'w'))).rejects.toMatchObject({ reason: 'changed-on-disk' });
    await expect(describeModel(model, { hash: true })).rejects.toMatchObject({ reason: 'changed-on-disk' });
    await model.close();
  });
});
