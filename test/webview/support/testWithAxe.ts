import { test } from 'vitest';
import { page } from 'vitest/browser';
import { MOCK_SIZES, type PageCase } from '../fixtures/pageCases';
import { expectNoViolations } from './axeViolations';
import { settled, showCase } from './showCase';

/** Tests of pages that nothing is done on. In several files, since files run beside each other and axe takes seconds for a page. */
export function testWithAxe(cases: readonly PageCase[]): void {
  test.each(cases)('axe finds nothing in $name, in any theme', async shown => {
    await page.viewport(...(shown.size ?? MOCK_SIZES[shown.page]));
    showCase(shown);
    await settled();
    await expectNoViolations();
  });
}
