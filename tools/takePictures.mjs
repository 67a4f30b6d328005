// npm run pictures [-- FILTER] [--out FOLDER]: every page and state with recorded models in every theme, for people to look at.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import esbuild from 'esbuild';
import { chromium } from 'playwright';
import { chromiumOptions } from './locate.mjs';
import { inlineWorkers } from './inlineWorkers.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string', default: 'out/pictures' } } });
const [filter = ''] = positionals;

const THEMES = { dark: 'vscode-dark', light: 'vscode-light', hc: 'vscode-high-contrast', hcl: 'vscode-high-contrast-light' };
/** Sizes of the mock's areas: the editor beside the side panel, and the panel itself. */
const EDITOR = { width: 1212, height: 908 };
const PANEL = { width: 340, height: 860 };
const TAB = { width: 1552, height: 908 };

/** `layer4.0.conv2` of the recorded ResNet-50. */
const resnetLayer = 99;
/**
 * @typedef {object} Shot
 * @property {string} page
 * @property {{ width: number, height: number }} size
 * @property {string} [state]
 * @property {string} [model]
 * @property {string} [metric]
 * @property {string} [overlay]
 * @property {object} [ui]
 */

/** @type {Record<string, Shot>} */
const shots = {
  layers: { page: 'editor', size: EDITOR, ui: { view: 'layers', selected: resnetLayer, panes: { weights: true }, toggled: ['layer:99'] } },
  'layers-det': { page: 'editor', model: 'textDetection', size: EDITOR, ui: { view: 'layers', selected: 11, toggled: ['layer:11'] } },
  'layers-encoder': { page: 'editor', model: 'encoder', size: EDITOR, ui: { view: 'layers' } },
  compare: { page: 'editor', size: EDITOR, ui: { view: 'compare', selected: resnetLayer } },
  'compare-narrow': { page: 'editor', size: { width: 400, height: 900 }, ui: { view: 'compare' } },
  graph: { page: 'editor', size: EDITOR, ui: { view: 'graph', selected: resnetLayer } },
  'graph-det': { page: 'editor', model: 'textDetection', size: EDITOR, ui: { view: 'graph', selected: 11 } },
  'graph-encoder': { page: 'editor', model: 'encoder', size: EDITOR, ui: { view: 'graph' } },
  'graph-kernels': { page: 'editor', size: EDITOR, ui: { view: 'graph', graphNodes: 'kernels', graphDirection: 'right' } },
  'graph-static': { page: 'editor', state: 'static', size: EDITOR, ui: { view: 'graph' } },
  'graph-narrow': { page: 'editor', size: { width: 320, height: 640 }, ui: { view: 'graph' } },
  map: { page: 'editor', size: EDITOR, metric: 'intensity', ui: { view: 'map', selected: resnetLayer } },
  'map-det': { page: 'editor', model: 'textDetection', size: EDITOR, ui: { view: 'map', selected: 11 } },
  'map-encoder': { page: 'editor', model: 'encoder', size: EDITOR, ui: { view: 'map' } },
  icicle: { page: 'editor', size: EDITOR, ui: { view: 'map', mapForm: 'icicle', selected: resnetLayer } },
  timeline: { page: 'editor', size: EDITOR, ui: { view: 'timeline', selected: resnetLayer } },
  'timeline-det': { page: 'editor', model: 'textDetection', size: EDITOR, ui: { view: 'timeline', selected: 11 } },
  'timeline-encoder': { page: 'editor', model: 'encoder', size: EDITOR, ui: { view: 'timeline' } },
  'timeline-static': { page: 'editor', state: 'static', size: EDITOR, ui: { view: 'timeline' } },
  'timeline-narrow': { page: 'editor', size: { width: 320, height: 640 }, ui: { view: 'timeline' } },
  roofline: { page: 'editor', size: EDITOR, ui: { view: 'roofline', selected: resnetLayer } },
  'roofline-det': { page: 'editor', model: 'textDetection', size: EDITOR, ui: { view: 'roofline', selected: 11 } },
  'roofline-encoder': { page: 'editor', model: 'encoder', size: EDITOR, metric: 'intensity', ui: { view: 'roofline' } },
  'roofline-narrow': { page: 'editor', size: { width: 320, height: 640 }, ui: { view: 'roofline' } },
  metrics: { page: 'editor', size: EDITOR, metric: 'params', overlay: 'metrics', ui: { view: 'layers', selected: resnetLayer } },
  facts: { page: 'editor', size: EDITOR, overlay: 'facts', ui: { view: 'layers' } },
  filtered: { page: 'editor', size: EDITOR, ui: { view: 'layers', filter: 'op:Conv latency>1ms' } },
  'filter-error': { page: 'editor', size: EDITOR, ui: { view: 'layers', filter: 'lat>1ms' } },
  'editor-static': { page: 'editor', state: 'static', size: EDITOR, ui: { view: 'layers', selected: resnetLayer } },
  'editor-profiling': { page: 'editor', state: 'profiling', size: EDITOR },
  'editor-stale': { page: 'editor', state: 'stale', size: EDITOR },
  'editor-crashed': { page: 'editor', state: 'crashed', size: EDITOR },
  'editor-failed': { page: 'editor', state: 'failed', size: EDITOR },
  'editor-restricted': { page: 'editor', state: 'restricted', size: EDITOR },
  'editor-loading': { page: 'editor', state: 'loading', size: EDITOR },
  'editor-counting': { page: 'editor', state: 'counting', size: EDITOR, ui: { view: 'layers', selected: resnetLayer } },
  'editor-changed': { page: 'editor', state: 'changed', size: EDITOR },
  'narrow-860': { page: 'editor', size: { width: 812, height: 843 }, ui: { view: 'layers', selected: resnetLayer } },
  'narrow-600': { page: 'editor', size: { width: 600, height: 800 }, ui: { view: 'layers' } },
  'narrow-400': { page: 'editor', size: { width: 400, height: 800 }, ui: { view: 'layers' } },
  'narrow-drawer': { page: 'editor', size: { width: 700, height: 800 }, overlay: 'drawer', ui: { view: 'map', selected: resnetLayer } },
  panel: { page: 'sidePanel', size: PANEL, ui: { selected: resnetLayer } },
  'panel-det': { page: 'sidePanel', model: 'textDetection', size: PANEL, ui: { selected: 11 } },
  'panel-collapsed': { page: 'sidePanel', state: 'noVariants', size: PANEL, ui: { panes: { layers: false } } },
  'panel-quantizing': { page: 'sidePanel', state: 'quantizing', size: PANEL },
  'panel-profiling': { page: 'sidePanel', state: 'profiling', size: PANEL },
  'panel-partial': { page: 'sidePanel', state: 'partial', size: PANEL },
  'panel-empty': { page: 'sidePanel', state: 'empty', size: { width: 340, height: 330 } },
  'panel-restricted': { page: 'sidePanel', state: 'restricted', size: { width: 340, height: 330 } },
  'panel-crashed': { page: 'sidePanel', state: 'crashed', size: { width: 340, height: 330 } },
  'panel-loading': { page: 'sidePanel', state: 'loading', size: { width: 340, height: 330 } },
  'panel-counting': { page: 'sidePanel', state: 'counting', size: PANEL },
  'panel-static': { page: 'sidePanel', state: 'static', size: PANEL },
  'panel-250': { page: 'sidePanel', size: { width: 250, height: 700 } },
  plan: { page: 'optimize', state: 'plan', size: TAB },
  result: { page: 'optimize', state: 'result', size: TAB },
};

/** Bundles the gallery and gives the address of its page. @param {string} folder */
async function buildGallery(folder) {
  await esbuild.build({
    entryPoints: ['test/webview/support/gallery.tsx'],
    outdir: folder,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    plugins: [inlineWorkers({})],
    logLevel: 'warning',
  });
  const file = path.join(folder, 'gallery.html');
  fs.writeFileSync(
    file,
    '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="gallery.css"><body><script src="gallery.js"></script>',
  );
  return pathToFileURL(path.resolve(file)).href;
}

/** @param {string} base @param {Shot} shot @param {string} theme */
function address(base, { page, state, model, metric, overlay, ui = {} }, theme) {
  const query = new URLSearchParams({ page, theme, ui: JSON.stringify(ui) });
  for (const [key, value] of Object.entries({ state, model, metric, overlay })) if (value) query.set(key, value);
  return `${base}?${query.toString()}`;
}

const base = await buildGallery(path.join(values.out, 'gallery'));
const browser = await chromium.launch(chromiumOptions());
try {
  const page = await browser.newPage();
  page.on('pageerror', error => console.error(error.message));
  page.on('console', message => message.type() === 'error' && console.error(message.text()));
  for (const [name, shot] of Object.entries(shots)) {
    for (const [short, theme] of Object.entries(THEMES)) {
      const file = `${name}-${short}`;
      if (!new RegExp(filter).test(file)) continue;
      await page.setViewportSize(shot.size);
      await page.goto(address(base, shot, theme));
      await page.waitForTimeout(500);
      await page.screenshot({ path: path.join(values.out, `${file}.png`) });
      console.log(file);
    }
  }
} finally {
  await browser.close();
}
