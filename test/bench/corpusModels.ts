import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { indexLimits } from '../../src/data/indexLimits';
import { syntheticInputs } from '../../src/data/syntheticInputs';
import type { ModelInput } from '../../src/data/dataset';
import type { Graph } from '../../src/shared/graph/graph';
import type { NamedTensors } from '../../src/shared/graph/denseTensor';
import { decodeTensorProto } from '../../src/worker/decodeTensorProto';
import { fixDims } from '../../src/worker/fixDims';
import { modelInputs } from '../../src/worker/modelInputs';
import { filled } from './modelFiles';

/** A model of a corpus with the folders of its stored inputs, `test_data_set_N`. */
export interface CorpusModel {
  readonly name: string;
  readonly file: string;
  readonly sets: readonly string[];
}

const MOST_SETS = 3;

/** Models of an archive, unpacked into `folder`, or of a folder, in the order of their paths. */
function corpusModels(source: string, folder: string): readonly CorpusModel[] {
  let root = source;
  if (source.endsWith('.tar.gz')) {
    root = fs.mkdtempSync(path.join(folder, 'corpus-'));
    execFileSync('tar', ['xzf', source, '-C', root]);
  }
  return fs
    .readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.onnx'))
    .sort()
    .map(name => ({ name, file: path.join(root, name), sets: setsBeside(path.join(root, name)) }));
}

/** Has `prove` look at the models of archives and folders whose name holds `only`, one after the other, with weights where they lack them; how many there were. */
export async function eachCorpusModel(
  sources: readonly string[],
  only: string,
  folder: string,
  prove: (model: CorpusModel) => Promise<void>,
): Promise<number> {
  let models = 0;
  for (const entry of sources.flatMap(source => corpusModels(source, folder))) {
    if (!new RegExp(only).test(entry.name)) continue;
    models++;
    const own = fs.mkdtempSync(path.join(folder, 'model-'));
    await prove({ ...entry, file: filled(entry.file, own) });
    fs.rmSync(own, { recursive: true, force: true });
  }
  return models;
}

function setsBeside(file: string): readonly string[] {
  const folder = path.dirname(file);
  const names = fs.readdirSync(folder).filter(name => /^test_data_set_\d+$/.test(name));
  return names
    .sort()
    .slice(0, MOST_SETS)
    .map(name => path.join(folder, name));
}

/** Sizes that nobody chooses; different ones, so that none is taken for another. */
const BATCH = 2;
const OPEN_SIZES = [64, 96, 32];

function openDims(inputs: readonly ModelInput[]): ReadonlyMap<string, number> {
  const names = [...new Set(inputs.flatMap(({ shape }) => shape?.filter(dim => typeof dim === 'string') ?? []))];
  return new Map(names.map((name, index) => [name, /batch|^n$/i.test(name) ? BATCH : (OPEN_SIZES[index % OPEN_SIZES.length] ?? 1)]));
}

/** What a model is fed with, one entry per run: the stored inputs, or made-up ones where none are stored. Throws `LayerwiseError` for what cannot be fed. */
export function corpusFeeds(graph: Graph, { sets }: CorpusModel): readonly NamedTensors[] {
  const inputs = modelInputs(graph);
  const stored = sets.filter(set => inputs.every((_, index) => fs.existsSync(path.join(set, `input_${index}.pb`))));
  if (stored.length > 0) {
    return stored.map(
      set =>
        new Map(inputs.map(({ name }, index) => [name, decodeTensorProto(fs.readFileSync(path.join(set, `input_${index}.pb`))).tensor])),
    );
  }
  const { shapes } = fixDims(inputs, { dims: openDims(inputs), inputShapes: new Map(), dataShapes: new Map(), batch: BATCH });
  return [syntheticInputs(inputs, shapes, 0, indexLimits(graph)).feeds];
}
