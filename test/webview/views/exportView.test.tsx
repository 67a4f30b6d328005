import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { setNumberLanguage } from '../../../src/shared/base/numberLanguage';
import { SvgSurface } from '../../../webview/draw/svgSurface';
import { viewPicture } from '../../../webview/views/export/viewPicture';
import { drawingOn } from '../../../webview/views/page/useDrawing';
import type { UiState, ViewId } from '../../../webview/views/page/uiState';
import { pageState } from '../fixtures/pageStates';
import { sampleRoofline } from '../fixtures/sampleRoofline';
import { hidePage, showPage } from '../support/pages';

beforeEach(() => page.viewport(1212, 860));
afterEach(() => {
  hidePage();
  setNumberLanguage('en');
});

const VIEWS: readonly ViewId[] = ['graph', 'map', 'layers', 'timeline', 'compare', 'roofline'];

async function show(view: ViewId, ui: Partial<UiState> = {}) {
  const state = pageState('ready');
  const roofline = state.model && state.profile && sampleRoofline(state.model, state.profile, 3);
  const shown = showPage('editor', { ...state, roofline }, { theme: 'vscode-light', ui: { view, ...ui } });
  const ready = view === 'layers' ? '.table-row.layer' : view === 'compare' ? '.compare-plot .zero' : '#view canvas';
  await expect.poll(() => document.querySelector(ready)?.getBoundingClientRect().width ?? 0).toBeGreaterThan(50);
  await new Promise(resolve => setTimeout(resolve, view === 'graph' ? 400 : 50));
  return shown;
}

async function choose(item: string) {
  await userEvent.click(page.getByRole('button', { name: 'Export', exact: true }));
  await userEvent.click(page.getByRole('menuitem', { name: item }));
}

const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

describe.each(VIEWS)('%s as a picture', view => {
  test('is SVG that stands on its own', async () => {
    const { host } = await show(view);
    await choose('View as SVG');
    await expect.poll(() => host.exports.length).toBe(1);
    const [file] = host.exports;
    expect(file).toMatchObject({ name: view, format: 'svg' });
    const svg = new DOMParser().parseFromString(textOf(file?.bytes), 'image/svg+xml');
    expect(svg.querySelector('parsererror')).toBeNull();
    expect(svg.querySelectorAll('path,rect').length).toBeGreaterThan(30);
    const words = [...svg.querySelectorAll('text')].map(({ textContent }) => textContent);
    expect(words[0]).toMatch(/\.onnx · /);
    expect(words.length).toBeGreaterThan(8);
    const paints = [...svg.querySelectorAll('[fill],[stroke]')].flatMap(element => [
      element.getAttribute('fill'),
      element.getAttribute('stroke'),
    ]);
    expect(paints.filter(paint => paint !== null && paint !== 'none' && !/^#[0-9a-f]{6}$/.test(paint))).toEqual([]);
    expect(svg.querySelector('script,foreignObject,style,image,use,a')).toBeNull();
  });
});

test('a picture as PNG has twice the pixels of the screen', async () => {
  const { host } = await show('map');
  await choose('View as PNG');
  await expect.poll(() => host.exports.length).toBe(1);
  const bytes = host.exports[0]?.bytes ?? new Uint8Array();
  const image = await createImageBitmap(new Blob([bytes.slice().buffer], { type: 'image/png' }));
  expect(image.width).toBe(2 * Math.ceil(document.getElementById('view')?.getBoundingClientRect().width ?? 0));
});

/** Share of pixels that differ by more than smoothing does. */
function difference(a: ImageData, b: ImageData): number {
  let count = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    const far = [0, 1, 2].some(channel => Math.abs((a.data[at + channel] ?? 0) - (b.data[at + channel] ?? 0)) > 48);
    if (far) count++;
  }
  return (4 * count) / a.data.length;
}

async function asPixels(markup: string, width: number, height: number): Promise<ImageData> {
  const image = new Image(width, height);
  const background = '<rect width="100%" height="100%" fill="#ffffff"/>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${background}${markup}</svg>`;
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  return pixelsOf(image, width, height);
}

function pixelsOf(image: CanvasImageSource, width: number, height: number): ImageData {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('No canvas');
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

test.each([
  ['map', {}],
  ['map', { mapForm: 'icicle' }],
  ['graph', {}],
  ['timeline', {}],
  ['roofline', {}],
] as const)('what is written of the %s looks as on its canvas %j', async (view, ui) => {
  await show(view, ui);
  const canvas = document.querySelector<HTMLCanvasElement>('#view canvas');
  const drawing = canvas === null ? undefined : drawingOn(canvas);
  if (canvas === null || drawing === undefined) throw new Error('Nothing is drawn');
  const [width, height] = [Math.floor(drawing.width), Math.floor(drawing.height)];
  const surface = new SvgSurface(drawing.width, drawing.height, 'test', window.devicePixelRatio);
  drawing.draw(surface);
  const written = await asPixels(surface.markup(), width, height);
  const nothing = await asPixels('', width, height);
  const onCanvas = pixelsOf(canvas, width, height);
  const [far, empty] = [difference(written, onCanvas), difference(nothing, onCanvas)];
  expect(far).toBeLessThan(0.02);
  expect(far).toBeLessThan(empty / 3);
});

test('layers as CSV have units in the header, and numbers with a point in every language', async () => {
  setNumberLanguage('de');
  const { host, store } = await show('layers');
  await choose('Layers as CSV');
  await expect.poll(() => host.exports.length).toBe(1);
  expect(host.exports[0]).toMatchObject({ name: 'layers', format: 'csv' });
  const [head = '', ...rows] = textOf(host.exports[0]?.bytes).trimEnd().split('\r\n');
  expect(head).toContain('Layer,Name in the file,Group,Op,Output,Latency (ms)');
  expect(head).toContain('Weight bytes (bytes)');
  expect(rows).toHaveLength(store.model.value?.layers.length ?? -1);
  expect(rows.join('')).not.toMatch(/[\u202f\u2212]/);
});

test('every number in the table is in the JSON as it is shown', async () => {
  const { host } = await show('layers');
  await choose('Layers as JSON');
  await expect.poll(() => host.exports.length).toBe(1);
  const { layers, columns } = JSON.parse(textOf(host.exports[0]?.bytes)) as {
    readonly columns: readonly { readonly id: string; readonly unit: string }[];
    readonly layers: readonly {
      readonly name: string;
      readonly values: Record<string, { readonly value: number | null; readonly shown: string }>;
    }[];
  };
  expect(columns.map(({ id }) => id)).toEqual(expect.arrayContaining(['latencyMs', 'macs', 'weightBytes']));
  const shown = new Set(layers.flatMap(({ values }) => Object.values(values).map(value => value.shown)));
  const cells = [...document.querySelectorAll('.table-row.layer .c-metric, .table-row.layer .c-primary')].map(cell =>
    cell.textContent.trim(),
  );
  expect(cells.length).toBeGreaterThan(20);
  expect(cells.filter(text => text !== '' && ![...shown].some(known => text.startsWith(known) || known.startsWith(text)))).toEqual([]);
});

test('the comparison is exported as it is drawn, and with its numbers', async () => {
  const { host, store } = await show('compare');
  await choose('View as SVG');
  await choose('Comparison as CSV');
  await choose('Comparison as JSON');
  await expect.poll(() => host.exports.length).toBe(3);
  expect(host.exports.map(({ name, format }) => `${name}.${format}`)).toEqual(['compare.svg', 'compare.csv', 'compare.json']);
  const [picture = '', csv = '', json = ''] = host.exports.map(({ bytes }) => textOf(bytes));
  const drawn = new DOMParser().parseFromString(picture, 'image/svg+xml');
  // Without the tooltip that a text may have.
  const textsIn = (root: ParentNode, selector: string) =>
    [...root.querySelectorAll(selector)].map(({ childNodes }) =>
      [...childNodes].map(node => (node instanceof Text ? node.data : '')).join(''),
    );
  expect(textsIn(drawn, 'text')).toEqual(expect.arrayContaining(textsIn(document, '.compare-plot text')));
  const paths = (root: ParentNode, selector: string) => [...root.querySelectorAll(selector)].map(path => path.getAttribute('d'));
  expect(paths(drawn, 'svg svg path')).toEqual(expect.arrayContaining(paths(document, '.compare-plot path')));
  const [head = '', baseline = '', ...files] = csv.trimEnd().split('\r\n');
  expect(head.split(',').slice(0, 4)).toEqual(['File', 'Description', 'Size (bytes)', 'Latency (ms)']);
  expect(baseline).toMatch(/^resnet50\.onnx,baseline,\d+,57\.6/);
  expect(files).toHaveLength(store.state.value.compared.length);
  const { shown } = JSON.parse(json) as {
    readonly shown: { readonly file: string; readonly layers: readonly { readonly name: string }[] };
  };
  expect(shown.file).toBe('resnet50.int8.onnx');
  expect(shown.layers.map(({ name }) => name)).toContain('layer4.0.conv2');
});

test('names of a model are text in a picture', async () => {
  await show('layers');
  const view = document.createElement('div');
  view.style.cssText = 'width:300px;height:40px';
  view.textContent = '<script>alert(1)</script> & "x"';
  document.body.append(view);
  const { svg } = viewPicture(view, { title: '"><a>', metric: '<b>', ends: undefined });
  view.remove();
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  expect(parsed.querySelector('parsererror, script, a, b')).toBeNull();
  expect(parsed.documentElement.textContent).toContain('<script>alert(1)</script> & "x"');
});
