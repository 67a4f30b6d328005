const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const FOLDER = path.join('node_modules', 'onnxruntime-node', 'bin', 'napi-v6');
const REMEMBERED = path.join('out', 'runtimeFiles.json');

/** SHA-256 of every native file of the runtime, by its path below `bin/napi-v6`. Hashing 300 MB takes a second: what did not change since is remembered. */
function runtimeFiles() {
  const files = fs.readdirSync(FOLDER, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  const known = remembered();
  /** @type {Record<string, { state: string, sha256: string }>} */
  const found = {};
  for (const entry of files) {
    const file = path.join(entry.parentPath, entry.name);
    const { size, mtimeMs, ino } = fs.statSync(file);
    const state = [size, mtimeMs, ino].join(' ');
    const name = path.relative(FOLDER, file).split(path.sep).join('/');
    found[name] = known[name]?.state === state ? known[name] : { state, sha256: sha256(file) };
  }
  fs.mkdirSync(path.dirname(REMEMBERED), { recursive: true });
  fs.writeFileSync(REMEMBERED, JSON.stringify(found));
  return Object.fromEntries(Object.entries(found).map(([name, { sha256: hash }]) => [name, hash]));
}

/** @returns {Record<string, { state: string, sha256: string }>} */
function remembered() {
  try {
    return JSON.parse(fs.readFileSync(REMEMBERED, 'utf8'));
  } catch {
    return {};
  }
}

/** @param {string} file */
function sha256(file) {
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex');
}

module.exports = { runtimeFiles };
