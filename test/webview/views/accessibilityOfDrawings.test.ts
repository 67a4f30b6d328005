import '@vscode/codicons/dist/codicon.css';
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { isDrawn, MOCK_SIZES, PAGE_CASES } from '../fixtures/pageCases';
import { expectNoViolations } from '../support/axeViolations';
import { hidePage } from '../support/pages';
import { settled, showCase } from '../support/showCase';
import { testWithAxe } from '../support/testWithAxe';

afterEach(hidePage);

testWithAxe(PAGE_CASES.filter(shown => shown.page === 'editor' && isDrawn(shown)));

/** Cards, by the view whose keyboard opens them. */
const CARDS = [
  { view: 'layers', twin: '.spine-twin', keys: '{ArrowRight}', card: '.spine-card' },
  { view: 'map', twin: '.map-twin', keys: '{ArrowRight}', card: '.map-card' },
  { view: 'timeline', twin: '.chart-twin', keys: '{ArrowRight}', card: '.chart-card' },
  { view: 'roofline', twin: '.chart-twin', keys: '{ArrowRight}', card: '.chart-card' },
  { view: 'graph', twin: '.graph-twin', keys: ' ', card: '.graph-card' },
] as const;

test.each(CARDS)('axe finds nothing in the card of $view, in any theme', async ({ view, twin, keys, card }) => {
  await page.viewport(...MOCK_SIZES.editor);
  showCase({ name: view, page: 'editor', ui: { view, selected: 99 } });
  await settled();
  document.querySelector<HTMLElement>(twin)?.focus();
  await userEvent.keyboard(keys);
  await expect.poll(() => document.querySelector(card)).not.toBeNull();
  await expectNoViolations();
});
