// npm run package [-- --target linux-x64]: the VSIX of one platform, with its native runtime and nothing else; checks what went in.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX, listFiles } from '@vscode/vsce';
import { root } from './packages.mjs';

const RUNTIME = 'node_modules/onnxruntime-node/bin/napi-v6';
/** Well above what the largest platform needs: a jump means that something crept in. */
const MAX_VSIX_MIB = 60;

/** The native files of each platform that the runtime supports. On macOS the versioned twin of the library is left out: nothing loads it. */
const WINDOWS = ['onnxruntime_binding.node', 'onnxruntime.dll', 'DirectML.dll', 'dxcompiler.dll', 'dxil.dll'];
const LINUX = ['onnxruntime_binding.node', 'libonnxruntime.so.1'];
/** @type {Record<string, string[]>} */
const nativeFiles = {
  'linux-x64': LINUX,
  'linux-arm64': LINUX,
  'darwin-arm64': ['onnxruntime_binding.node', 'libonnxruntime.1.dylib'],
  'win32-x64': WINDOWS,
  'win32-arm64': WINDOWS,
};

const REQUIRED = [
  ...['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'dist/thirdPartyNotices.txt'],
  ...['extension', 'engine', 'worker', 'runner', 'cli'].map(name => `dist/${name}.js`),
  ...['editor.js', 'sidePanel.js', 'codicon.css', 'codicon.ttf'].map(name => `dist/webview/${name}`),
  'media/samples/mnist_wide.onnx',
  'node_modules/onnxruntime-node/dist/index.js',
  'node_modules/onnxruntime-common/dist/cjs/package.json', // without it the runtime dies with "exports is not defined"
];

const ALLOWED =
  /^(package(\.nls(\.[\w-]+)?)?\.json|README\.md|CHANGELOG\.md|LICENSE|(dist|media|schemas|syntaxes)\/.+|node_modules\/onnxruntime-(node|common)\/.+)$/;

/** @param {readonly string[]} files @param {readonly string[]} native @returns {string[]} */
function problemsOf(files, native) {
  const present = new Set(files);
  const binaries = new Set(native);
  return [
    ...[...REQUIRED, ...native].filter(file => !present.has(file)).map(file => `missing: ${file}`),
    ...files.filter(file => !ALLOWED.test(file) || file.endsWith('.map')).map(file => `not meant to be packed: ${file}`),
    ...files.filter(file => file.startsWith(RUNTIME) && !binaries.has(file)).map(file => `of another platform: ${file}`),
  ];
}

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
const names = nativeFiles[values.target];
if (!names) throw new Error(`No native runtime for ${values.target}; there is one for ${Object.keys(nativeFiles).join(', ')}.`);
const [os = '', cpu = ''] = values.target.split('-');
const native = names.map(name => `${RUNTIME}/${os}/${cpu}/${name}`);
const packagePath = path.resolve(root, values.out ?? path.join('out', 'extension.vsix'));
const ignoreFile = writeIgnoreFile(native);

// `vscode:prepublish` makes the production bundles first.
await createVSIX({ cwd: root, target: values.target, packagePath, ignoreFile, allowMissingRepository: true });
const files = (await listFiles({ cwd: root, ignoreFile })).map(file => file.split(path.sep).join('/'));
const sizeMib = fs.statSync(packagePath).size / 2 ** 20;
const problems = [
  ...problemsOf(files, native),
  ...(sizeMib > MAX_VSIX_MIB ? [`${sizeMib.toFixed(1)} MiB is more than ${MAX_VSIX_MIB}`] : []),
];
for (const problem of problems) console.error(problem);
console.log(`${path.relative(root, packagePath)}: ${files.length} files, ${sizeMib.toFixed(1)} MiB, ${values.target}`);
process.exitCode = problems.length ? 1 : 0;
