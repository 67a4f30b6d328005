import { isFolder } from './files/isFolder';
import { baseName, joinPath } from './files/paths';
import { openModel } from './openModel';
import type { WeightPlacement } from './write/composeModel';
import { writeModel } from './writeModel';

export interface CopyOptions {
  readonly weights: Exclude<WeightPlacement, 'auto'>;
  /** Several models go to one place, which then must be a folder. */
  readonly several: boolean;
  readonly signal?: AbortSignal;
}

export interface CopiedModel {
  /** Path of the new model. */
  readonly output: string;
  /** The model and its data files together. */
  readonly bytes: number;
  readonly files: readonly string[];
}

/**
 * Copies a model, its data files along under their own relative names. `output`: a new file, or an existing folder, where the model keeps its
 * name. Bytes do not change unless weights move. Throws what `openModel` and `writeModel` throw.
 */
export async function copyModels(file: string, output: string, { weights, several, signal }: CopyOptions): Promise<CopiedModel> {
  const target = several || isFolder(output) ? joinPath(output, baseName(file)) : output;
  const model = await openModel(file);
  try {
    const { bytes, files } = await writeModel(model, model.graph, target, { weights, ...(signal === undefined ? {} : { signal }) });
    return { output: target, bytes, files };
  } finally {
    await model.close();
  }
}
