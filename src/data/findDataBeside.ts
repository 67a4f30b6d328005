import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { control } from '../shared/base/control';

/** Data that nobody named on the command line. */
export interface FoundData {
  readonly path: string;
  /** Where it was found, for people. */
  readonly source: string;
}

const CONFIGURATION = 'layerwise.json';
/** Folders above the model's that are looked at for a `layerwise.json`. */
const MOST_FOLDERS = 32;

/** `data` is one path for every model, or a path by model; paths are relative to the `layerwise.json`. */
const SCHEMA = v.object({ data: v.optional(v.union([v.string(), v.record(v.string(), v.string())])) });

/**
 * The data of a model by the contract's rule: `data` of the nearest `layerwise.json`, else `NAME.data/` or `NAME.calib.npz` beside the model; `undefined`
 * when there is none. Throws `data-missing` when `layerwise.json` names what is not there, `data-invalid` when it is not valid.
 */
export async function findDataBeside(model: string): Promise<FoundData | undefined> {
  const file = path.resolve(model);
  return (await configuredData(file)) ?? (await neighborData(file));
}

async function neighborData(model: string): Promise<FoundData | undefined> {
  const stem = path.join(path.dirname(model), path.basename(model, path.extname(model)));
  // A file of that name holds weights: exporters call external data so.
  const isFolder = (await fs.stat(`${stem}.data`).catch(() => undefined))?.isDirectory() === true;
  const candidate = isFolder ? `${stem}.data` : `${stem}.calib.npz`;
  return (await exists(candidate)) ? { path: candidate, source: `${path.basename(candidate)} beside the model` } : undefined;
}

async function configuredData(model: string): Promise<FoundData | undefined> {
  const configuration = await nearestConfiguration(path.dirname(model));
  if (configuration === undefined) return undefined;
  const { data } = configuration.content;
  const folder = path.dirname(configuration.file);
  const named = typeof data === 'string' ? data : Object.entries(data ?? {}).find(([name]) => path.resolve(folder, name) === model)?.[1];
  if (named === undefined) return undefined;
  const found = path.resolve(folder, named);
  if (await exists(found)) return { path: found, source: `${named}, named in ${CONFIGURATION}` };
  throw new LayerwiseError(
    'data-missing',
    `${configuration.file} names the data “${named}”, which is not there. Correct “data” in it, or ${control('name other data with --data', 'choose other data')}.`,
    { file: configuration.file },
  );
}

async function nearestConfiguration(
  start: string,
): Promise<{ readonly file: string; readonly content: v.InferOutput<typeof SCHEMA> } | undefined> {
  let folder = start;
  for (let depth = 0; depth < MOST_FOLDERS; depth++) {
    const file = path.join(folder, CONFIGURATION);
    const text = await fs.readFile(file, 'utf8').catch(() => undefined);
    if (text !== undefined) return { file, content: parse(file, text) };
    if (path.dirname(folder) === folder) return undefined;
    folder = path.dirname(folder);
  }
  return undefined;
}

function parse(file: string, text: string): v.InferOutput<typeof SCHEMA> {
  try {
    return v.parse(SCHEMA, JSON.parse(text));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new LayerwiseError(
      'data-invalid',
      `${file} is not valid: ${detail}. “data” is a path, or an object with one path by model: {"data": {"model.onnx": "calibration.npz"}}.`,
      { file },
    );
  }
}

async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}
