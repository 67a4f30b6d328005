import '@vscode/codicons/dist/codicon.css';
import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { MOCK_SIZES, PAGE_CASES } from '../fixtures/pageCases';
import { hidePage, THEMES } from '../support/pages';
import { settled, showCase } from '../support/showCase';

afterEach(hidePage);

/** Wherever the pointer was left, nothing is hovered. */
document.head.appendChild(document.createElement('style')).textContent = '* { pointer-events: none !important }';

/** Small ones that show every drawing and most widgets; `npm run shots:baseline` takes them anew. */
const STABLE = ['layers-narrow', 'graph-narrow', 'timeline-narrow', 'roofline-narrow', 'compare-narrow', 'panel-crashed'];
const stableCases = PAGE_CASES.filter(({ name }) => STABLE.includes(name));

/** Width of a line in the font of the page and in the editor's, in hundredths of a pixel, where the screenshots were taken. */
const FONTS_OF_SCREENSHOTS = '19291,21133';

function fontsHere(): string {
  const probe = document.body.appendChild(document.createElement('span'));
  probe.textContent = 'Conv 3×3 · 1.84 ms → 25.5 M';
  const widths = ['--vscode-font-family', '--vscode-editor-font-family'].map(family => {
    probe.style.font = `13px var(${family})`;
    return Math.round(probe.getBoundingClientRect().width * 100);
  });
  probe.remove();
  return widths.join();
}

describe.skipIf(fontsHere() !== FONTS_OF_SCREENSHOTS).each(THEMES)('%s (where fonts are those of the screenshots)', theme => {
  test.each(stableCases)('$name looks as before', async shown => {
    await page.viewport(...(shown.size ?? MOCK_SIZES[shown.page]));
    showCase(shown, theme);
    await settled();
    await expect(page.elementLocator(document.body)).toMatchScreenshot(`${shown.name}-${theme}`);
  });
});

test('every screenshot has its case', () => {
  expect(stableCases).toHaveLength(STABLE.length);
});
