import type { PageCase } from '../fixtures/pageCases';
import { pageState } from '../fixtures/pageStates';
import { NOT_MEASURED, sampleRoofline } from '../fixtures/sampleRoofline';
import { showPage, type ShownPage, type ThemeId } from './pages';

/** Shows a page in the state of a case, with roofs as a profile would bring them. */
export function showCase({ page, state = 'ready', model, metric, overlay, ui = {} }: PageCase, theme: ThemeId = 'vscode-dark'): ShownPage {
  const shown = pageState(state, model);
  const { profile } = shown;
  const roofline = shown.model && (profile === undefined ? NOT_MEASURED : sampleRoofline(shown.model, profile, 3));
  const result = showPage(page, { ...shown, roofline }, { theme, ui });
  if (metric !== undefined) result.store.setMetric(metric);
  if (overlay !== undefined) result.store.overlay.value = overlay;
  return result;
}

const QUIET_MS = 50;
/** What waits shows a skeleton only after a while, and then for some time. */
const BUSY_QUIET_MS = 180;
const GRAPH_WITHOUT_LAYOUT = '.graph:not(:has(canvas))';

/** Resolves when a page that was just shown has drawn everything: fonts, skeletons, answers of the host, layouts of a worker. */
export async function settled(): Promise<void> {
  await document.fonts.ready;
  let last = Date.now();
  const observer = new MutationObserver(() => (last = Date.now()));
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  do await nextFrames(3);
  while (Date.now() - last < (isBusy() ? BUSY_QUIET_MS : QUIET_MS) || document.querySelector(GRAPH_WITHOUT_LAYOUT) !== null);
  observer.disconnect();
}

/** Until styles and drawings have followed a change. */
export async function nextFrames(count: number): Promise<void> {
  for (let frame = 0; frame < count; frame++) await new Promise(requestAnimationFrame);
}

function isBusy(): boolean {
  return document.querySelector('[aria-busy="true"]') !== null || document.getAnimations().some(({ playState }) => playState === 'running');
}
