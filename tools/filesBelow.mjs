import fs from 'node:fs';
import path from 'node:path';
import { root } from './packages.mjs';

/** Files of ours below a folder, as posix paths from the root. @param {string} folder @returns {string[]} */
export function filesBelow(folder) {
  if (!fs.existsSync(path.join(root, folder))) return [];
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter(file => !/(^|\/)(node_modules|generated)\//.test(file));
}
