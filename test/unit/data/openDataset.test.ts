import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Dataset, ModelInput } from '../../../src/data/dataset';
import { openDataset, type DecodeTensor } from '../../../src/data/openDataset';
import { npyBytes, npyOf } from '../../fixtures/npyBytes';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { zipBytes } from '../../fixtures/zipBytes';

const root = temporaryFolder();
const noTensors: DecodeTensor = () => {
  throw new Error('no tensor was expected');
};
const X: ModelInput = { name: 'x', dtype: 'float32', shape: ['batch', 2] };
const IDS: ModelInput = { name: 'ids', dtype: 'int64', shape: ['batch', 'length'] };
const six = Float32Array.of(1, 2, 3, 4, 5, 6);

let folders = 0;
function folderOf(files: Readonly<Record<string, Uint8Array | string>>): string {
  const folder = path.join(root, String(folders++));
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

const open = (location: string, inputs: readonly ModelInput[] = [X]): Promise<Dataset> => openDataset(location, inputs, noTensors);

async function values(dataset: Dataset, name: string, start = 0, count = dataset.count): Promise<readonly unknown[]> {
  return [...((await dataset.read(start, count)).get(name)?.data ?? [])];
}

describe('a folder of arrays', () => {
  it('feeds every input from its own file, in ranges, with labels and slices', async () => {
    const folder = folderOf({
      'x.npy': npyOf(six, [3, 2]),
      'ids.npy': npyOf(BigInt64Array.of(7n, 8n, 9n), [3, 1]),
      'labels.npy': npyOf(BigInt64Array.of(0n, 1n, 0n)),
      'slices.csv': 'slice\nsmall\nlarge\nsmall\n',
    });
    const dataset = await open(folder, [X, IDS]);
    expect(dataset).toMatchObject({ count: 3, fixedBatch: undefined, slices: ['small', 'large', 'small'] });
    expect(dataset.labels).toEqual({ dtype: 'int64', dims: [3], data: BigInt64Array.of(0n, 1n, 0n) });
    expect(await dataset.read(1, 2)).toEqual(
      new Map([
        ['x', { dtype: 'float32', dims: [2, 2], data: Float32Array.of(3, 4, 5, 6) }],
        ['ids', { dtype: 'int64', dims: [2, 1], data: BigInt64Array.of(8n, 9n) }],
      ]),
    );
    await dataset.close();
  });

  it('finds an input whose name cannot be a file name', async () => {
    const dataset = await open(folderOf({ 'model_x_0.npy': npyOf(six, [3, 2]) }), [{ ...X, name: 'model/x:0' }]);
    expect(dataset.count).toBe(3);
    await dataset.close();
  });

  it('feeds an input without a batch axis one sample at a time', async () => {
    const dataset = await open(folderOf({ 'x.npy': npyOf(six, [3, 2]) }), [{ ...X, shape: [2] }]);
    expect(dataset.fixedBatch).toBe(1);
    expect((await dataset.read(2, 1)).get('x')).toEqual({ dtype: 'float32', dims: [2], data: Float32Array.of(5, 6) });
    await dataset.close();
  });

  it('feeds a scalar input one value per sample, and says how when there is a single one', async () => {
    const rate: ModelInput = { name: 'rate', dtype: 'int64', shape: [] };
    const dataset = await open(folderOf({ 'rate.npy': npyOf(BigInt64Array.of(8n, 16n), [2]) }), [rate]);
    expect((await dataset.read(1, 1)).get('rate')).toEqual({ dtype: 'int64', dims: [], data: BigInt64Array.of(16n) });
    await dataset.close();
    await expect(open(folderOf({ 'rate.npy': npyOf(BigInt64Array.of(8n), []) }), [rate])).rejects.toMatchObject({
      reason: 'data-invalid',
      message: expect.stringContaining('Save it as [samples]') as string,
    });
  });

  it('turns bytes into floats as preprocess.json says, per channel', async () => {
    const images = npyOf(Uint8Array.of(0, 255, 51, 102), [1, 2, 1, 2]);
    const preprocess = JSON.stringify({ layout: 'NCHW', scale: 1 / 255, mean: [0, 0.2], std: [1, 2], dtype: 'float32' });
    const dataset = await open(folderOf({ 'x.npy': images, 'preprocess.json': preprocess }), [{ ...X, shape: ['n', 2, 1, 2] }]);
    const [a, b, c, d] = await values(dataset, 'x');
    expect([a, b, c]).toEqual([0, 1, 0]);
    expect(d).toBeCloseTo(0.1, 6);
    await dataset.close();
  });

  it('brings channels-last arrays into the layout of the model', async () => {
    const dataset = await open(
      folderOf({ 'x.npy': npyOf(Float32Array.of(1, 2, 3, 4, 5, 6), [1, 1, 2, 3]), 'preprocess.json': '{"layout": "NCHW"}' }),
      [{ ...X, shape: ['n', 3, 1, 2] }],
    );
    expect(await values(dataset, 'x')).toEqual([1, 4, 2, 5, 3, 6]);
    await dataset.close();
  });
});

describe('archives', () => {
  it.each([false, true])('reads a .npz (compressed: %s) with labels', async compressed => {
    const file = path.join(
      folderOf({ 'a.npz': zipBytes({ 'x.npy': npyOf(six, [3, 2]), 'labels.npy': npyOf(Int32Array.of(2, 1, 0)) }, compressed) }),
      'a.npz',
    );
    const dataset = await open(file);
    expect(await values(dataset, 'x', 1, 1)).toEqual([3, 4]);
    expect(dataset.labels?.data).toEqual(Int32Array.of(2, 1, 0));
  });

  it('takes names that would be dangerous as paths, as names', async () => {
    const file = path.join(folderOf({ 'a.npz': zipBytes({ '/model/../x.npy': npyOf(six, [3, 2]) }) }), 'a.npz');
    expect((await open(file, [{ ...X, name: '/model/../x' }])).count).toBe(3);
  });

  it('reads a folder of .npz as one sample each, with and without batch axis, shapes of their own', async () => {
    const folder = folderOf({
      'a.npz': zipBytes({ 'ids.npy': npyOf(BigInt64Array.of(1n, 2n), [1, 2]) }),
      'b.npz': zipBytes({ 'ids.npy': npyOf(BigInt64Array.of(3n, 4n, 5n)) }),
      'labels.npy': npyOf(Int32Array.of(0, 1)),
    });
    const dataset = await open(folder, [IDS]);
    expect(dataset).toMatchObject({ count: 2, fixedBatch: 1, labels: { dims: [2] } });
    expect((await dataset.read(0, 1)).get('ids')?.dims).toEqual([1, 2]);
    expect((await dataset.read(1, 1)).get('ids')).toEqual({ dtype: 'int64', dims: [1, 3], data: BigInt64Array.of(3n, 4n, 5n) });
  });

  it.each([
    ['no archive', Buffer.from('not a zip file at all, but long enough')],
    ['a cut archive', zipBytes({ 'x.npy': npyOf(six, [3, 2]) }).subarray(0, -30)],
    ['a damaged array', damaged(zipBytes({ 'x.npy': npyOf(new Float32Array(600), [300, 2]) }, true))],
  ])('refuses %s, naming the file', async (_what, bytes) => {
    const file = path.join(folderOf({ 'a.npz': bytes }), 'a.npz');
    await expect(open(file)).rejects.toMatchObject({ reason: 'data-invalid', message: expect.stringContaining(file) as string });
  });
});

function damaged(archive: Buffer): Buffer {
  archive.fill(0xff, 40, 60);
  return archive;
}

describe('ONNX test data', () => {
  it('reads every set as one sample, inputs by position', async () => {
    const decode: DecodeTensor = bytes => ({ name: '', tensor: { dtype: 'float32', dims: [1, 2], data: Float32Array.from(bytes) } });
    const folder = folderOf({ 'test_data_set_10/input_0.pb': Uint8Array.of(5, 6), 'test_data_set_2/input_0.pb': Uint8Array.of(1, 2) });
    const dataset = await openDataset(folder, [X], decode);
    expect(dataset.count).toBe(2);
    expect([...((await dataset.read(1, 1)).get('x')?.data ?? [])]).toEqual([5, 6]);
    await expect(openDataset(folder, [X, { ...X, name: 'y' }], decode)).rejects.toMatchObject({
      reason: 'data-missing',
      message: expect.stringContaining('input_1.pb') as string,
    });
  });
});

describe('CSV', () => {
  const table = 'id,height,width,label,slice\n"a, b",1,2,0,small\nc,3,4,1,large\n';

  it('takes the columns that preprocess.json names, labels and slices', async () => {
    const folder = folderOf({ 'rows.csv': table, 'preprocess.json': '{"columns": ["width", "height"]}' });
    const dataset = await open(path.join(folder, 'rows.csv'));
    expect(await values(dataset, 'x')).toEqual([2, 1, 4, 3]);
    expect(dataset.labels?.data).toEqual(Int32Array.of(0, 1));
    expect(dataset.slices).toEqual(['small', 'large']);
    const byInput = folderOf({ 'rows.csv': table, 'preprocess.json': '{"columns": {"x": ["height", "width"], "h": ["height"]}}' });
    const two = await open(byInput, [X, { name: 'h', dtype: 'int64', shape: ['n', 1] }]);
    expect(await values(two, 'h')).toEqual([1n, 3n]);
  });

  it('says which cell is no number and which column is missing', async () => {
    const file = path.join(folderOf({ 'rows.csv': table }), 'rows.csv');
    await expect(open(file)).rejects.toMatchObject({
      reason: 'data-invalid',
      message: expect.stringMatching(/line 2, column “id”: “a, b”/) as string,
    });
    const folder = folderOf({ 'rows.csv': table, 'preprocess.json': '{"columns": ["depth"]}' });
    await expect(open(folder)).rejects.toMatchObject({ reason: 'data-missing', message: expect.stringContaining('depth') as string });
  });
});

describe('what does not fit', () => {
  const cases: readonly (readonly [string, Readonly<Record<string, Uint8Array | string>>, string, RegExp])[] = [
    ['nothing', { 'notes.txt': 'hello' }, 'data-missing', /x\.npy/],
    ['another name', { 'y.npy': npyOf(six, [3, 2]) }, 'data-missing', /“x”.*It has: y/],
    ['another shape', { 'x.npy': npyOf(six, [2, 3]) }, 'data-invalid', /x\.npy has the shape \[2, 3\].*“x” takes samples of \[2\]/],
    ['another rank', { 'x.npy': npyOf(six) }, 'data-invalid', /\[6\]/],
    [
      'samples of the rank of a batch',
      { 'x.npy': npyOf(six, [1, 2, 3]) },
      'data-invalid',
      /takes samples of \[2\]\. Save it as \[samples, 2\]/,
    ],
    ['no samples', { 'x.npy': npyOf(new Float32Array(0), [0, 2]) }, 'data-invalid', /no samples/],
    ['a scalar', { 'x.npy': npyBytes('<f4', [], new Uint8Array(4)) }, 'data-invalid', /single value/],
    ['bytes without a scale', { 'x.npy': npyOf(Uint8Array.of(1, 2), [1, 2]) }, 'data-invalid', /uint8.*float32.*preprocess\.json/],
    ['fewer labels', { 'x.npy': npyOf(six, [3, 2]), 'labels.npy': npyOf(Int32Array.of(1)) }, 'data-invalid', /3 samples, but 1 labels/],
    ['fewer slices', { 'x.npy': npyOf(six, [3, 2]), 'slices.csv': 'slice\na\n' }, 'data-invalid', /3 samples, but 1 slice/],
    ['a table without names', { 'rows.csv': '0.5,1\n0.25,2\n' }, 'data-invalid', /rows\.csv: line 1 holds numbers where the names/],
    ['a name twice', { 'rows.csv': 'a,a\n0.5,1\n' }, 'data-invalid', /rows\.csv: line 1 has two columns “a”/],
    [
      'a longer row',
      { 'rows.csv': 'a,b\n0.5,1\n1,2,3\n' },
      'data-invalid',
      /rows\.csv: .*on line 3\. Every line needs a cell for each column/,
    ],
    ['more columns', { 'rows.csv': 'a,b,c\n0.5,1,2\n' }, 'data-invalid', /samples of \[2\]\. Name the columns that make it with “columns”/],
    ['an unknown key', { 'x.npy': npyOf(six, [3, 2]), 'preprocess.json': '{"scal": 1}' }, 'data-invalid', /preprocess\.json.*scal/],
    ['a division by 0', { 'x.npy': npyOf(six, [3, 2]), 'preprocess.json': '{"std": [1, 0]}' }, 'data-invalid', /std/],
    ['no JSON', { 'x.npy': npyOf(six, [3, 2]), 'preprocess.json': '{' }, 'data-invalid', /not valid JSON/],
    [
      'another dtype',
      { 'x.npy': npyOf(new Uint8Array(6), [3, 2]), 'preprocess.json': '{"scale": 1, "dtype": "float16"}' },
      'data-invalid',
      /float16.*float32/,
    ],
    [
      'other channels',
      { 'x.npy': npyOf(six, [3, 2]), 'preprocess.json': '{"mean": [1, 2, 3]}' },
      'data-invalid',
      /3 values, but there are 2 channels/,
    ],
  ];

  it.each(cases)('refuses %s', async (_what, files, reason, message) => {
    await expect(open(folderOf(files))).rejects.toMatchObject({ reason, message: expect.stringMatching(message) as string });
  });

  it('takes a table whose columns are only numbered', async () => {
    const dataset = await open(folderOf({ 'rows.csv': '0,1\n0.5,7\n' }));
    expect(await values(dataset, 'x')).toEqual([0.5, 7]);
    await dataset.close();
  });

  it('refuses a path that is not there, and files of another kind', async () => {
    await expect(open(path.join(root, 'nowhere'))).rejects.toMatchObject({ reason: 'data-missing' });
    await expect(open(path.join(folderOf({ 'a.txt': 'hello' }), 'a.txt'))).rejects.toMatchObject({ reason: 'data-invalid' });
  });

  it('refuses fewer samples than the model takes at once', async () => {
    const folder = folderOf({ 'x.npy': npyOf(six, [3, 2]) });
    await expect(open(folder, [{ ...X, shape: [8, 2] }])).rejects.toMatchObject({
      reason: 'data-invalid',
      message: expect.stringMatching(/3 samples.*takes 8 at once/) as string,
    });
  });

  it.each([
    ['NaN', npyOf(Float32Array.of(1, 2, 3, Number.NaN), [2, 2])],
    ['infinity', npyOf(Float64Array.of(1, 2, 3, -Infinity), [2, 2])],
    ['a half-precision infinity', npyBytes('<f2', [2, 2], Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0x7c))],
  ])('finds %s when it reads it, and says in which sample', async (_what, bytes) => {
    const dataset = await open(folderOf({ 'x.npy': bytes }));
    await expect(dataset.read(0, 1)).resolves.toBeDefined();
    await expect(dataset.read(1, 1)).rejects.toMatchObject({
      reason: 'data-invalid',
      message: expect.stringContaining('sample 1') as string,
    });
    await dataset.close();
  });

  it('widens integers exactly and refuses those that do not fit', async () => {
    const ids = await open(folderOf({ 'ids.npy': npyOf(Int32Array.of(-1, 5), [1, 2]) }), [IDS]);
    expect(await values(ids, 'ids')).toEqual([-1n, 5n]);
    const wide = await open(folderOf({ 'ids.npy': npyOf(BigInt64Array.of(2n ** 40n, 5n), [1, 2]) }), [{ ...IDS, dtype: 'int32' }]);
    await expect(wide.read(0, 1)).rejects.toMatchObject({ reason: 'data-invalid', message: expect.stringContaining('int32') as string });
    await Promise.all([ids.close(), wide.close()]);
  });
});
