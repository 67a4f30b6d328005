import fs from 'node:fs';
import path from 'node:path';
import { control } from '../../shared/base/control';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { variantFileName } from '../../shared/report/variantFileName';

/** Where a variant goes: as asked for, which must not exist, else `NAME.<what>.onnx` beside the model, numbered when that is taken. Throws `output-exists`, `file-missing`. */
export function variantPath(model: string, asked: string | undefined, tags: readonly string[]): string {
  if (asked !== undefined) {
    if (fs.existsSync(asked)) throw outputExists(asked);
    checkFolder(asked);
    return asked;
  }
  const numbered = (number: number): string => path.join(path.dirname(model), variantFileName(path.basename(model), tags, number));
  let number = 1;
  while (fs.existsSync(numbered(number))) number++;
  return numbered(number);
}

/** Before any work is done; whether it may be written is known when it is. */
function checkFolder(file: string): void {
  const folder = path.dirname(file);
  if (fs.existsSync(folder) && fs.statSync(folder).isDirectory()) return;
  throw new LayerwiseError(
    'file-missing',
    `${file} cannot be written: ${folder} is not a folder. Make it, or choose another place${control(' with -o', '')}.`,
    { file },
  );
}

function outputExists(file: string): LayerwiseError {
  return new LayerwiseError(
    'output-exists',
    `${file} exists already and is not overwritten. Choose another name${control(' with -o', '')}, or move it away.`,
    { file },
  );
}
