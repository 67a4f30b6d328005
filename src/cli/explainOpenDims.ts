import { inputDims } from '../analysis/shapes/inputDims';
import { openModel } from '../onnx/openModel';
import { shellQuoted } from '../shared/base/shellQuoted';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { Sizes } from './sizes';
import { printable } from './terminal/printable';

/** Runs `work`; when it asks for a dimension, says all that have to be chosen at once, each with a usual size to start from. */
export async function explainOpenDims<T>(file: string, sizes: Sizes, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const needsDims = error instanceof LayerwiseError && error.reason === 'dimension-needed';
    const choice = needsDims ? await openDims(file, sizes) : [];
    if (choice.length < 2) throw error;
    throw new LayerwiseError(
      'dimension-needed',
      `${file} leaves sizes open. Choose them, for example with ${choice.join(' ')}, or give data with --data.`,
      { file },
    );
  }
}

/** Open symbols as options, the batch apart, which is 1 unless said otherwise; empty when one of them has no usual size. */
async function openDims(file: string, sizes: Sizes): Promise<readonly string[]> {
  const model = await openModel(file);
  try {
    const open = inputDims(model.graph, sizes).filter(({ value, suggested }) => value === undefined && suggested !== 1);
    if (open.some(({ suggested }) => suggested === undefined)) return [];
    return open.map(({ name, suggested }) => `--dim ${shellQuoted(`${printable(name)}=${String(suggested)}`)}`);
  } finally {
    await model.close();
  }
}
