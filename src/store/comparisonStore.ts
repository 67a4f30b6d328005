import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { sha256OfText } from '../onnx/files/sha256';
import type { FileMeasurement } from '../shared/report/comparedFile';
import type { ModelToken } from '../shared/report/modelToken';
import { JsonFolder } from './jsonFolder';
import { comparisonSchema, metricSchema, outputEntries } from './comparisonSchema';

interface Stored {
  readonly base: string;
  readonly file: string;
  /** State of both files when they were measured. */
  readonly state: string;
  readonly measured: FileMeasurement;
}

const measuredSchema: v.GenericSchema<unknown, FileMeasurement> = v.object({
  latency: v.union([comparisonSchema, v.undefined()]),
  outputs: v.union([v.object(outputEntries), v.undefined()]),
  metric: v.union([metricSchema, v.undefined()]),
});
const storedSchema: v.GenericSchema<unknown, Stored> = v.object({
  base: v.string(),
  file: v.string(),
  state: v.string(),
  measured: measuredSchema,
});

/** What was measured of files against a model, the last of each pair, kept outside the workspace. */
export class ComparisonStore {
  private readonly files: JsonFolder<Stored>;

  constructor(folder: string) {
    this.files = new JsonFolder(path.join(folder, 'comparisons'), storedSchema);
  }

  /** `isStale`: one of the files is not what it was. */
  find(base: string, token: ModelToken, file: string): { readonly measured: FileMeasurement; readonly isStale: boolean } | undefined {
    const stored = this.files.read(keyOf(base, file));
    if (stored?.base !== base || stored.file !== file) return undefined;
    return { measured: stored.measured, isStale: stored.state !== stateOf(token, file) };
  }

  save(base: string, token: ModelToken, file: string, measured: FileMeasurement): void {
    this.files.write(keyOf(base, file), { base, file, state: stateOf(token, file), measured });
  }
}

function keyOf(base: string, file: string): string {
  return sha256OfText(JSON.stringify([base, file]));
}

function stateOf({ size, mtimeNs }: ModelToken, file: string): string {
  const stat = fs.statSync(file, { bigint: true, throwIfNoEntry: false });
  return [size, mtimeNs, stat?.size, stat?.mtimeNs].join();
}
