import type { Graph } from '../shared/graph/graph';
import { throwIfCancelled } from './throwIfCancelled';
import { copyDataFile } from './files/copyDataFile';
import { OutputFile } from './files/outputFile';
import { baseName, folderOf, joinPath } from './files/paths';
import type { Lineage } from './lineage';
import type { OnnxModel } from './openModel';
import { verifyWritten } from './verifyWritten';
import { composeModel, type ComposedModel, type WeightPlacement } from './write/composeModel';

export interface WriteOptions {
  /** Default `auto`. */
  readonly weights?: WeightPlacement;
  /** Written into `metadata_props`, together with the graph's provenance. */
  readonly lineage?: Lineage;
  readonly signal?: AbortSignal;
}

export interface WrittenModel {
  /** The model and what belongs to it, together. */
  readonly bytes: number;
  /** The model first; data files that were there already with the same bytes are not listed. */
  readonly files: readonly string[];
}

/**
 * Writes a graph that came from `source` by edits, or `source.graph` itself, as a new file. What did not change is copied byte for byte. In the
 * end either all files stand under their names or none; nothing is ever replaced. Throws `LayerwiseError`: `output-exists`, `permission`,
 * `disk-full`, `changed-on-disk`, `external-data-…`, `not-applicable` (a change that no file can hold), `io`.
 */
export async function writeModel(source: OnnxModel, graph: Graph, output: string, options: WriteOptions = {}): Promise<WrittenModel> {
  const { weights = 'auto', lineage, signal } = options;
  const made: OutputFile[] = [];
  try {
    const target = await OutputFile.create(output);
    made.push(target);
    const composed = composeModel(source, graph, baseName(output), weights, lineage);
    if (composed.model === source.source) await target.writeClone(source.path);
    else await target.writeAll(composed.model, signal);
    throwIfCancelled(signal);
    source.source.assertUnchanged?.();
    verifyWritten(target.temporaryPath, output, { source, graph, composed });
    const companions = await writeCompanions(composed, folderOf(output), made, signal);
    source.external.assertUnchanged();
    // All that takes time is done: from here on only names are given, the model's last.
    for (const { file, byteLength } of companions) await file.publish(byteLength);
    await target.publish(composed.model.byteLength);
    const bytes = composed.companions.reduce((sum, { source: { byteLength } }) => sum + byteLength, composed.model.byteLength);
    return { bytes, files: [output, ...companions.map(({ file }) => file.path)] };
  } catch (error) {
    // The last first: a folder goes with the file that it was made for, once nothing else is in it.
    for (const file of made.toReversed()) await file.withdraw();
    throw error;
  }
}

/** Writes data files under temporary names; those that are there already with the same bytes are left out. */
async function writeCompanions(
  { companions }: ComposedModel,
  folder: string,
  made: OutputFile[],
  signal?: AbortSignal,
): Promise<readonly { readonly file: OutputFile; readonly byteLength: number }[]> {
  const written = new Map<string, { readonly file: OutputFile; readonly byteLength: number }>();
  for (const { location, source } of companions) {
    const target = joinPath(folder, location);
    if (written.has(target)) continue;
    const file = await copyDataFile(source, folder, location, signal);
    if (file === undefined) continue;
    made.push(file);
    written.set(target, { file, byteLength: source.byteLength });
  }
  return [...written.values()];
}
