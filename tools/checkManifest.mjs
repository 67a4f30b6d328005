// npm run check: package.json's contributions against what src/host registers and reads, and the files it names.
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { manifestFindings, textFindings } from './manifestRules.mjs';
import { root } from './packages.mjs';

/** @param {string} name in the root; an absent file is empty */
function readJson(name) {
  const file = path.join(root, name);
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
}

const manifest = readJson('package.json');

/** The values of all string literals below a folder. @param {string} folder */
function literalsIn(folder) {
  /** @type {Set<string>} */
  const found = new Set();
  /** @param {ts.Node} node */
  const visit = node => {
    if (ts.isStringLiteralLike(node)) found.add(node.text);
    ts.forEachChild(node, visit);
  };
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))) {
    visit(ts.createSourceFile(name, fs.readFileSync(path.join(folder, name), 'utf8'), ts.ScriptTarget.Latest));
  }
  return found;
}

/** Files that package.json names, icons and grammars and the like; what the build makes (dist) apart. @param {unknown} value @returns {string[]} */
function namedFiles(value) {
  if (typeof value === 'string') return /^(\.\/)?(media|syntaxes|schemas)\//.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(namedFiles) : [];
}

const missing = namedFiles(manifest).filter(file => !fs.existsSync(path.join(root, file)));
const host = path.join(root, 'src', 'host');
const problems = [
  ...missing.map(file => `package.json names ${file}, which does not exist`),
  ...textFindings(manifest, readJson('package.nls.json')),
  ...(fs.existsSync(host) ? manifestFindings(manifest, literalsIn(host)) : ['src/host does not exist']),
];
for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log('manifest and registrations agree');
process.exitCode = problems.length ? 1 : 0;
