import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { jsonOf, valueOfJson } from '../shared/protocol/jsonCodec';
import { writeWhole } from './writeWhole';

const MAX_BYTES = 64 * 1024 * 1024;
const KEY = /^[0-9a-f]{64}$/;

/** Beyond either the entries that were written longest ago go. */
interface Bounds {
  readonly entries: number;
  readonly bytes: number;
}

/** One writing of an entry. */
export interface Writing {
  /** Milliseconds since the epoch; coarse. */
  readonly at: number;
  /** Of this writing alone. */
  readonly id: string;
}

const BOUNDS: Bounds = { entries: 500, bytes: 256 * 1024 * 1024 };

/** A bounded folder of JSON files, one per key. What is read back is checked against a schema: anybody could have written there. */
export class JsonFolder<T> {
  constructor(
    private readonly folder: string,
    private readonly schema: v.GenericSchema<unknown, T>,
    private readonly bounds: Bounds = BOUNDS,
  ) {}

  /** `undefined` for what is not there, too large, or not of the schema. `key`: a SHA-256 in hex. */
  read(key: string): T | undefined {
    const file = this.fileOf(key);
    try {
      if (fs.statSync(file).size > MAX_BYTES) return undefined;
      const checked = v.safeParse(this.schema, valueOfJson(JSON.parse(fs.readFileSync(file, 'utf8'))));
      return checked.success ? checked.output : undefined;
    } catch {
      return undefined;
    }
  }

  /** Of all entries, valid or not. */
  keys(): readonly string[] {
    try {
      const names = fs.readdirSync(this.folder).filter(name => name.endsWith('.json'));
      return names.map(name => name.slice(0, -'.json'.length)).filter(key => KEY.test(key));
    } catch {
      return [];
    }
  }

  /** Which writing of an entry is there; `undefined` where there is none. */
  writing(key: string): Writing | undefined {
    const stat = fs.statSync(this.fileOf(key), { throwIfNoEntry: false });
    return stat && { at: stat.mtimeMs, id: `${String(stat.ino)} ${String(stat.mtimeMs)}` };
  }

  /** Appears whole or not at all; the oldest entries make room for it. */
  write(key: string, value: T): void {
    writeWhole(this.fileOf(key), jsonOf(value));
    this.evict(key);
  }

  remove(key: string): void {
    fs.rmSync(this.fileOf(key), { force: true });
  }

  private evict(written: string): void {
    const files = this.keys().flatMap(key => {
      const stat = fs.statSync(this.fileOf(key), { throwIfNoEntry: false });
      return stat === undefined || key === written ? [] : [{ key, bytes: stat.size, at: stat.mtimeMs }];
    });
    let bytes = fs.statSync(this.fileOf(written), { throwIfNoEntry: false })?.size ?? 0;
    for (const [index, file] of files.sort((a, b) => b.at - a.at).entries()) {
      bytes += file.bytes;
      if (index + 1 >= this.bounds.entries || bytes > this.bounds.bytes) this.remove(file.key);
    }
  }

  private fileOf(key: string): string {
    if (!KEY.test(key)) throw new Error(`Not a key: ${key}`);
    return path.join(this.folder, `${key}.json`);
  }
}
