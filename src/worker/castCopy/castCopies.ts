import fs from 'node:fs';
import path from 'node:path';
import type { OnnxModel } from '../../onnx/openModel';
import { writeModel } from '../../onnx/writeModel';
import { writeSkeleton, type Skeleton } from '../../onnx/writeSkeleton';
import { IDENTITY } from '../../shared/graph/provenance';
import { RUN_FOLDER_PREFIX } from '../../shared/protocol/folderPrefixes';
import { makePrivateFolder, removeFolder } from '../../store/privateFolder';
import { castBorders, type CastGraph } from './castBorders';
import { castNote } from './castNote';

/** A file that is loaded instead of a model. */
export interface ModelCopy extends Partial<Skeleton> {
  readonly path: string;
  /** What to say of it. */
  readonly note: string;
}

/** Copies with casts of the models of a job that the runtime's Node binding cannot run as they are. Dispose them in any case. */
export class CastCopies {
  private folder: string | undefined;
  private readonly copies = new Map<string, ModelCopy>();

  /** Writes a copy of a model that needs one, which stands for it from now on; says what was cast. Throws `unsupported-type` as `castBorders` does. */
  async add(model: OnnxModel): Promise<CastGraph | undefined> {
    const cast = castBorders({ ...model.graph, provenance: IDENTITY });
    if (cast === undefined) return undefined;
    this.folder ??= makePrivateFolder(RUN_FOLDER_PREFIX);
    // The runtime names the file in what it says.
    const file = path.join(fs.mkdtempSync(path.join(this.folder, 'copy-')), path.basename(model.path));
    const skeleton = await writeSkeleton(model, cast.graph, file);
    if (skeleton === undefined) await writeModel(model, cast.graph, file);
    this.copies.set(path.resolve(model.path), { path: file, note: castNote(cast.borders), ...skeleton });
    return cast;
  }

  /** What is loaded instead of a file, `undefined` for the file itself. */
  of(file: string): ModelCopy | undefined {
    return this.copies.get(path.resolve(file));
  }

  dispose(): void {
    if (this.folder !== undefined) removeFolder(this.folder);
  }
}
