import type { ByteSource } from '../byteSource';
import { isFolder } from '../files/isFolder';
import { baseName, joinPath } from '../files/paths';
import { readTextFile } from '../files/readTextFile';
import { writeNewFile } from '../files/writeNewFile';
import { MemorySource } from '../memorySource';
import { openModel } from '../openModel';
import { encodeText } from '../wire/encodeText';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { Problem } from '../../shared/report/problem';
import { modelText, type ModelTextOptions, type ModelTextSummary } from './modelText';
import { parseModelText } from './parse/parseModelText';

const TEXT_ENDING = /\.(?:onnxtxt|onnxtext|txt)$/i;
const MODEL_ENDING = /\.onnx$/i;

/** What a model became: a text in pieces with its summary, or a file. */
export interface WrittenText extends ModelTextSummary {
  readonly output: string;
  readonly bytes: number;
}

/** Whether a file is taken for a model in the text syntax: by its name (onnx names them `.onnxtxt`). */
export function isModelText(file: string): boolean {
  return TEXT_ENDING.test(file);
}

/**
 * Gives `use` the bytes of a model that is in a file as such or as text, and the problems that were found when it was opened. Throws what
 * `openModel` throws, `too-many` for a model of which a part is not read, and `syntax-error` for a text.
 */
export async function withModelSource<T>(file: string, use: (source: ByteSource, problems: readonly Problem[]) => Promise<T>): Promise<T> {
  if (isModelText(file)) return use(new MemorySource(parseModelText(await readTextFile(file), file), file), []);
  const model = await openModel(file);
  try {
    const excess = model.problems.find(({ reason }) => reason === 'too-many');
    if (excess !== undefined) throw new LayerwiseError('too-many', `${file} cannot be written as text. ${excess.message}`, { file });
    return await use(model.source, model.problems);
  } finally {
    await model.close();
  }
}

/** Where the text of a model, or the model of a text, goes: a folder keeps the name and changes the ending. */
export function convertedName(file: string, output: string, several: boolean): string {
  if (!several && !isFolder(output)) return output;
  const stem = baseName(file).replace(TEXT_ENDING, '').replace(MODEL_ENDING, '');
  return joinPath(output, `${stem}${isModelText(file) ? '.onnx' : '.onnxtxt'}`);
}

/**
 * Writes a model as text or a text as model, by the ending of `output`, as a new file. Throws what reading and writing throw, and `usage` when
 * `output` would be a model made from a model.
 */
export function convertText(file: string, output: string, options: ModelTextOptions, signal?: AbortSignal): Promise<WrittenText> {
  const becomesModel = MODEL_ENDING.test(output);
  if (becomesModel && !isModelText(file))
    throw new LayerwiseError('usage', `${output} ends like a model, but text writes text: end it in .onnxtxt, or use “layerwise copy”.`);
  return withModelSource(file, async (source, found) => {
    const pieces = becomesModel ? modelBytes(source) : textBytes(source, options);
    const { bytes, result } = await writeNewFile(output, pieces, signal);
    return { ...result, problems: [...found, ...result.problems], output, bytes };
  });
}

function* modelBytes(source: ByteSource): Generator<Uint8Array, ModelTextSummary> {
  yield source.memory ?? new Uint8Array();
  return { problems: [], abbreviated: 0, nodeOfLine: [] };
}

/** The text of a model in UTF-8, piece by piece. */
export function* textBytes(source: ByteSource, options: ModelTextOptions): Generator<Uint8Array, ModelTextSummary> {
  const pieces = modelText(source, options);
  let piece = pieces.next();
  for (; piece.done !== true; piece = pieces.next()) yield encodeText(piece.value);
  return piece.value;
}
