import fs from 'node:fs';
import path from 'node:path';
import { RUN_FOLDER_PREFIX } from '../shared/protocol/folderPrefixes';

/** Removes the folder that was made for this runner; never another one, in which somebody may have started it by hand. */
export function removePrivateFolder(folder: string): void {
  if (path.basename(folder).startsWith(RUN_FOLDER_PREFIX)) fs.rmSync(folder, { recursive: true, force: true });
}
