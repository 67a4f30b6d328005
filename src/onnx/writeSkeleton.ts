import type { Graph } from '../shared/graph/graph';
import { OutputFile } from './files/outputFile';
import { canonicalPath, folderOf, locationIn } from './files/paths';
import type { OnnxModel } from './openModel';
import { WireCursor } from './wire/wireCursor';
import { sourceOf } from './write/composeModel';
import { ComposedSource } from './write/composedSource';
import { SMALLEST_EXTERNAL_BYTES } from './write/externalizeTensors';
import { moveTensors } from './write/moveTensors';
import { pointTensors } from './write/pointTensors';
import { spliceModel } from './write/spliceModel';

/** A model file without large weights, and the folder that its external data are named from. */
export interface Skeleton {
  readonly dataFolder: string;
}

/**
 * Writes a graph that came from `source` by edits as a model that holds no large weights: they stay in the files of `source`, the model file
 * among them, and are external data from there, at whatever offset. For copies that are run and thrown away: the runtime is given the bytes of
 * `output` and `dataFolder`, and `source` must stay as it is. Returns nothing, and writes nothing, when its files do not lie in one folder.
 * Throws as `writeModel` does.
 */
export async function writeSkeleton(source: OnnxModel, graph: Graph, output: string): Promise<Skeleton | undefined> {
  const modelFile = canonicalPath(source.path);
  const dataFolder = folderOf(modelFile);
  const files = [...source.weights.externalFiles.values()].map(({ path }) => path);
  const locations = new Map(
    [['model', modelFile], ...files.map(file => [file, file] as const)].map(([key, file]) => [key, locationIn(dataFolder, file)]),
  );
  if ([...locations.values()].includes(undefined)) return undefined;
  const spliced = new ComposedSource(spliceModel(source, graph), file => sourceOf(source, source.source, file), source.source.name);
  const cursor = new WireCursor(spliced);
  const segments = moveTensors(
    cursor,
    pointTensors(cursor, spliced, source.external, file => locations.get(file) ?? file),
    files.length === 0 ? SMALLEST_EXTERNAL_BYTES : 0,
  );
  const target = await OutputFile.create(output);
  try {
    const skeleton = new ComposedSource(segments, file => sourceOf(source, spliced, file), source.source.name);
    await target.writeAll(skeleton);
    source.source.assertUnchanged?.();
    await target.publish(skeleton.byteLength, false);
    return { dataFolder };
  } catch (error) {
    await target.withdraw();
    throw error;
  }
}
