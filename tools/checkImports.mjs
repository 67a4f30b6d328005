// npm run check: the import table, file names, invisible characters, colours outside the ramp file, and texts of the pages outside l10n.t.
import fs from 'node:fs';
import path from 'node:path';
import { filesBelow } from './filesBelow.mjs';
import { root } from './packages.mjs';
import { colorFindings, importFindings, invisibleFindings, nameFindings, rawTextFindings } from './sourceRules.mjs';

const PRODUCT = ['src', 'webview'];
const EVERYTHING = [...PRODUCT, 'test', 'tools'];
const CODE = /\.(ts|tsx|mts|js|mjs)$/;
const TEXT = /\.(ts|tsx|mts|js|mjs|css|json|html)$/;

/** @param {string} file */
function findingsOf(file) {
  const text = fs.readFileSync(path.join(root, file), 'utf8');
  const isProduct = PRODUCT.some(folder => file.startsWith(`${folder}/`));
  const ofProduct =
    isProduct && CODE.test(file) ? [...importFindings(file, text), ...nameFindings(file), ...rawTextFindings(file, text)] : [];
  return [...ofProduct, ...invisibleFindings(text), ...(/\.(css|tsx?)$/.test(file) ? colorFindings(file, text) : [])];
}

const files = EVERYTHING.flatMap(filesBelow).filter(file => TEXT.test(file));
const problems = files.flatMap(file => findingsOf(file).map(({ line, message }) => `${file}:${line}: ${message}`));
for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(`${files.length} files as the import table says`);
process.exitCode = problems.length ? 1 : 0;
