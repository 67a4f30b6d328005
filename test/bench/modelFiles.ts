import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { analyze } from '../../src/analysis/analyze';
import { openModel } from '../../src/onnx/openModel';

/** Size of an open dimension that neither the command line nor the model suggests. */
const OPEN_SIZE = 64;

/** The file, or the models of a folder by name. */
export function modelFiles(where: string): readonly string[] {
  if (!fs.statSync(where).isDirectory()) return [where];
  return fs
    .readdirSync(where)
    .filter(name => name.endsWith('.onnx'))
    .map(name => path.join(where, name));
}

/** The model with its weights beside it: itself, or a copy in `folder` that the `fill.mjs` beside it filled. */
export function filled(file: string, folder: string): string {
  const script = path.resolve(path.dirname(file), 'fill.mjs');
  const name = path.basename(file, '.onnx');
  if (!fs.existsSync(script)) return file;
  execFileSync(process.execPath, [script, name, folder], { stdio: 'ignore' });
  return path.join(folder, `${name}.onnx`);
}

export interface ModelFacts {
  readonly dims: Readonly<Record<string, number>>;
  readonly ops: readonly string[];
}

/** Operators, and sizes of the model's open dimensions: as told, as the model suggests, one for a batch, else `OPEN_SIZE`. */
export async function modelFacts(file: string, given: ReadonlyMap<string, number>): Promise<ModelFacts> {
  const model = await openModel(file);
  try {
    const { dims } = analyze(model.graph, model.reader, { dims: given });
    const size = ({ name, value, suggested }: (typeof dims)[number]): number =>
      value ?? suggested ?? (/batch|^n$/i.test(name) ? 1 : OPEN_SIZE);
    return { dims: Object.fromEntries(dims.map(dim => [dim.name, size(dim)] as const)), ops: [...model.graph.nodes.ops] };
  } finally {
    await model.close();
  }
}
