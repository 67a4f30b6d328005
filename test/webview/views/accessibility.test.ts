import axe, { type RunOptions } from 'axe-core';
import '@vscode/codicons/dist/codicon.css';
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { MOCK_SIZES, PAGE_CASES } from '../fixtures/pageCases';
import { hidePage, showTheme, THEMES } from '../support/pages';
import { settled, showCase } from '../support/showCase';
import { CHART_CASES, showTables } from '../support/showTables';

afterEach(hidePage);

/** What axe finds, in words. `scrollable-region-focusable` and the rest of axe's own rules are all on. */
async function violations(options: RunOptions): Promise<readonly string[]> {
  const { violations: found } = await axe.run(document, { ...options, resultTypes: ['violations'] });
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${String(target)}: ${failureSummary ?? ''}`),
  );
}

/** Cards, by the view whose keyboard opens them. */
const CARDS = [
  { view: 'layers', twin: '.spine-twin', keys: '{ArrowRight}', card: '.spine-card' },
  { view: 'map', twin: '.map-twin', keys: '{ArrowRight}', card: '.map-card' },
  { view: 'timeline', twin: '.chart-twin', keys: '{ArrowRight}', card: '.chart-card' },
  { view: 'roofline', twin: '.chart-twin', keys: '{ArrowRight}', card: '.chart-card' },
  { view: 'graph', twin: '.graph-twin', keys: ' ', card: '.graph-card' },
] as const;

/** Until styles and drawings have followed a change of the theme. */
const twoFrames = () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));

/** Structure is the same in every theme, contrast is not. */
const [first, ...others] = THEMES;
const CONTRAST: RunOptions = { runOnly: ['color-contrast'] };

test.each(PAGE_CASES)('axe finds nothing in $name, in any theme', async shown => {
  await page.viewport(...(shown.size ?? MOCK_SIZES[shown.page]));
  showCase(shown, first);
  await settled();
  const found: Partial<Record<string, readonly string[]>> = { [first]: await violations({}) };
  for (const theme of others) {
    showTheme(theme);
    await twoFrames();
    found[theme] = await violations(CONTRAST);
  }
  expect(found).toEqual(Object.fromEntries(THEMES.map(theme => [theme, []])));
});

test.each(CHART_CASES)('axe finds nothing in the tables of small charts of $name', async shown => {
  await page.viewport(...MOCK_SIZES[shown.page]);
  showCase(shown, first);
  await settled();
  expect(await showTables()).toBeGreaterThan(0);
  expect(await violations({})).toEqual([]);
});

test.each(CARDS)('axe finds nothing in the card of $view, in any theme', async ({ view, twin, keys, card }) => {
  await page.viewport(...MOCK_SIZES.editor);
  showCase({ name: view, page: 'editor', ui: { view, selected: 99 } }, first);
  await settled();
  document.querySelector<HTMLElement>(twin)?.focus();
  await userEvent.keyboard(keys);
  await expect.poll(() => document.querySelector(card)).not.toBeNull();
  const found: Partial<Record<string, readonly string[]>> = { [first]: await violations({}) };
  for (const theme of others) {
    showTheme(theme);
    await twoFrames();
    found[theme] = await violations(CONTRAST);
  }
  expect(found).toEqual(Object.fromEntries(THEMES.map(theme => [theme, []])));
});
