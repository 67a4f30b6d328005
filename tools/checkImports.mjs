// npm run check: the import table, file names, invisible characters, and colours outside the ramp file.
import fs from 'node:fs';
import path from 'node:path';
import { root } from './packages.mjs';
import { colorFindings, importFindings, invisibleFindings, nameFindings } from './sourceRules.mjs';

const PRODUCT = ['src', 'webview'];
const EVERYTHING = [...PRODUCT, 'test', 'tools'];
const CODE = /\.(ts|tsx|mts|js|mjs)$/;
const TEXT = /\.(ts|tsx|mts|js|mjs|css|json|html)$/;

/** Posix paths from the root. @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  if (!fs.existsSync(path.join(root, folder))) return [];
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter(file => !/(^|\/)(node_modules|generated)\//.test(file));
}

/** @param {string} file */
function findingsOf(file) {
  const text = fs.readFileSync(path.join(root, file), 'utf8');
  const isProduct = PRODUCT.some(folder => file.startsWith(`${folder}/`));
  const ofProduct = isProduct && CODE.test(file) ? [...importFindings(file, text), ...nameFindings(file)] : [];
  return [...ofProduct, ...invisibleFindings(text), ...(/\.(css|tsx?)$/.test(file) ? colorFindings(file, text) : [])];
}

const files = EVERYTHING.flatMap(filesBelow).filter(file => TEXT.test(file));
const problems = files.flatMap(file => findingsOf(file).map(({ line, message }) => `${file}:${line}: ${message}`));
for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(`${files.length} files as the import table says`);
process.exitCode = problems.length ? 1 : 0;
