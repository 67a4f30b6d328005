// Builds everything. `--production`: only what ships, minified, no maps. `--watch`: rebuilds on change.
const esbuild = require('esbuild');
const fs = require('node:fs');
const path = require('node:path');
const { inlineText } = require('./tools/inlineText');
const { inlineWorkers } = require('./tools/inlineWorkers');
const { runtimeFiles } = require('./tools/runtimeFiles');
const { thirdPartyNotices } = require('./tools/thirdPartyNotices');

const production = process.argv.includes('--production');

/** While the tree grows an entry that does not exist yet is left out instead of failing the build. @type {boolean} */
const SKIP_MISSING_ENTRIES = true;

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  sourcemap: !production,
  minify: production,
  metafile: production,
  legalComments: 'none',
  logLevel: 'warning',
};
/** @type {import('esbuild').BuildOptions} */
const node = { ...common, platform: 'node', format: 'cjs', target: 'node20' };
/** What VS Code 1.106 runs pages in. */
const PAGE_TARGET = 'chrome128';
/** @type {import('esbuild').BuildOptions} */
const browser = {
  ...common,
  platform: 'browser',
  format: 'iife',
  target: PAGE_TARGET,
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.ttf': 'file', '.svg': 'dataurl' },
  assetNames: '[name]',
};

/** Output name in dist → source file, for the programs that run on Node. */
const programs = {
  extension: 'src/host/extension.ts',
  engine: 'src/engine/main.ts',
  worker: 'src/worker/main.ts',
  runner: 'src/runner/main.ts',
  runnerWatchdog: 'src/runner/watchdog.ts',
  cli: 'src/cli/main.ts',
};

/** Output name in dist/webview → source file, for the pages. */
const pages = {
  boot: 'webview/app/boot.ts',
  editor: 'webview/app/editor.tsx',
  sidePanel: 'webview/app/sidePanel.tsx',
  optimize: 'webview/app/optimize.tsx',
};

/** Licences of what is bundled into workers are to be named, too. @type {(import('esbuild').Metafile | undefined)[]} */
const workerMetafiles = [];

/** @param {Record<string, string>} entries */
function existing(entries) {
  const missing = Object.values(entries).filter(file => !fs.existsSync(file));
  if (missing.length === 0) return entries;
  if (!SKIP_MISSING_ENTRIES) throw new Error(`Missing entry: ${missing.join(', ')}`);
  console.warn(`not built yet: ${missing.join(', ')}`);
  return Object.fromEntries(Object.entries(entries).filter(([, file]) => fs.existsSync(file)));
}

/** @returns {import('esbuild').BuildOptions[]} */
function shipped() {
  const { cli, ...others } = existing(programs);
  const forNode = {
    ...node,
    outdir: 'dist',
    external: ['vscode', 'onnxruntime-node'],
    define: { RUNTIME_FILES: JSON.stringify(runtimeFiles()) },
  };
  return [
    { ...forNode, entryPoints: others },
    { ...forNode, entryPoints: cli ? { cli } : {}, banner: { js: '#!/usr/bin/env node' }, plugins: [executable('dist/cli.js')] },
    {
      ...browser,
      entryPoints: existing(pages),
      outdir: 'dist/webview',
      plugins: [
        inlineWorkers({ ...common, target: PAGE_TARGET }, workerMetafiles),
        inlineText(name => name === 'boot.js' || (name.endsWith('.css') && name !== 'codicon.css')),
      ],
    },
  ].filter(({ entryPoints }) => Object.keys(entryPoints).length > 0);
}

/** @returns {import('esbuild').BuildOptions[]} */
function forDevelopment() {
  /** @type {import('esbuild').BuildOptions[]} */
  const builds = [];
  const hostTests = filesIn('test/vscode/host').filter(file => file.endsWith('.ts'));
  const tools = ['runHostTests', 'runDesktopTests', 'openWorkbench', 'takeShot']
    .map(name => `test/vscode/${name}.ts`)
    .filter(file => fs.existsSync(file));
  if (hostTests.length)
    builds.push({ ...node, entryPoints: hostTests, outdir: 'out/host', external: ['vscode', 'mocha', 'onnxruntime-node'] });
  builds.push({
    ...node,
    entryPoints: [
      'test/bench/measuring.ts',
      'test/bench/analysis.ts',
      'test/bench/bombs.ts',
      'test/bench/containment.ts',
      'test/bench/graph.ts',
      'test/bench/mapping.ts',
      'test/bench/onnx.ts',
      'test/bench/passCorpus.ts',
      'test/bench/rewriteCorpus.ts',
      'test/bench/suggestions.ts',
      'test/bench/mixedPrecision.ts',
      'test/bench/quantize.ts',
    ],
    outdir: 'out/bench',
    external: ['onnxruntime-node'],
  });
  if (tools.length) builds.push({ ...node, entryPoints: tools, outdir: 'out', packages: 'external' });
  builds.push({ ...node, entryPoints: ['test/bench/webview.ts', 'test/bench/graphView.ts'], outdir: 'out/bench', packages: 'external' });
  builds.push({
    ...browser,
    entryPoints: ['test/webview/support/pageProbe.ts', 'test/webview/support/graphPage.tsx'],
    outdir: 'out/bench',
    plugins: [inlineWorkers({ target: PAGE_TARGET })],
  });
  return builds;
}

/** @param {string} folder */
function filesIn(folder) {
  return fs.existsSync(folder) ? fs.readdirSync(folder).map(name => path.posix.join(folder, name)) : [];
}

/** @param {string} file @returns {import('esbuild').Plugin} */
function executable(file) {
  return { name: 'executable', setup: build => build.onEnd(({ errors }) => (errors.length ? undefined : fs.chmodSync(file, 0o755))) };
}

/** The icon font is loaded as a style sheet of its own: it is the same for every page. */
function copyCodicons() {
  fs.mkdirSync('dist/webview', { recursive: true });
  for (const name of ['codicon.css', 'codicon.ttf']) {
    fs.copyFileSync(path.join('node_modules/@vscode/codicons/dist', name), path.join('dist/webview', name));
  }
}

async function watch() {
  const contexts = await Promise.all([...shipped(), ...forDevelopment()].map(options => esbuild.context(options)));
  await Promise.all(contexts.map(context => context.watch()));
}

async function build() {
  if (production) fs.rmSync('dist', { recursive: true, force: true });
  copyCodicons();
  const builds = production ? shipped() : [...shipped(), ...forDevelopment()];
  const results = await Promise.all(builds.map(options => esbuild.build(options)));
  if (production)
    fs.writeFileSync('dist/thirdPartyNotices.txt', thirdPartyNotices([...results.map(({ metafile }) => metafile), ...workerMetafiles]));
}

async function main() {
  await build();
  if (process.argv.includes('--watch')) await watch();
}

main().catch((/** @type {unknown} */ error) => {
  // What is wrong in a source file esbuild has printed already.
  if (!(error instanceof Error && 'errors' in error)) console.error(error);
  process.exit(1);
});
