import axe from 'axe-core';
import '@vscode/codicons/dist/codicon.css';
import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import type { UiState } from '../../../webview/views/page/uiState';
import { pageState, type StateName } from '../fixtures/pageStates';
import { NOT_MEASURED, sampleRoofline } from '../fixtures/sampleRoofline';
import { hidePage, showPage, THEMES, type PageId } from '../support/pages';

afterEach(hidePage);

interface Case {
  readonly name: string;
  readonly page: PageId;
  readonly state: StateName;
  readonly ui?: Partial<UiState>;
  readonly overlay?: 'facts' | 'keys' | 'metrics' | 'columns' | 'drawer';
  readonly size?: readonly [number, number];
}

const OPEN = { weights: true, attributes: true, tensors: true };
const CASES: readonly Case[] = [
  { name: 'Layers', page: 'editor', state: 'ready', ui: { selected: 99, panes: OPEN, toggled: ['layer:99'] } },
  {
    name: 'Layers, sorted and filtered',
    page: 'editor',
    state: 'ready',
    ui: { filter: 'op:Conv', sort: { column: 'latencyMs', descending: true } },
  },
  { name: 'Layers, bad filter', page: 'editor', state: 'ready', ui: { filter: 'lat>1ms' } },
  { name: 'Graph', page: 'editor', state: 'ready', ui: { view: 'graph', selected: 99 } },
  { name: 'Graph of kernels', page: 'editor', state: 'ready', ui: { view: 'graph', graphNodes: 'kernels', graphDirection: 'right' } },
  { name: 'Graph, static', page: 'editor', state: 'static', ui: { view: 'graph' } },
  { name: 'Graph, narrow', page: 'editor', state: 'ready', ui: { view: 'graph' }, size: [320, 700] },
  { name: 'Map', page: 'editor', state: 'ready', ui: { view: 'map', selected: 99 } },
  { name: 'icicle', page: 'editor', state: 'ready', ui: { view: 'map', mapForm: 'icicle' } },
  { name: 'Timeline', page: 'editor', state: 'ready', ui: { view: 'timeline', selected: 99 } },
  { name: 'Timeline as table', page: 'editor', state: 'ready', ui: { view: 'timeline', selected: 99, toggled: ['table:timeline'] } },
  { name: 'Timeline static', page: 'editor', state: 'static', ui: { view: 'timeline' } },
  { name: 'Timeline narrow', page: 'editor', state: 'ready', ui: { view: 'timeline' }, size: [320, 640] },
  { name: 'Roofline', page: 'editor', state: 'ready', ui: { view: 'roofline', selected: 99 } },
  { name: 'Roofline as table', page: 'editor', state: 'ready', ui: { view: 'roofline', selected: 99, toggled: ['table:roofline'] } },
  { name: 'Roofline without roofs', page: 'editor', state: 'static', ui: { view: 'roofline' } },
  { name: 'Roofline narrow', page: 'editor', state: 'ready', ui: { view: 'roofline' }, size: [320, 640] },
  { name: 'Compare', page: 'editor', state: 'ready', ui: { view: 'compare', selected: 99 } },
  { name: 'Compare as tables', page: 'editor', state: 'ready', ui: { view: 'compare', toggled: ['table:pareto', 'table:change'] } },
  { name: 'Compare, not measured', page: 'editor', state: 'unmeasured', ui: { view: 'compare' } },
  { name: 'Compare, running', page: 'editor', state: 'comparing', ui: { view: 'compare' } },
  { name: 'Compare without files', page: 'editor', state: 'noVariants', ui: { view: 'compare' } },
  { name: 'Compare, restricted', page: 'editor', state: 'restricted', ui: { view: 'compare' } },
  { name: 'Compare, narrow', page: 'editor', state: 'ready', ui: { view: 'compare' }, size: [320, 640] },
  { name: 'metric menu', page: 'editor', state: 'ready', overlay: 'metrics' },
  { name: 'table menu', page: 'editor', state: 'ready', overlay: 'columns' },
  { name: 'operators', page: 'editor', state: 'ready', ui: { grouping: 'operators', columns: ['precision', 'macs', 'params'] } },
  { name: 'facts', page: 'editor', state: 'ready', overlay: 'facts' },
  { name: 'keys', page: 'editor', state: 'ready', overlay: 'keys' },
  { name: 'drawer', page: 'editor', state: 'ready', overlay: 'drawer', ui: { selected: 99 }, size: [700, 700] },
  { name: 'narrow', page: 'editor', state: 'ready', size: [400, 700] },
  ...(['static', 'profiling', 'partial', 'stale', 'crashed', 'failed', 'restricted', 'loading', 'counting', 'changed'] as const).map(
    (state): Case => ({
      name: `editor ${state}`,
      page: 'editor',
      state,
    }),
  ),
  ...(['ready', 'noVariants', 'quantizing', 'partial', 'empty', 'restricted', 'crashed', 'loading', 'failed'] as const).map(
    (state): Case => ({ name: `panel ${state}`, page: 'sidePanel', state, size: [340, 860], ui: { selected: 99 } }),
  ),
  { name: 'plan', page: 'optimize', state: 'plan' },
  { name: 'run', page: 'optimize', state: 'quantizing' },
  { name: 'result', page: 'optimize', state: 'result' },
];

/** What axe finds, in words. `scrollable-region-focusable` and the rest of axe's own rules are all on. */
async function violations(): Promise<readonly string[]> {
  const { violations: found } = await axe.run(document, { resultTypes: ['violations'] });
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${String(target)}: ${failureSummary ?? ''}`),
  );
}

/** Structure is the same in every theme, contrast is not; these show every colour there is. */
const COLORFUL: ReadonlySet<string> = new Set([
  'Layers',
  'Graph',
  'Map',
  'Timeline',
  'Roofline',
  'Compare',
  'metric menu',
  'table menu',
  'editor crashed',
  'panel ready',
  'panel quantizing',
  'plan',
  'result',
]);

describe.each(THEMES)('%s', theme => {
  const cases = theme === 'vscode-dark' ? CASES : CASES.filter(({ name }) => COLORFUL.has(name));
  test.each(cases)('$name', async ({ page: id, state, ui = {}, overlay, size = [1212, 860] }) => {
    await page.viewport(...size);
    const shown = pageState(state);
    const { model, profile } = shown;
    const roofline = model === undefined ? undefined : profile === undefined ? NOT_MEASURED : sampleRoofline(model, profile, 3);
    const { store } = showPage(id, { ...shown, roofline }, { theme, ui });
    if (overlay !== undefined) store.overlay.value = overlay;
    // Skeletons and answers of the host come a moment later.
    await new Promise(resolve => setTimeout(resolve, state === 'loading' || state === 'plan' || ui.view === 'graph' ? 400 : 60));
    expect(await violations()).toEqual([]);
  });
});
