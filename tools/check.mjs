// npm run check: types, lint, format, imports, manifest, texts. Two steps at a time; says what each took and prints only what failed.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './packages.mjs';

const PARALLEL = 2;
const bin = path.join('node_modules', '.bin');
const tsc = path.join('node_modules', 'typescript', 'bin', 'tsc');

/** @param {string} name @param {string} project */
const types = (name, project) => ({
  name: `types: ${name}`,
  command: `node ${tsc} --noEmit --incremental --tsBuildInfoFile out/check/${name}.tsbuildinfo -p ${project}`,
});

/** The longest first. */
const steps = [
  {
    name: 'lint',
    command: `${path.join(bin, 'eslint')} --cache --cache-strategy content --cache-location out/check/eslint --max-warnings 0 .`,
  },
  types('node', '.'),
  types('webview', 'webview'),
  types('shared', 'src/shared'),
  { name: 'format', command: `${path.join(bin, 'prettier')} --check --log-level warn --cache --cache-location out/check/prettier .` },
  { name: 'imports', command: 'node tools/checkImports.mjs' },
  { name: 'manifest', command: 'node tools/checkManifest.mjs' },
  { name: 'texts', command: 'node tools/l10n.mjs --check' },
];

/** @param {string} command @returns {Promise<{ ok: boolean, output: string }>} */
function run(command) {
  return new Promise(resolve => {
    const child = spawn(command, { cwd: root, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (/** @type {Buffer} */ chunk) => (output += chunk.toString()));
    child.once('close', code => resolve({ ok: code === 0, output }));
  });
}

const waiting = [...steps];
let failed = 0;

async function worker() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const start = Date.now();
    const { ok, output } = await run(next.command);
    if (!ok) failed++;
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${next.name}, ${((Date.now() - start) / 1000).toFixed(1)} s`);
    if (!ok) console.log(output.trimEnd());
  }
}

fs.mkdirSync(path.join(root, 'out', 'check'), { recursive: true });
await Promise.all(Array.from({ length: PARALLEL }, worker));
console.log(failed ? `${failed} of ${steps.length} checks failed` : `all ${steps.length} checks hold`);
process.exitCode = failed ? 1 : 0;
