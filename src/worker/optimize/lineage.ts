import { version } from '../../../package.json';
import { fileHash } from '../../onnx/files/fileHash';
import type { Lineage } from '../../onnx/lineage';
import type { PassCall } from '../../shared/report/jobRequest';

/** What a variant says about where it came from: its parent's hash, and the passes as a recipe that can be run again. */
export async function describeLineage(parent: string, passes: readonly PassCall[]): Promise<Lineage> {
  const calls = passes.map(({ id, parameters, only, exclude }) => ({ id, parameters, ...(only && { only }), ...(exclude && { exclude }) }));
  return lineageOf(parent, { passes: calls });
}

/** The same for what no pass makes. */
export async function lineageOf(parent: string, recipe: object): Promise<Lineage> {
  return { parent: await fileHash(parent), recipe: JSON.stringify(recipe), version };
}
