import path from 'node:path';
import { openModel } from '../onnx/openModel';
import type { OptimizeResult } from '../shared/report/optimizeResult';
import { cacheFolder } from '../store/cacheFolder';
import { VariantStore } from '../store/variantStore';

/**
 * Keeps what was measured of a file just made from `model` for the editor, which lists it among the model's variants. A cache folder that cannot be written means that it
 * is not found there, nothing worse.
 */
export async function keepVariant(model: string, result: OptimizeResult): Promise<void> {
  try {
    const parent = await openModel(model);
    const { skeletonHash } = parent.token;
    await parent.close();
    const { output, companions } = result;
    const made = { ...result, output: path.resolve(output), ...(companions && { companions: companions.map(file => path.resolve(file)) }) };
    new VariantStore(cacheFolder()).add(path.resolve(model), skeletonHash, made, 'kept');
  } catch {
    // Read-only, or full.
  }
}
