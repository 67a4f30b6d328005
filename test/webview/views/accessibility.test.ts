import '@vscode/codicons/dist/codicon.css';
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { MOCK_SIZES, PAGE_CASES } from '../fixtures/pageCases';
import { axeViolations } from '../support/axeViolations';
import { hidePage } from '../support/pages';
import { settled, showCase } from '../support/showCase';
import { CHART_CASES, showTables } from '../support/showTables';
import { testWithAxe } from '../support/testWithAxe';

afterEach(hidePage);

testWithAxe(PAGE_CASES.filter(shown => shown.page !== 'editor'));

test.each(CHART_CASES)('axe finds nothing in the tables of small charts of $name', async shown => {
  await page.viewport(...MOCK_SIZES[shown.page]);
  showCase(shown);
  await settled();
  expect(await showTables()).toBeGreaterThan(0);
  expect(await axeViolations()).toEqual([]);
});
