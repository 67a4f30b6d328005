// npm run shots [-- FILTER] [--out FOLDER]: every page, state and theme as a picture (recorded models, Chromium), and index.html to look through them.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import esbuild from 'esbuild';
import { chromium } from 'playwright';
import { chromiumOptions } from './locate.mjs';
import { inlineWorkers } from './inlineWorkers.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string', default: 'out/shots' } } });
const filter = new RegExp(positionals[0] ?? '');
const folder = values.out;

const THEMES = { dark: 'vscode-dark', light: 'vscode-light', hc: 'vscode-high-contrast', hcl: 'vscode-high-contrast-light' };
const PAGES_AT_ONCE = 2;

/** @typedef {{ name: string, width: number, height: number }} PageCase */
/** @typedef {{ file: string, theme: string, pageCase: PageCase }} Shot */

/** Bundles the gallery (test/webview/support/gallery.ts) and gives the address of its page. */
async function buildGallery() {
  const outdir = path.join(folder, 'gallery');
  await esbuild.build({
    entryPoints: ['test/webview/support/gallery.ts'],
    outdir,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    plugins: [inlineWorkers({})],
    logLevel: 'warning',
  });
  const file = path.join(outdir, 'gallery.html');
  fs.writeFileSync(
    file,
    '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="gallery.css"><body><script src="gallery.js"></script>',
  );
  return pathToFileURL(path.resolve(file)).href;
}

/** @param {import('playwright').Browser} browser @param {string} address @returns {Promise<PageCase[]>} */
async function listCases(browser, address) {
  const page = await browser.newPage();
  await page.goto(address);
  return page.evaluate('window.pageCases');
}

/** @param {PageCase[]} cases @returns {Shot[]} */
function chooseShots(cases) {
  const all = cases.flatMap(pageCase =>
    Object.entries(THEMES).map(([short, theme]) => ({ file: `${pageCase.name}-${short}.png`, theme, pageCase })),
  );
  return all.filter(({ file }) => filter.test(file.slice(0, -'.png'.length)));
}

/** @param {import('playwright').Page} page @param {string} address @param {Shot} shot */
async function take(page, address, { file, theme, pageCase: { name, width, height } }) {
  await page.setViewportSize({ width, height });
  await page.goto(`${address}?${new URLSearchParams({ case: name, theme }).toString()}`);
  await page.waitForSelector('body[data-settled]');
  await page.screenshot({ path: path.join(folder, file) });
  console.log(file);
}

/** The contact sheet: a row per case, a column per theme. @param {Shot[]} shots */
function contactSheet(shots) {
  const names = [...new Set(shots.map(({ pageCase }) => pageCase.name))];
  const cell = (/** @type {Shot} */ { file }) => `<a href="${file}"><img loading="lazy" src="${file}" alt="${file}"></a>`;
  const rows = names.map(name => {
    const row = shots.filter(({ pageCase }) => pageCase.name === name);
    return `<h2>${name}</h2><div>${row.map(cell).join('')}</div>`;
  });
  const style = 'body{font:14px sans-serif;background:#888}div{display:grid;grid-template-columns:repeat(4,1fr);gap:8px}img{width:100%}';
  return `<!doctype html><meta charset="utf-8"><title>Layerwise</title><style>${style}</style>${rows.join('\n')}`;
}

const address = await buildGallery();
const browser = await chromium.launch(chromiumOptions());
try {
  const shots = chooseShots(await listCases(browser, address));
  const waiting = [...shots];
  const work = Array.from({ length: PAGES_AT_ONCE }, async () => {
    const page = await browser.newPage();
    page.on('pageerror', error => console.error(error.message));
    page.on('console', message => message.type() === 'error' && console.error(message.text()));
    for (let shot = waiting.shift(); shot; shot = waiting.shift()) await take(page, address, shot);
  });
  await Promise.all(work);
  fs.writeFileSync(path.join(folder, 'index.html'), contactSheet(shots));
  console.log(`${shots.length} pictures: ${path.join(folder, 'index.html')}`);
} finally {
  await browser.close();
}
