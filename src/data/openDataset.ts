import fs from 'node:fs/promises';
import path from 'node:path';
import type { DenseTensor } from '../shared/graph/denseTensor';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { arrayDataset, type SampleNotes } from './arrayDataset';
import { openCsvDataset } from './csvDataset';
import { readCsv } from './csvTable';
import type { Dataset, ModelInput } from './dataset';
import { openImageFolder } from './imageFolder';
import { openNpyFile } from './npyArray';
import { readNpz } from './npzArchive';
import { openNpzFolder } from './npzFolder';
import { readPreprocess } from './preprocess';
import type { SampleArray } from './sampleArray';
import { openTestDataFolder } from './testDataFolder';
import { control } from '../shared/base/control';

/** Decodes one serialized TensorProto; given by whoever knows the format. */
export type DecodeTensor = (bytes: Uint8Array) => { readonly name: string; readonly tensor: DenseTensor };

const LABELS = 'labels';
const IMAGE = /\.(png|jpe?g)$/i;

/**
 * Opens data in any of the forms of the contract's section "Data": a folder of one `.npy` per input, a `.npz`, a folder of `.npz`, ONNX test data,
 * a CSV, or a folder of images. Throws `data-missing` when there is nothing, `data-invalid` when it does not fit the model's inputs.
 */
export async function openDataset(location: string, inputs: readonly ModelInput[], decodeTensor: DecodeTensor): Promise<Dataset> {
  try {
    return await openAny(location, inputs, decodeTensor);
  } catch (error) {
    throw fileError(location, error);
  }
}

/** What the file system says, in the words of a report. */
function fileError(location: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof LayerwiseError) return error;
  const denied = error.code === 'EACCES' || error.code === 'EPERM';
  const advice = denied ? 'Check its permissions' : `Check the files, or ${control('name other data with --data', 'choose other data')}`;
  return new LayerwiseError(denied ? 'permission' : 'io', `The data at ${location} cannot be read: ${error.message}. ${advice}.`, {
    file: location,
  });
}

async function openAny(location: string, inputs: readonly ModelInput[], decodeTensor: DecodeTensor): Promise<Dataset> {
  const stat = await fs.stat(location).catch(() => undefined);
  if (stat === undefined)
    throw new LayerwiseError(
      'data-missing',
      `There are no data at ${location}. ${control('Correct the path, or leave --data out.', 'Choose other data, or none.')}`,
      {
        file: location,
      },
    );
  if (stat.isDirectory()) return await openFolder(location, inputs, decodeTensor);
  const folder = path.dirname(location);
  if (/\.npz$/i.test(location)) return await openArchive(location, inputs);
  if (/\.npy$/i.test(location)) return await openSingleArray(location, inputs);
  if (/\.csv$/i.test(location)) return openCsvDataset(location, await readCsv(location), inputs, await readPreprocess(folder));
  throw new LayerwiseError(
    'data-invalid',
    `${location} is no form of data that can be read: a folder, a .npz, a .npy or a .csv file is needed.`,
    { file: location },
  );
}

async function openFolder(folder: string, inputs: readonly ModelInput[], decodeTensor: DecodeTensor): Promise<Dataset> {
  const entries = await fs.readdir(folder, { withFileTypes: true });
  const files = entries.filter(entry => entry.isFile()).map(entry => entry.name);
  const has = (pattern: RegExp): boolean => files.some(name => pattern.test(name));
  const preprocess = await readPreprocess(folder);
  const arrays = files.filter(name => name.endsWith('.npy') && name !== `${LABELS}.npy`);
  if (arrays.length > 0) return await openArrayFolder(folder, arrays, inputs, files);
  if (has(/\.npz$/))
    return await openNpzFolder(
      folder,
      files.filter(name => name.endsWith('.npz')).sort(),
      inputs,
      preprocess,
      await readNotes(folder, files),
    );
  const testSets = entries.filter(entry => entry.isDirectory() && entry.name.startsWith('test_data_set_')).map(entry => entry.name);
  if (testSets.length > 0) return await openTestDataFolder(folder, testSets, inputs, decodeTensor);
  if (has(/^input_\d+\.pb$/)) return await openTestDataFolder(path.dirname(folder), [path.basename(folder)], inputs, decodeTensor);
  const [csv, ...more] = files.filter(name => name.endsWith('.csv') && name !== `${LABELS}.csv` && name !== 'slices.csv');
  if (csv !== undefined && more.length === 0) {
    const file = path.join(folder, csv);
    return openCsvDataset(file, await readCsv(file), inputs, preprocess);
  }
  if (has(IMAGE) || (await holdsImageFolders(folder, entries))) return await openImageFolder(folder, inputs, preprocess);
  throw new LayerwiseError(
    'data-missing',
    `${folder} holds no data: one .npy file per input of the model is needed (${inputs.map(({ name }) => `${name}.npy`).join(', ')}), or .npz files, ONNX test data, a CSV, or images.`,
    { file: folder },
  );
}

async function holdsImageFolders(folder: string, entries: readonly { isDirectory(): boolean; readonly name: string }[]): Promise<boolean> {
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    if ((await fs.readdir(path.join(folder, entry.name))).some(name => IMAGE.test(name))) return true;
  }
  return false;
}

async function openArrayFolder(
  folder: string,
  names: readonly string[],
  inputs: readonly ModelInput[],
  files: readonly string[],
): Promise<Dataset> {
  const arrays = new Map<string, SampleArray>();
  try {
    for (const name of names) arrays.set(name.slice(0, -'.npy'.length), await openNpyFile(path.join(folder, name)));
    return arrayDataset(folder, arrays, inputs, await readPreprocess(folder), await readNotes(folder, files));
  } catch (error) {
    await Promise.all([...arrays.values()].map(array => array.close()));
    throw error;
  }
}

async function readNotes(folder: string, files: readonly string[]): Promise<SampleNotes> {
  return {
    labels: files.includes(`${LABELS}.npy`) ? await wholeTensor(await openNpyFile(path.join(folder, `${LABELS}.npy`))) : undefined,
    slices: files.includes('slices.csv') ? await readSlices(path.join(folder, 'slices.csv')) : undefined,
  };
}

async function openArchive(file: string, inputs: readonly ModelInput[]): Promise<Dataset> {
  const arrays = new Map(await readNpz(file));
  const labels = arrays.get(LABELS);
  const isInput = inputs.some(({ name }) => name === LABELS);
  if (!isInput) arrays.delete(LABELS);
  const notes: SampleNotes = { labels: labels === undefined || isInput ? undefined : await wholeTensor(labels) };
  return arrayDataset(file, arrays, inputs, await readPreprocess(path.dirname(file)), notes);
}

/** One array for a model with one input, whatever the file is called. */
async function openSingleArray(file: string, inputs: readonly ModelInput[]): Promise<Dataset> {
  const array = await openNpyFile(file);
  try {
    const name = inputs.length === 1 ? (inputs[0]?.name ?? '') : path.basename(file, '.npy');
    return arrayDataset(file, new Map([[name, array]]), inputs, await readPreprocess(path.dirname(file)));
  } catch (error) {
    await array.close();
    throw error;
  }
}

async function wholeTensor(array: SampleArray): Promise<DenseTensor> {
  try {
    return { dtype: array.dtype, dims: array.dims, data: await array.read(0, array.dims[0] ?? 0) };
  } finally {
    await array.close();
  }
}

async function readSlices(file: string): Promise<readonly string[]> {
  const { columns, rows } = await readCsv(file);
  const column = Math.max(0, columns.indexOf('slice'));
  return rows.map(row => row[column] ?? '');
}
