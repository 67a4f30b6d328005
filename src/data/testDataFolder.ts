import fs from 'node:fs/promises';
import path from 'node:path';
import type { DenseTensor, NamedTensors } from '../shared/graph/denseTensor';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { Dataset, ModelInput } from './dataset';
import type { DecodeTensor } from './openDataset';
import { wholeSamples } from './wholeSamples';

/** ONNX test data: `test_data_set_N/input_M.pb`, the M-th input of the model (onnx, docs/OnnxBackendTest.md). Each set is one sample, fed as it is. */
export async function openTestDataFolder(
  folder: string,
  sets: readonly string[],
  inputs: readonly ModelInput[],
  decodeTensor: DecodeTensor,
): Promise<Dataset> {
  const ordered = [...sets].sort((a, b) => setNumber(a) - setNumber(b));
  return await wholeSamples(folder, ordered.length, async index => {
    const set = path.join(folder, ordered[index] ?? '');
    const tensors = await Promise.all(inputs.map((input, position) => readInput(set, position, input, decodeTensor)));
    return new Map(tensors) satisfies NamedTensors;
  });
}

async function readInput(
  set: string,
  position: number,
  input: ModelInput,
  decodeTensor: DecodeTensor,
): Promise<readonly [string, DenseTensor]> {
  const file = path.join(set, `input_${position}.pb`);
  const bytes = await fs.readFile(file).catch(() => {
    throw new LayerwiseError('data-missing', `${file} is missing: it is input “${input.name}” of the model.`, { file });
  });
  const { tensor } = decodeTensor(bytes);
  const rankFits = input.shape === undefined || input.shape.length === tensor.dims.length;
  if (tensor.dtype === input.dtype && rankFits) return [input.name, tensor];
  throw new LayerwiseError(
    'data-invalid',
    `${file} is ${tensor.dtype}[${tensor.dims.join(', ')}], which does not fit input “${input.name}” (${input.dtype}).`,
    { file },
  );
}

function setNumber(name: string): number {
  return Number(/\d+$/.exec(name)?.[0] ?? 0);
}
