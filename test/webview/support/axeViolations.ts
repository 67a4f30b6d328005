import axe, { type RunOptions } from 'axe-core';
import { expect } from 'vitest';
import { nextFrames } from './showCase';
import { showTheme, THEMES } from './pages';

/** Structure is the same in every theme, contrast is not. */
const [first, ...others] = THEMES;
const CONTRAST: RunOptions = { runOnly: ['color-contrast'] };

/** What axe finds, in words. `scrollable-region-focusable` and the rest of axe's own rules are all on. */
export async function axeViolations(options: RunOptions = {}): Promise<readonly string[]> {
  const { violations: found } = await axe.run(document, { ...options, resultTypes: ['violations'] });
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${String(target)}: ${failureSummary ?? ''}`),
  );
}

/** Looks at a page that is shown in the first theme, then at its contrast in the others. */
export async function expectNoViolations(): Promise<void> {
  const found: Partial<Record<string, readonly string[]>> = { [first]: await axeViolations() };
  for (const theme of others) {
    showTheme(theme);
    await nextFrames(2);
    found[theme] = await axeViolations(CONTRAST);
  }
  expect(found).toEqual(Object.fromEntries(THEMES.map(theme => [theme, []])));
}
