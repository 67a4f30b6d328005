import '../support/madeUpLanguage';
import '@vscode/codicons/dist/codicon.css';
import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { countingNote } from '../../../src/shared/report/countingNotes';
import { MOCK_SIZES, PAGE_CASES, type PageCase } from '../fixtures/pageCases';
import { layoutProblems } from '../support/layoutProblems';
import { hidePage } from '../support/pages';
import { settled, showCase } from '../support/showCase';
import { untranslated } from '../support/untranslated';

/** Sentences that `src/shared/report` makes for the command line, too, and names that no language changes. */
const ENGINE_TEXTS = `Layerwise Runtime Escape Shift Ctrl PageUp PageDown Home Enter thread threads token tokens empty cache with activations the
  peak fastest process load from disk first run warm equal kernel_shape`;

const NOTES = ['macs', 'params', 'weightBytes', 'activationBytes', 'intensity', 'trafficBytes', 'zeroSparsity', 'effectiveMacs']
  .concat(['peakActivationBytes', 'plannedPeakBytes', 'lowerBoundBytes', 'prepackedBytes', 'bodies', 'scenarios'])
  .map(id => countingNote(id)?.text);

afterEach(() => {
  hidePage();
  vi.restoreAllMocks();
});

/** Each state once: other models bring other data, not other texts. */
const CASES = PAGE_CASES.filter(({ model }) => model === undefined);

/** Narrow pages with long words and the ends of a long legend beside them are not promised to fit. */
const isUsual = ({ size, metric }: PageCase) => size === undefined && metric === undefined;

test.each(CASES)('every text of $name is translated, and at the usual size one fits that is a third longer', async shown => {
  await page.viewport(...(shown.size ?? MOCK_SIZES[shown.page]));
  const paint = vi.spyOn(CanvasRenderingContext2D.prototype, 'fillText');
  const { store, host } = showCase(shown);
  await settled();
  const answers = [await host.previewData(), await host.dryRun([]), await host.nodeDetails(0)];
  const words = wordsOf([ENGINE_TEXTS, NOTES, store.state.value, store.fileDifference.value, answers], new Set());
  expect(
    untranslated(
      word => words.has(word),
      paint.mock.calls.map(([text]) => text),
    ),
  ).toEqual([]);
  if (isUsual(shown)) expect(layoutProblems()).toEqual([]);
});

test.each([860, 900, 1000, 1060, 1212, 1500])('texts that are a third longer fit an editor of %i pixels', async width => {
  await page.viewport(width, 860);
  showCase({ name: 'ready', page: 'editor', state: 'ready' });
  await settled();
  expect(layoutProblems()).toEqual([]);
});

/** All words of what came from the host, names of fields left out. */
function wordsOf(value: unknown, words: Set<string>): ReadonlySet<string> {
  if (typeof value === 'string') for (const word of value.match(/[A-Za-z][a-z]{2,}/g) ?? []) words.add(word);
  else if (value instanceof Map) for (const entry of value) wordsOf(entry, words);
  else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value))
    for (const part of Object.values(value)) wordsOf(part, words);
  return words;
}
