import fs from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { OutputFile } from '../onnx/files/outputFile';
import { jsonOf, valueOfJson } from '../shared/protocol/jsonCodec';
import { profileSchema } from '../shared/protocol/profileSchema';
import type { Profile } from '../shared/report/latency';
import { LayerwiseError } from '../shared/report/layerwiseError';
import type { ModelToken } from '../shared/report/modelToken';

const SCHEMA = 'layerwise.profile/1';
const LARGEST_BYTES = 256 * 2 ** 20;

/** A profile with what it is a profile of. */
export interface SavedProfile {
  readonly model: {
    /** Name of the file, without its folder. */
    readonly file: string;
    readonly size: number;
    /** SHA-256 of the model's bytes without weights. */
    readonly skeletonHash: string;
  };
  readonly profile: Profile;
}

const savedSchema = v.object({
  schema: v.literal(SCHEMA),
  model: v.object({ file: v.string(), size: v.number(), skeletonHash: v.string() }),
  profile: profileSchema,
});

/** Writes a profile into a file in the making, and gives that its name. Throws as `OutputFile` does. */
export async function saveProfile(output: OutputFile, model: string, { size, skeletonHash }: ModelToken, profile: Profile): Promise<void> {
  const saved = { schema: SCHEMA, model: { file: path.basename(model), size, skeletonHash }, profile };
  const bytes = new TextEncoder().encode(jsonOf(saved));
  await output.append(bytes);
  await output.publish(bytes.length);
}

/** Reads what `saveProfile` wrote, here or on another machine. Throws `file-missing`, `too-large`, `wrong-format`. */
export async function loadProfile(file: string): Promise<SavedProfile> {
  const checked = v.safeParse(savedSchema, valueOfJson(parseJson(await readText(file))));
  if (checked.success) return checked.output;
  throw new LayerwiseError('wrong-format', `${file} is not a profile saved with --save.`, { file });
}

/** Throws `not-applicable` when the profile is not of this model. */
export function assertProfileOf(saved: SavedProfile, token: ModelToken, file: string, model: string): void {
  if (saved.model.skeletonHash === token.skeletonHash && saved.model.size === token.size) return;
  throw new LayerwiseError('not-applicable', `${file} is a profile of ${saved.model.file}, which is another model than ${model}.`, {
    file,
  });
}

async function readText(file: string): Promise<string> {
  const stat = await fs.stat(file).catch(() => undefined);
  if (stat === undefined || !stat.isFile()) throw new LayerwiseError('file-missing', `There is no file ${file}.`, { file });
  if (stat.size > LARGEST_BYTES) throw new LayerwiseError('too-large', `${file} is too large for a profile.`, { file });
  return await fs.readFile(file, 'utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
