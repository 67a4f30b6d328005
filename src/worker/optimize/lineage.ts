import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { version } from '../../../package.json';
import type { Lineage } from '../../onnx/lineage';
import type { PassCall } from '../../shared/report/jobRequest';

/** What a variant says about where it came from: its parent's hash, and the passes as a recipe that can be run again. */
export async function describeLineage(parent: string, passes: readonly PassCall[]): Promise<Lineage> {
  const calls = passes.map(({ id, parameters, only, exclude }) => ({ id, parameters, ...(only && { only }), ...(exclude && { exclude }) }));
  return { parent: await sha256(parent), recipe: JSON.stringify({ passes: calls }), version };
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
