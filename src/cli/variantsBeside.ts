import fs from 'node:fs';
import path from 'node:path';
import { fileHash } from '../onnx/files/fileHash';
import { bytesOnDisk } from '../onnx/bytesOnDisk';
import type { ReportVariant } from '../report/reportVariant';
import { passesOf } from './recipePasses';
import { withOpenModel } from './withOpenModel';

/** More files of one model are not looked into. */
const MOST_FILES = 32;

interface Candidate {
  readonly file: string;
  readonly parent: string;
  readonly bytes: number;
  readonly passes: readonly string[];
}

/**
 * Files beside a model, named after it, that say in their lineage that they were made from it or from one of the others, the oldest first. What is not written
 * in them, like their latency, is not known. Files that cannot be read are passed over.
 */
export async function variantsBeside(model: string): Promise<readonly ReportVariant[]> {
  const candidates = (await Promise.all(namedAfter(model).map(readCandidate))).filter(candidate => candidate !== undefined);
  if (candidates.length === 0) return [];
  const files = new Map([[await fileHash(model), model]]);
  let open: readonly Candidate[] = candidates;
  const found = new Map<string, string>();
  while (open.some(({ parent }) => files.has(parent))) {
    const made = open.filter(({ parent }) => files.has(parent));
    for (const { file, parent } of made) found.set(file, files.get(parent) ?? model);
    open = open.filter(candidate => !made.includes(candidate));
    for (const { file } of open.length === 0 ? [] : made) files.set(await fileHash(file), file);
  }
  return candidates.flatMap(({ file, bytes, passes }): readonly ReportVariant[] => {
    const parent = found.get(file);
    const unknown = { fittedOn: '', latency: undefined, outputs: undefined, metric: undefined, layerMs: undefined };
    return parent === undefined ? [] : [{ file: path.basename(file), parent: path.basename(parent), bytes, passes, ...unknown }];
  });
}

function namedAfter(model: string): readonly string[] {
  const folder = path.dirname(model);
  const start = `${path.basename(model, path.extname(model))}.`;
  return fs
    .readdirSync(folder)
    .filter(name => name.startsWith(start) && name.endsWith('.onnx') && name !== path.basename(model))
    .map(name => path.join(folder, name))
    .map(file => ({ file, writtenMs: fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => a.writtenMs - b.writtenMs)
    .slice(-MOST_FILES)
    .map(({ file }) => file);
}

function readCandidate(file: string): Promise<Candidate | undefined> {
  return withOpenModel(file, model => {
    const { metadata } = model.graph.facts;
    const parent = metadata.get('layerwise.parent');
    if (parent === undefined) return undefined;
    return { file, parent, bytes: bytesOnDisk(model), passes: passesOf(metadata.get('layerwise.recipe')) };
  }).catch(() => undefined);
}
