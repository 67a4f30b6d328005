import '@vscode/codicons/dist/codicon.css';
import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { MOCK_SIZES, PAGE_CASES, type Size } from '../fixtures/pageCases';
import { pageState } from '../fixtures/pageStates';
import { emulateMedia } from '../support/emulateMedia';
import { layoutProblems } from '../support/layoutProblems';
import { hidePage, showPage } from '../support/pages';
import { settled, showCase } from '../support/showCase';

afterEach(async () => {
  hidePage();
  await emulateMedia();
});

/** Each state once, where its size is not its point. */
const CASES = PAGE_CASES.filter(({ model, size }) => model === undefined && size === undefined);

/** The areas of the mock at 200 %, and the narrowest that anybody has to bear. */
const SIZES: Readonly<Record<string, Size>> = { '200 % zoom': [606, 454], '320 px': [320, 640] };

describe.each(Object.entries(SIZES))('%s', (_, size) => {
  test.each(CASES)('$name fits', async shown => {
    await page.viewport(...size);
    showCase(shown);
    await settled();
    expect(layoutProblems()).toEqual([]);
  });
});

const WAITING = PAGE_CASES.filter(({ state = 'ready' }) => /loading|beginning|profiling|partial|quantizing|comparing/.test(state));

test.each(WAITING)('nothing moves in $name with reduced motion', async shown => {
  await page.viewport(...(shown.size ?? MOCK_SIZES[shown.page]));
  showCase(shown);
  await settled();
  await emulateMedia({ 'prefers-reduced-motion': 'reduce' });
  expect(matchMedia('(prefers-reduced-motion: reduce)').matches).toBe(true);
  expect(document.getAnimations().filter(({ playState }) => playState === 'running')).toEqual([]);
});

describe('forced colours', () => {
  const views = CASES.filter(({ name }) => /^(layers|graph|map|icicle|timeline|roofline)$/.test(name));

  test.each(views)('the drawings of $name can be read on white in a dark theme', async shown => {
    await emulateMedia({ 'forced-colors': 'active', 'prefers-color-scheme': 'light' });
    await page.viewport(...MOCK_SIZES[shown.page]);
    showCase(shown);
    await settled();
    for (const canvas of document.querySelectorAll('canvas')) expect(inkShare(canvas)).toBeLessThan(0.12);
  });

  test('what is chosen is filled', async () => {
    await emulateMedia({ 'forced-colors': 'active', 'prefers-color-scheme': 'light' });
    showPage('editor', pageState('ready'), { ui: { selected: 99 } });
    await settled();
    for (const chosen of ['.tabs [aria-selected="true"]', '.segments [aria-checked="true"]', '.table-row.selected']) {
      const element = document.querySelector(chosen);
      expect(element && getComputedStyle(element).backgroundColor, chosen).toBe(systemColor('Highlight'));
    }
  });
});

function systemColor(name: string): string {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.cssText = `forced-color-adjust: none; color: ${name}`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Share of the pixels of a drawing that have the colour of text: boxes filled with it would hide what stands in them. */
function inkShare(canvas: HTMLCanvasElement): number {
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
  let ink = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    if (pixels[at] === 0 && pixels[at + 1] === 0 && pixels[at + 2] === 0 && pixels[at + 3] === 255) ink++;
  }
  return (4 * ink) / pixels.length;
}
