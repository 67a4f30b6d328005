import { describe, expect, it } from 'vitest';
import { importTable } from '../../../tools/importTable.mjs';
import { colorFindings, importFindings, invisibleFindings, nameFindings, rawTextFindings } from '../../../tools/sourceRules.mjs';

const messages = (file: string, text: string) => importFindings(file, text).map(({ line, message }) => `${line}: ${message}`);

describe('the import table', () => {
  it('lets a folder import itself and what it may', () => {
    expect(messages('src/onnx/reader.ts', `import { a } from './wire';\nimport type { B } from '../shared/graph/graph';`)).toEqual([]);
  });

  it('names the line of an edge that it does not have', () => {
    const text = `import { ok } from '../shared/base/result';\n\nimport type { B } from '../runner/session';`;
    expect(messages('src/host/extension.ts', text)).toEqual(['3: src/host must not import src/runner/session']);
  });

  it.each([
    [`export { a } from '../host/a';`],
    [`const { a } = await import('../host/a');`],
    [`const a = require('../host/a');`],
    [`import '../host/a';`],
    [`type A = import('../host/a').A;`],
  ])('sees %s', text => {
    expect(messages('src/engine/main.ts', text)).toEqual(['1: src/engine must not import src/host/a']);
  });

  it('ignores comments and strings', () => {
    expect(messages('src/engine/main.ts', `// import '../host/a';\nexport const text = "import '../host/a'";`)).toEqual([]);
  });

  it('separates the folders of src/shared', () => {
    expect(messages('src/shared/graph/graph.ts', `import type { A } from '../report/column';`)).toEqual([
      '1: src/shared/graph must not import src/shared/report/column',
    ]);
    expect(messages('src/shared/report/column.ts', `import type { A } from '../graph/graph';`)).toEqual([]);
  });

  it('does not take a folder for another that begins alike', () => {
    expect(messages('src/engine/main.ts', `import { start } from '../engineClient/start';`)).toEqual([
      '1: src/engine must not import src/engineClient/start',
    ]);
  });

  it('keeps packages to the folders that list them, by whole name', () => {
    expect(messages('src/runner/session.ts', `import { InferenceSession } from 'onnxruntime-node';`)).toEqual([]);
    expect(messages('src/worker/run.ts', `import type { Tensor } from 'onnxruntime-node';`)).toEqual([
      '1: src/worker must not import the package onnxruntime-node',
    ]);
    expect(messages('src/onnx/messages.ts', `import { Reader } from 'protobufjs/minimal';`)).toEqual([]);
    expect(messages('webview/ui/tabs.tsx', `import '@vscode-elements/elements/dist/vscode-tabs';`)).toEqual([]);
    expect(messages('webview/draw/rect.ts', `import { render } from 'preact';`)).toEqual([
      '1: webview/draw must not import the package preact',
    ]);
  });

  it(`allows Node's modules where the table says so, under their full name`, () => {
    expect(messages('src/data/npy.ts', `import fs from 'node:fs';`)).toEqual([]);
    expect(messages('src/data/npy.ts', `import fs from 'fs';`)).toEqual(['1: write node:fs']);
    expect(messages('src/analysis/cost/macs.ts', `import fs from 'node:fs/promises';`)).toEqual([
      `1: src/analysis must not use Node's modules (node:fs/promises)`,
    ]);
  });

  it('knows every file of the product', () => {
    expect(messages('src/somewhere/else.ts', '')).toEqual(['1: no folder of the import table holds src/somewhere/else.ts']);
    expect(messages('webview/css.d.ts', `declare module '*.css';`)).toEqual([]);
  });

  it('lets only the runner import the runtime and only the host import vscode', () => {
    const owners = (name: string) => importTable.filter(({ packages }) => packages?.includes(name)).map(({ folder }) => folder);
    expect(owners('onnxruntime-node')).toEqual(['src/runner']);
    expect(owners('vscode')).toEqual(['src/host']);
  });

  it('lets nothing but the folders themselves into the pages', () => {
    const pages = importTable.filter(({ folder }) => folder.startsWith('webview/'));
    expect(pages.flatMap(({ may }) => may).filter(folder => !/^(webview|src\/shared)\//.test(folder))).toEqual([]);
  });
});

describe('invisible characters', () => {
  it.each(['\u202E', '\u2066', '\u200B', '\uFEFF', '\u00AD'])('finds %j', mark => {
    const code = mark.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? '';
    expect(invisibleFindings(`one\ntwo ${mark}`)).toEqual([{ line: 2, message: `invisible character U+${code}` }]);
  });

  it('lets accents and symbols pass', () => {
    expect(invisibleFindings('é ± × → … 漢字 😀')).toEqual([]);
  });
});

describe('colours', () => {
  it('finds them in styles, but not in comments or ids', () => {
    const css = '/* #fff */\n.a { color: #1e90ff; }\n#add-layer { color: var(--vscode-foreground); }';
    expect(colorFindings('webview/ui/button.css', css)).toEqual([
      { line: 2, message: 'colour #1e90ff: use a theme variable or the ramp file' },
    ]);
  });

  it('finds them in strings, but not in private names', () => {
    const code = `class A {\n  #add = 1;\n  fill = '#fff8';\n}`;
    expect(colorFindings('webview/draw/rect.ts', code)).toEqual([
      { line: 3, message: 'colour #fff8: use a theme variable or the ramp file' },
    ]);
  });

  it('leaves the ramp file and the other side alone', () => {
    expect(colorFindings('webview/draw/heatRamp.ts', `const a = '#ffffff';`)).toEqual([]);
    expect(colorFindings('src/cli/report.ts', `const a = '#ffffff';`)).toEqual([]);
  });
});

describe('file names', () => {
  it('are camelCase and say something', () => {
    expect(nameFindings('src/onnx/wireReader.ts')).toEqual([]);
    expect(nameFindings('webview/views/layers/layersTable.tsx')).toEqual([]);
    expect(nameFindings('src/onnx/utils.ts')[0]?.message).toContain('says nothing');
    expect(nameFindings('src/onnx/index.ts')[0]?.message).toContain('says nothing');
    expect(nameFindings('src/onnx/WireReader.ts')[0]?.message).toContain('not camelCase');
  });
});

describe('texts of the pages', () => {
  const found = (text: string) => rawTextFindings('webview/views/a.tsx', text).map(({ message }) => message);

  it.each([
    [`const a = <p>Reload</p>;`, 'Reload'],
    [`const a = <p title="Reload" />;`, 'Reload'],
    [`const a = <p aria-label={isOpen ? 'Close' : label} />;`, 'Close'],
    [`const a = <p>{count} {count === 1 ? 'layer' : label}</p>;`, 'layer'],
    ['const a = <p>{`${count} layers`}</p>;', 'layers'],
    [`const a = { id: 'graph', title: 'Graph' };`, 'Graph'],
  ])('are found outside l10n.t: %s', (text, message) => {
    expect(found(text)).toEqual([`“${message}”: write l10n.t('…')`]);
  });

  it.each([
    [`const a = <p title={l10n.t('Reload')}>{l10n.t('{0} layers', count)}</p>;`],
    [`const a = <p class="row" role="group">{isOpen && <b />}</p>;`],
    [`const a = <h1>Layerwise</h1>;`],
    ['const a = <p>{`${low} – ${high} % · INT8`}</p>;'],
  ])('are in order: %s', text => {
    expect(found(text)).toEqual([]);
  });

  it('are those of pages only', () => {
    expect(rawTextFindings('src/cli/main.ts', `const a = { title: 'Graph' };`)).toEqual([]);
  });
});
