import type { Graph } from '../shared/graph/graph';
import type { TensorReader } from '../shared/graph/tensorReader';
import type { ModelToken } from '../shared/report/modelToken';
import type { Problem } from '../shared/report/problem';
import { throwIfCancelled } from './throwIfCancelled';
import type { ByteSource } from './byteSource';
import type { ExternalFile, ExternalStore } from './externalData/externalStore';
import { DataFolder } from './files/dataFolder';
import { openFile } from './files/openFile';
import { readModel } from './readModel';
import { skeletonHash } from './skeletonHash';
import type { ModelFields } from './skim/modelFields';
import type { SourceIndex } from './skim/sourceIndex';
import type { WeightMaker } from './skim/weightMaker';

/** An open model: its graph, and the way to everything that was not read. */
export interface OnnxModel {
  /** As given when it was opened. */
  readonly path: string;
  readonly byteLength: number;
  readonly graph: Graph;
  /** Weights of `graph`. */
  readonly reader: TensorReader;
  /** Hashes the file when it is first asked for, so before `close`. */
  readonly token: ModelToken;
  /** What was found on the way in; the graph's own consistency is checked by `checkGraph`. */
  readonly problems: readonly Problem[];
  /** A reader for a graph that edits of this one made. */
  readerOf(graph: Graph): TensorReader;
  /** Lets go of the file; nothing can be read afterwards. */
  close(): Promise<void>;

  /** For the writer, the hasher and the checks. */
  readonly source: ByteSource;
  readonly external: ExternalStore;
  readonly fields: ModelFields;
  readonly index: SourceIndex;
  readonly weights: WeightMaker;
  /** Where the provenance lies that is too long for the model's metadata. */
  readonly provenanceFile: { readonly location: string; readonly file: ExternalFile } | undefined;
}

export interface OpenOptions {
  /** Whether the folder is trusted: then external data may be hard links. */
  readonly trusted?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Opens a model file of any size and any content without reading its weights. Throws `LayerwiseError`: `file-missing`, `not-a-file`,
 * `permission`, `empty-file`, `lfs-pointer`, `text-file`, `wrong-format`, `not-a-model`, `truncated`, `corrupt`, `io`; the message names the file, where it can the byte, and what to do.
 * Everything else that is wrong becomes an entry of `problems`.
 */
export function openModel(path: string, options: OpenOptions = {}): Promise<OnnxModel> {
  return new Promise(resolve => resolve(open(path, options)));
}

function open(path: string, { trusted = false, signal }: OpenOptions): OnnxModel {
  throwIfCancelled(signal);
  const { source, mtimeNs, inode, device } = openFile(path);
  try {
    const external = new DataFolder(path, { inode, device }, trusted);
    return readModel(source, external, (graph, dataState) => ({
      size: source.byteLength,
      mtimeNs,
      inode,
      skeletonHash: skeletonHash(source, graph),
      dataState,
    }));
  } catch (error) {
    void source.close();
    throw error;
  }
}
