// What belongs into the VSIX of each platform.

const RUNTIME = 'node_modules/onnxruntime-node/bin/napi-v6';
const LINUX = ['onnxruntime_binding.node', 'libonnxruntime.so.1'];
const WINDOWS = ['onnxruntime_binding.node', 'onnxruntime.dll', 'DirectML.dll', 'dxcompiler.dll', 'dxil.dll'];

/** The native files of each platform that the runtime supports. On macOS the versioned twin of the library is left out: nothing loads it. */
const nativeNames = new Map([
  ['linux-x64', LINUX],
  ['linux-arm64', LINUX],
  ['darwin-arm64', ['onnxruntime_binding.node', 'libonnxruntime.1.dylib']],
  ['win32-x64', WINDOWS],
  ['win32-arm64', WINDOWS],
]);

const REQUIRED = [
  ...['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'dist/thirdPartyNotices.txt'],
  ...['extension', 'engine', 'worker', 'runner', 'cli'].map(name => `dist/${name}.js`),
  ...['boot.js', 'editor.js', 'sidePanel.js', 'codicon.css', 'codicon.ttf'].map(name => `dist/webview/${name}`),
  'media/samples/mnist_wide.onnx',
  'l10n/bundle.l10n.json',
  'docs/counting.md', // opened from the numbers that it explains
  'node_modules/onnxruntime-node/dist/index.js',
  'node_modules/onnxruntime-common/dist/cjs/package.json', // without it the runtime dies with "exports is not defined"
];

const ALLOWED =
  /^(package(\.nls(\.[\w-]+)?)?\.json|README\.md|CHANGELOG\.md|LICENSE|docs\/counting\.md|l10n\/bundle\.l10n(\.[\w-]+)?\.json|(dist|media|schemas|syntaxes)\/.+|node_modules\/onnxruntime-(node|common)\/.+)$/;

/** The native files of one platform as paths from the root. @param {string} target as vsce names it, `linux-x64` */
export function nativeFilesOf(target) {
  const names = nativeNames.get(target);
  if (!names) throw new Error(`No native runtime for ${target}; there is one for ${[...nativeNames.keys()].join(', ')}.`);
  return names.map(name => `${RUNTIME}/${target.replace('-', '/')}/${name}`);
}

/** What is missing from a package, or should not be in it. @param {readonly string[]} files @param {readonly string[]} native @returns {string[]} */
export function packageFindings(files, native) {
  const present = new Set(files);
  const binaries = new Set(native);
  return [
    ...[...REQUIRED, ...native].filter(file => !present.has(file)).map(file => `missing: ${file}`),
    ...files.filter(file => !ALLOWED.test(file) || file.endsWith('.map')).map(file => `not meant to be packed: ${file}`),
    ...files.filter(file => file.startsWith(RUNTIME) && !binaries.has(file)).map(file => `of another platform: ${file}`),
  ];
}
