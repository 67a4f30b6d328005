import fs from 'node:fs';
import path from 'node:path';
import type { MadeFrom } from '../../shared/report/madeFrom';
import type { VariantStore } from '../../store/variantStore';
import type { FileDifferences } from './fileDifferences';
import type { OpenDocument } from './openDocument';

/** What the open model was made from; `undefined` where it is none of our variants, or the original is no longer there. Throws what reading the original throws. */
export async function madeFrom(
  { location, trusted }: OpenDocument,
  variants: VariantStore,
  differences: FileDifferences,
): Promise<MadeFrom | undefined> {
  const [root, ...made] = variants.ancestry(location);
  if (root === undefined || made.length === 0 || !fs.existsSync(root)) return undefined;
  const { difference } = await differences.between({ base: root, file: location, trusted });
  const steps = made.flatMap(file => variants.passesOf(file).map(({ id }) => id.replaceAll('-', ' ')));
  return { original: path.basename(root), steps, difference };
}
