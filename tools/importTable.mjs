// Who may import what: the table of docs/architecture.md as data. A new edge is a decision, written down there and in docs/decisions.md.

/**
 * @typedef {object} FolderRule
 * @property {string} folder a file belongs to the first rule whose folder holds it
 * @property {readonly string[]} may folders it may import from, itself apart
 * @property {readonly string[]} [packages] npm packages of its own
 * @property {boolean} [node] whether it may use Node's own modules
 */

const shared = ['src/shared/base', 'src/shared/graph', 'src/shared/ops', 'src/shared/report', 'src/shared/protocol'];
const rpc = 'vscode-jsonrpc';
const ui = ['preact', '@preact/signals', '@vscode-elements/elements', '@vscode/l10n'];
/** Its version and its sample list are read from here. */
const manifest = 'package.json';

/** @type {readonly FolderRule[]} */
export const importTable = [
  { folder: 'src/shared/base', may: [] },
  { folder: 'src/shared/graph', may: ['src/shared/base'] },
  { folder: 'src/shared/ops', may: ['src/shared/base'] },
  { folder: 'src/shared/report', may: ['src/shared/base', 'src/shared/graph'] },
  { folder: 'src/shared/protocol', may: ['src/shared/base', 'src/shared/graph', 'src/shared/report'], packages: [rpc, 'valibot'] },
  { folder: 'src/onnx/files', may: [...shared, 'src/onnx'], node: true },
  { folder: 'src/onnx', may: shared, packages: ['protobufjs', 'valibot'] },
  { folder: 'src/data', may: shared, packages: ['yauzl', 'csv-parse', 'valibot', 'pngjs', 'jpeg-js'], node: true },
  { folder: 'src/analysis', may: shared },
  { folder: 'src/report', may: [...shared, 'src/analysis', 'webview/layout'] },
  { folder: 'src/optimize', may: [...shared, 'src/analysis'] },
  { folder: 'src/runner', may: [...shared, 'src/data', manifest], packages: ['onnxruntime-node', rpc], node: true },
  {
    folder: 'src/worker',
    may: [...shared, 'src/store', 'src/onnx', 'src/data', 'src/analysis', 'src/optimize', manifest],
    packages: [rpc, 'valibot'],
    node: true,
  },
  {
    folder: 'src/engine',
    may: [...shared, 'src/store', 'src/onnx', 'src/analysis', 'src/report', manifest],
    packages: [rpc, 'valibot'],
    node: true,
  },
  { folder: 'src/store', may: [...shared, 'src/onnx/files'], packages: ['valibot'], node: true },
  { folder: 'src/engineClient', may: shared, packages: [rpc], node: true },
  { folder: 'src/host', may: [...shared, 'src/engineClient', manifest], packages: ['vscode', rpc, 'valibot'], node: true },
  {
    folder: 'src/cli',
    may: [...shared, 'src/store', 'src/onnx', 'src/analysis', 'src/report', 'src/worker', manifest],
    packages: ['valibot'],
    node: true,
  },
  {
    folder: 'webview/app',
    may: [...shared, 'webview/views', 'webview/draw', 'webview/layout', 'webview/ui'],
    packages: [...ui, rpc, 'valibot'],
  },
  {
    folder: 'webview/views',
    may: [...shared, 'webview/draw', 'webview/layout', 'webview/ui'],
    packages: [...ui, '@tanstack/virtual-core'],
  },
  { folder: 'webview/draw', may: ['src/shared/base'] },
  { folder: 'webview/layout', may: ['src/shared/base', 'src/shared/graph'], packages: ['d3-hierarchy', '@dagrejs/dagre'] },
  { folder: 'webview/ui', may: ['src/shared/base'], packages: [...ui, '@tanstack/virtual-core'] },
];
