import '../support/madeUpLanguage';
import '@vscode/codicons/dist/codicon.css';
import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { MOCK_SIZES, PAGE_CASES, type PageCase } from '../fixtures/pageCases';
import { layoutProblems } from '../support/layoutProblems';
import { hidePage } from '../support/pages';
import { settled, showCase } from '../support/showCase';
import { CHART_CASES, showTables } from '../support/showTables';
import { foreignNumbers, untranslated } from '../support/untranslated';

/** Names that no language changes. */
const NAMES = 'Layerwise Runtime Escape Shift Ctrl Alt PageUp PageDown Home Enter kernel_shape';

afterEach(() => {
  hidePage();
  vi.restoreAllMocks();
});

/** Each state once: other models bring other data, not other texts. */
const CASES = PAGE_CASES.filter(({ model }) => model === undefined);

/** Narrow pages with long words and the ends of a long legend beside them are not promised to fit. */
const isUsual = ({ size, metric }: PageCase) => size === undefined && metric === undefined;

test.each(CASES)(
  'every text of $name is translated, numbers are those of the language, and at the usual size a text fits that is a third longer',
  async shown => {
    await page.viewport(...(shown.size ?? MOCK_SIZES[shown.page]));
    const paint = vi.spyOn(CanvasRenderingContext2D.prototype, 'fillText');
    const { store, host } = showCase(shown);
    await settled();
    const answers = [await host.previewData(), await host.dryRun([]), await host.nodeDetails(0)];
    const texts = textsOf([NAMES, store.state.value, store.fileDifference.value, answers]);
    const words = new Set(texts.flatMap(text => text.match(/[A-Za-z][a-z]{2,}/g) ?? []));
    const painted = paint.mock.calls.map(([text]) => text);
    expect(untranslated(word => words.has(word), painted)).toEqual([]);
    expect(foreignNumbers(text => texts.some(known => known.includes(text)), painted)).toEqual([]);
    if (isUsual(shown)) expect(layoutProblems()).toEqual([]);
  },
);

test.each(CHART_CASES)('every text of the tables of small charts of $name is translated', async shown => {
  await page.viewport(...MOCK_SIZES[shown.page]);
  const { store } = showCase(shown);
  await settled();
  expect(await showTables()).toBeGreaterThan(0);
  const tables = [...document.querySelectorAll('.chart-table [role=columnheader], .chart-switch')].map(({ textContent }) => textContent);
  const names = new Set(store.state.value.variants.map(({ name }) => name));
  expect(tables.filter(text => !/^⟦.*⟧$/.test(text) && !names.has(text))).toEqual([]);
});

test.each([860, 900, 1000, 1060, 1212, 1500])('texts that are a third longer fit an editor of %i pixels', async width => {
  await page.viewport(width, 860);
  showCase({ name: 'ready', page: 'editor', state: 'ready' });
  await settled();
  expect(layoutProblems()).toEqual([]);
});

/** All texts of what came from the host, names of fields left out. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  const parts: readonly unknown[] = value instanceof Map ? [...value] : Object.values(value);
  return parts.flatMap(textsOf);
}
