import fs from 'node:fs';
import path from 'node:path';
import { copyDataFile } from '../../onnx/files/copyDataFile';
import { openFile } from '../../onnx/files/openFile';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { dataLocations } from './dataLocations';
import type { OpenDocument } from './openDocument';

/** Location of the first data file that weights of a model lie in and that was not there when it was opened; the resolver has passed how it is spelled. */
export function missingDataFile({ file }: OpenDocument): string | undefined {
  return dataLocations(file).find(location => {
    const found = file.external.locate(location);
    return !found.ok && found.error.reason === 'external-data-missing';
  });
}

/**
 * Copies a file to where the model looks for the data file that is missing, never in place of another. Throws `not-applicable` when another one is missing by now,
 * `output-exists`, `external-data-outside` where a link on the way leads out of the model's folder, and what reading and writing throw.
 */
export async function placeDataFile(document: OpenDocument, location: string, source: string): Promise<void> {
  if (missingDataFile(document) !== location)
    throw new LayerwiseError('not-applicable', `"${location}" is not the data file that is missing. Reload the model.`, { file: location });
  const folder = path.dirname(document.location);
  refuseLink(path.join(folder, location));
  const opened = openFile(source).source;
  try {
    const output = await copyDataFile(opened, folder, location);
    // The same bytes came there meanwhile.
    if (output === undefined) return;
    await output.publish(opened.byteLength).catch(async (error: unknown) => {
      await output.withdraw();
      throw error;
    });
  } finally {
    await opened.close();
  }
}

/** A link whose file is gone counts as missing, and is in the way. */
function refuseLink(target: string): void {
  if (fs.lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  const message = `${target} is a link to a file that is not there. Remove the link, or put the file where it leads.`;
  throw new LayerwiseError('output-exists', message, { file: target });
}
