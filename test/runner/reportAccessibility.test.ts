import axe from 'axe-core';
import { chromium, type Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumOptions } from '../../tools/locate.mjs';
import { reportHtml } from '../../src/report/html/reportHtml';
import { chainModel, contentOf, fasterVariant, kernelPerNode } from '../unit/report/reportFixture';

describe('a report for screen readers and keyboards', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch(chromiumOptions());
  });
  afterAll(() => browser.close());

  it.each(['light', 'dark'] as const)('axe finds nothing in it, %s', async colorScheme => {
    const [before, after] = [1, 2].map(part => new Map([0, 1, 2].map(node => [node, (node + 1) / part])));
    const problems = [{ severity: 'warning' as const, reason: 'unknown-operator' as const, message: 'No kernel for com.acme.Foo.' }];
    const variants = [fasterVariant({ layerMs: { before: before ?? new Map(), after: after ?? new Map() } })];
    const page = await browser.newPage({ colorScheme });
    await page.setContent(reportHtml(contentOf(chainModel(['a', 'b', 'c']), kernelPerNode(3), { problems, variants })));
    for (const details of await page.locator('details').all()) await details.evaluate('node => (node.open = true)');
    await page.evaluate(axe.source);
    const found = await page.evaluate<{ id: string; nodes: string[] }[]>(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) })))',
    );
    expect(found).toEqual([]);
    await page.close();
  });
});
