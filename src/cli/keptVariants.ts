import path from 'node:path';
import type { OptimizeResult } from '../shared/report/optimizeResult';
import { cacheFolder } from '../store/cacheFolder';
import { VariantStore } from '../store/variantStore';
import { withOpenModel } from './withOpenModel';

/**
 * Keeps what was measured of a file just made from `model` for the editor, which lists it among the model's variants. A cache folder that cannot be written means that it
 * is not found there, nothing worse.
 */
export async function keepVariant(model: string, result: OptimizeResult): Promise<void> {
  try {
    const skeletonHash = await withOpenModel(model, ({ token }) => token.skeletonHash);
    const { output, companions } = result;
    const made = { ...result, output: editorPath(output), ...(companions && { companions: companions.map(file => editorPath(file)) }) };
    new VariantStore(cacheFolder()).add(editorPath(model), skeletonHash, made, 'kept');
  } catch {
    // Read-only, or full.
  }
}

/** The whole path as the editor has it, by which variants are found: with the letter of a drive in lower case (`vscode.Uri.fsPath`). */
export function editorPath(file: string, paths: Pick<path.PlatformPath, 'resolve'> = path): string {
  return paths.resolve(file).replace(/^[A-Z]:/, drive => drive.toLowerCase());
}
