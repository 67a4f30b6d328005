// The npm packages of the checkout. Everything here runs before they exist, so it uses Node alone.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';
import { runCommand, step } from './runCommand.mjs';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** @typedef {{ packages?: Record<string, { version?: string, optional?: boolean, devOptional?: boolean }> }} Lock */

/** @param {string} file @returns {Lock} */
function readLock(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
}

/** Whether node_modules holds exactly what the lockfile asks for; npm keeps a lockfile of what it installed there. @param {string} folder */
export function packagesAreCurrent(folder) {
  const wanted = readLock(path.join(folder, 'package-lock.json')).packages ?? {};
  const installed = readLock(path.join(folder, 'node_modules', '.package-lock.json')).packages;
  if (!installed) return false;
  return Object.entries(wanted).every(([place, entry]) => {
    const found = installed[place];
    if (place === '') return true;
    return found ? found.version === entry.version : Boolean(entry.optional ?? entry.devOptional);
  });
}

/** `npm ci`, if anything is missing or of another version. */
export async function ensurePackages() {
  await withLock(path.join(root, 'out', 'packages.lock'), () =>
    step('npm ci', packagesAreCurrent(root), () => runCommand('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], root)),
  );
}
