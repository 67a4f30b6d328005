import fs from 'node:fs/promises';
import type { Graph } from '../shared/graph/graph';

/** The data files that a model's weights lie in, each once. */
export function dataFiles({ tensors }: Graph): readonly string[] {
  const files = tensors.weights.flatMap(weight =>
    weight?.bytes.kind === 'file' && weight.bytes.form === 'external' ? [weight.bytes.file] : [],
  );
  return [...new Set(files)];
}

/** Size of files together. */
export async function totalBytes(files: readonly string[]): Promise<number> {
  const sizes = await Promise.all(files.map(async file => (await fs.stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
