import path from 'node:path';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { NamedTensors } from '../shared/graph/denseTensor';
import type { SampleNotes } from './arrayDataset';
import { fitArray } from './fitArray';
import type { Dataset, ModelInput } from './dataset';
import { readNpz } from './npzArchive';
import type { Preprocess } from './preprocess';
import { memoryArray, type SampleArray } from './sampleArray';
import { wholeSamples } from './wholeSamples';

/** A folder of `.npz` files, one sample each. An array may have the model's batch axis (of size 1) or not; `labels.npy` in the folder has one entry per file. */
export async function openNpzFolder(
  folder: string,
  files: readonly string[],
  inputs: readonly ModelInput[],
  preprocess: Preprocess,
  notes: SampleNotes,
): Promise<Dataset> {
  const readSample = async (index: number): Promise<NamedTensors> => {
    const file = path.join(folder, files[index] ?? '');
    const arrays = await readNpz(file);
    const tensors = await Promise.all(
      inputs.map(async input => {
        const array = arrays.get(input.name);
        if (array === undefined)
          throw new LayerwiseError('data-missing', `${file} has no array “${input.name}” for the model's input.`, { file });
        return [input.name, await fitArray(await asSamples(array, input), input, preprocess).read(0, 1)] as const;
      }),
    );
    return new Map(tensors);
  };
  return await wholeSamples(folder, files.length, readSample, notes);
}

/** Puts a sample axis in front of an array that is one sample. */
async function asSamples(array: SampleArray, { shape }: ModelInput): Promise<SampleArray> {
  const batched = shape !== undefined && shape.length === array.dims.length && array.dims[0] === 1;
  if (batched) return array;
  const samples = array.dims.length === 0 ? 1 : (array.dims[0] ?? 0);
  return memoryArray(array.source, array.dtype, [1, ...array.dims], await array.read(0, samples));
}
