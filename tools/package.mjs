// npm run package [-- --target linux-x64]: the VSIX of one platform, with its native runtime and nothing else; checks what went in.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX, listFiles } from '@vscode/vsce';
import { nativeFilesOf, packageFindings } from './packageRules.mjs';
import { root } from './packages.mjs';

/** Well above what the largest platform needs: a jump means that something crept in. */
const MAX_VSIX_MIB = 60;

/** .vscodeignore with the native files of one platform added. @param {readonly string[]} native */
function writeIgnoreFile(native) {
  const file = path.join(root, 'out', 'vscodeignore');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, [fs.readFileSync(path.join(root, '.vscodeignore'), 'utf8'), ...native.map(name => `!${name}`), ''].join('\n'));
  return file;
}

const { values } = parseArgs({
  options: { target: { type: 'string', default: `${process.platform}-${process.arch}` }, out: { type: 'string', short: 'o' } },
});
const native = nativeFilesOf(values.target);
const packagePath = path.resolve(root, values.out ?? path.join('out', 'extension.vsix'));
const ignoreFile = writeIgnoreFile(native);

// `vscode:prepublish` makes the production bundles first.
// There is no repository address yet that a relative picture of the README could be rewritten to.
await createVSIX({ cwd: root, target: values.target, packagePath, ignoreFile, allowMissingRepository: true, rewriteRelativeLinks: false });
const files = (await listFiles({ cwd: root, ignoreFile })).map(file => file.split(path.sep).join('/'));
const sizeMib = fs.statSync(packagePath).size / 2 ** 20;
const problems = packageFindings(files, native);
if (sizeMib > MAX_VSIX_MIB) problems.push(`${sizeMib.toFixed(1)} MiB is more than ${MAX_VSIX_MIB}`);
for (const problem of problems) console.error(problem);
console.log(`${path.relative(root, packagePath)}: ${files.length} files, ${sizeMib.toFixed(1)} MiB, ${values.target}`);
process.exitCode = problems.length ? 1 : 0;
