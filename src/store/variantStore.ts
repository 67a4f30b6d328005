import fs from 'node:fs';
import path from 'node:path';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { OptimizeResult, PassOutcome } from '../shared/report/optimizeResult';
import type { Variant } from '../shared/report/variant';
import { VariantFolder, variantKey, type VariantEntry } from './variantFolder';

/** Files that Layerwise wrote, with what was measured, kept outside the workspace and keyed by path. */
export class VariantStore {
  private readonly own: VariantFolder;
  /** Its own comes first. */
  private readonly folders: readonly VariantFolder[];

  /** `others`: where other parts of Layerwise on this machine keep theirs, which are known as well. */
  constructor(folder: string, others: readonly string[] = []) {
    this.own = new VariantFolder(folder);
    this.folders = [this.own, ...others.map(other => new VariantFolder(other))];
  }

  /** Direct and indirect variants of the model at `root` whose files are as they were written, in order of their making; `bytes` with their data. */
  descendants(root: string): readonly Variant[] {
    const present = this.present();
    const parents = new Map(present.map(({ entry }) => [entry.path, entry.parent]));
    const found = present.filter(({ entry }) => descendsFrom(entry.path, root, parents));
    // Times of files are coarse: what was made from a variant comes after it all the same.
    const isAfter = (a: VariantEntry, b: VariantEntry): number => Number(descendsFrom(a.path, b.path, parents));
    return found
      .sort((a, b) => a.written - b.written || isAfter(a.entry, b.entry) - isAfter(b.entry, a.entry))
      .flatMap(({ entry }) => entry.read() ?? [])
      .map(variant => ({ ...variant, bytes: variant.bytes + companionBytes(variant) }));
  }

  /** Files from the root of a lineage to `file`, in the order of their making; `file` alone where it is no variant. */
  ancestry(file: string): readonly string[] {
    const found = [file];
    for (let parent = this.find(file)?.parent; parent !== undefined && !found.includes(parent); parent = this.find(parent)?.parent)
      found.unshift(parent);
    return found;
  }

  /** What was run to make a file; nothing for one that is no variant. */
  passesOf(file: string): readonly PassOutcome[] {
    return this.find(file)?.read()?.result.passes ?? [];
  }

  /** Remembers a file just written by an `optimize` job on a model, whose graph has the given skeleton hash. Throws when it would not be found again. */
  add(parent: string, parentSkeletonHash: string, result: OptimizeResult, state: Variant['state'] = 'unreviewed'): Variant {
    const variant: Variant = {
      path: result.output,
      name: shortName(parent, result.output),
      parent,
      parentSkeletonHash,
      bytes: fs.statSync(result.output).size,
      state,
      result,
    };
    this.own.write(variant);
    return this.get(variant.path);
  }

  keep(file: string): void {
    this.own.write({ ...this.get(file), state: 'kept' });
  }

  /** Deletes the file with its data. Throws `LayerwiseError` when it is none of ours, or no longer what was written. */
  discard(file: string): void {
    const variant = this.get(file);
    if (writtenAt(variant) === undefined) {
      throw new LayerwiseError('changed-on-disk', `${path.basename(file)} was changed or removed since it was written. It is left alone.`, {
        file,
      });
    }
    fs.rmSync(file);
    for (const companion of variant.result.companions ?? []) if (isBeside(companion, file)) fs.rmSync(companion, { force: true });
    for (const folder of this.folders) folder.remove(variantKey(file));
  }

  /** All whose files are as they were written, each once, with the time of the file. */
  private present(): readonly { readonly entry: VariantEntry; readonly written: number }[] {
    const keys = new Set(this.folders.flatMap(folder => folder.keys()));
    return [...keys].flatMap(key => {
      const entry = this.entryAt(key);
      const written = entry && writtenAt(entry);
      return entry === undefined || written === undefined ? [] : [{ entry, written }];
    });
  }

  private find(file: string): VariantEntry | undefined {
    return this.entryAt(variantKey(file));
  }

  /** What was written down last of a file as it is now; else of one that was in its place. */
  private entryAt(key: string): VariantEntry | undefined {
    const entries = this.folders.flatMap(folder => folder.entry(key) ?? []).sort((a, b) => b.at - a.at);
    return entries.find(entry => writtenAt(entry) !== undefined) ?? entries[0];
  }

  private get(file: string): Variant {
    const variant = this.find(file)?.read();
    if (variant !== undefined) return variant;
    throw new LayerwiseError('not-applicable', `${path.basename(file)} was not written by Layerwise. It is left alone.`, { file });
  }
}

/** Time of a variant's file, `undefined` when it is gone, is no plain file, or has another size than was written. */
function writtenAt({ path: file, bytes }: Pick<Variant, 'path' | 'bytes'>): number | undefined {
  try {
    const stat = fs.lstatSync(file);
    return stat.isFile() && stat.size === bytes ? stat.mtimeMs : undefined;
  } catch {
    return undefined;
  }
}

/** Of the data and provenance files that were written with a variant. */
function companionBytes({ path: file, result }: Variant): number {
  const present = (result.companions ?? []).filter(companion => isBeside(companion, file));
  return present.reduce((sum, companion) => sum + (fs.statSync(companion, { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** Whether a file is named after a model beside it: `net.int8.onnx.data`. What is stored is not trusted with any other. */
function isBeside(companion: string, model: string): boolean {
  return path.dirname(companion) === path.dirname(model) && path.basename(companion).startsWith(`${path.basename(model)}.`);
}

function descendsFrom(file: string, root: string, parents: ReadonlyMap<string, string>): boolean {
  const seen = new Set<string>();
  let parent = parents.get(file);
  while (parent !== undefined && parent !== root && !seen.has(parent)) {
    seen.add(parent);
    parent = parents.get(parent);
  }
  return parent === root;
}

/** `int8` for `resnet50.int8.onnx` made from `resnet50.onnx`; the file's own name when it was put elsewhere. */
function shortName(parent: string, output: string): string {
  const stem = path.basename(parent, path.extname(parent));
  const name = path.basename(output, path.extname(output));
  return name.startsWith(`${stem}.`) ? name.slice(stem.length + 1) : name;
}
