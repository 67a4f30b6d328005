import path from 'node:path';
import { sha256OfText } from '../onnx/files/sha256';
import type { Variant } from '../shared/report/variant';
import { JsonFolder } from './jsonFolder';
import { variantSchema } from './variantSchema';

/** What a listing looks at in every variant, and a way to the rest, which is large. */
export interface VariantEntry extends Pick<Variant, 'path' | 'parent' | 'bytes'> {
  /** When it was written down, in milliseconds since the epoch. */
  readonly at: number;
  /** `undefined` when it has been removed since. */
  read(): Variant | undefined;
}

interface Known {
  readonly writing: string;
  readonly entry: VariantEntry | undefined;
}

/** Variants by the path of their file. An entry is read again only when it was written again. */
export class VariantFolder {
  private readonly files: JsonFolder<Variant>;
  private readonly known = new Map<string, Known>();

  constructor(storage: string) {
    this.files = new JsonFolder(path.join(storage, 'variants'), variantSchema);
  }

  keys(): readonly string[] {
    return this.files.keys();
  }

  /** `undefined` for what is not there, not valid, about another file than its key says, or its own parent. */
  entry(key: string): VariantEntry | undefined {
    const writing = this.files.writing(key);
    if (writing === undefined) {
      this.known.delete(key);
      return undefined;
    }
    let known = this.known.get(key);
    if (known?.writing !== writing.id) this.known.set(key, (known = { writing: writing.id, entry: this.readEntry(key, writing.at) }));
    return known.entry;
  }

  write(variant: Variant): void {
    this.files.write(variantKey(variant.path), variant);
  }

  remove(key: string): void {
    this.files.remove(key);
  }

  private readEntry(key: string, at: number): VariantEntry | undefined {
    const variant = this.files.read(key);
    if (variant === undefined || variantKey(variant.path) !== key || variant.parent === variant.path) return undefined;
    const { path, parent, bytes } = variant;
    return { path, parent, bytes, at, read: () => this.files.read(key) };
  }
}

/** By which a variant is kept. */
export function variantKey(file: string): string {
  return sha256OfText(file);
}
