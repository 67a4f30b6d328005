import * as l10n from '@vscode/l10n';
import { copyLayers } from '../layers/copyLayers';
import type { PageStore } from '../page/pageStore';
import { clearStep } from './clearStep';
import type { GraphNodes } from '../page/uiState';
import type { GraphRequest } from '../page/pageStore';
import { EDITOR_VIEWS } from './editorViews';
import { toggleDetails } from '../page/showDetails';

interface Binding {
  /** As shown in the help. */
  readonly keys: string;
  readonly title: string;
  readonly matches: (event: KeyboardEvent) => boolean;
  readonly run: (store: PageStore) => void;
}

const plain = (key: string) => (event: KeyboardEvent) => event.key === key && !event.shiftKey && !hasModifier(event);
const shifted = (key: string) => (event: KeyboardEvent) => event.key.toLowerCase() === key && event.shiftKey && !hasModifier(event);

/** Keys that act wherever the focus is, text fields apart (design spec 10); the views have their own. */
export const EDITOR_KEYS: readonly Binding[] = [
  ...EDITOR_VIEWS.map(({ id, title, key }) => ({
    keys: key,
    title: l10n.t('Show {0}', title),
    matches: plain(key),
    run: (store: PageStore) => store.arrange({ view: id }),
  })),
  {
    keys: l10n.t('/ or Ctrl+F'),
    title: l10n.t('Find a layer'),
    matches: event => plain('/')(event) || (event.key === 'f' && (event.ctrlKey || event.metaKey)),
    run: store => store.findRequests.value++,
  },
  { keys: 'M', title: l10n.t('Next metric'), matches: plain('m'), run: store => stepMetric(store, 1) },
  { keys: 'Shift+M', title: l10n.t('Previous metric'), matches: shifted('m'), run: store => stepMetric(store, -1) },
  { keys: 'H', title: l10n.t('Next hottest layer'), matches: plain('h'), run: store => stepHottest(store, 1) },
  { keys: 'Shift+H', title: l10n.t('Layer hotter than this'), matches: shifted('h'), run: store => stepHottest(store, -1) },
  { keys: 'G', title: l10n.t('Show the selected layer in the Graph'), matches: plain('g'), run: showInGraph },
  { keys: 'L', title: l10n.t('Show the selected layer in Layers'), matches: plain('l'), run: store => store.arrange({ view: 'layers' }) },
  { keys: 'T', title: l10n.t('Show the selected layer in the text'), matches: plain('t'), run: store => store.act({ kind: 'openText' }) },
  { keys: 'K', title: l10n.t('Graph: original, both, kernels'), matches: plain('k'), run: inGraph(stepNodes) },
  { keys: 'R', title: l10n.t('Graph: down or to the right'), matches: plain('r'), run: inGraph(turnGraph) },
  {
    keys: '+',
    title: l10n.t('Graph: zoom in'),
    matches: event => /^[+=]$/.test(event.key) && !hasModifier(event),
    run: askGraph('zoomIn'),
  },
  {
    keys: '−',
    title: l10n.t('Graph: zoom out'),
    matches: event => /^[-−_]$/.test(event.key) && !hasModifier(event),
    run: askGraph('zoomOut'),
  },
  { keys: '0', title: l10n.t('Graph: fit'), matches: plain('0'), run: askGraph('fit') },
  { keys: 'F', title: l10n.t('Graph: zoom to the selection'), matches: plain('f'), run: askGraph('zoomToSelection') },
  { keys: 'P', title: l10n.t('Graph: only the path through the selection'), matches: plain('p'), run: inGraph(togglePath) },
  { keys: 'Shift+*', title: l10n.t('Graph: collapse all'), matches: isCollapseAll, run: askGraph('collapseAll') },
  {
    keys: '*',
    title: l10n.t('Graph: expand the level'),
    matches: event => event.key === '*' && !hasModifier(event),
    run: askGraph('expandLevel'),
  },
  {
    keys: 'C',
    title: l10n.t('Compare the variant with the baseline'),
    matches: plain('c'),
    run: store => store.arrange({ view: 'compare' }),
  },
  {
    keys: 'Ctrl+C',
    title: l10n.t('Copy layers for a spreadsheet'),
    matches: isCopy,
    run: store => copyLayers(store, 'values'),
  },
  { keys: 'D', title: l10n.t('Details on or off'), matches: plain('d'), run: toggleDetails },
  { keys: 'O', title: l10n.t('Optimize…'), matches: plain('o'), run: store => store.act({ kind: 'openOptimize' }) },
  { keys: 'Shift+R', title: l10n.t('Run Again'), matches: shifted('r'), run: store => store.act({ kind: 'profile' }) },
  { keys: l10n.t('Escape'), title: l10n.t('One step back'), matches: plain('Escape'), run: clearStep },
  {
    keys: '?',
    title: l10n.t('These keys'),
    matches: event => event.key === '?',
    run: store => (store.overlay.value = store.overlay.value === 'keys' ? undefined : 'keys'),
  },
];

/** Keys of single views, for the help. */
export const VIEW_KEYS: readonly Pick<Binding, 'keys' | 'title'>[] = [
  { keys: '← → ↑ ↓', title: l10n.t('Next and previous, by the direction of the view') },
  { keys: l10n.t('Home, End'), title: l10n.t('First and last') },
  { keys: l10n.t('PageUp, PageDown'), title: l10n.t('Layers: by page') },
  { keys: l10n.t('Enter'), title: l10n.t('Expand or collapse; details of a layer') },
  { keys: l10n.t('Backspace'), title: l10n.t('Graph: out of a body; Map: out of a group') },
  { keys: l10n.t('Space'), title: l10n.t('Graph: hold the card') },
  { keys: l10n.t('Shift+↑ ↓, Ctrl+A'), title: l10n.t('Layers: choose several, all') },
  { keys: l10n.t('Space, Ctrl+click'), title: l10n.t('Layers: choose one more, or one less') },
  { keys: 'Alt+← →, Shift+← →', title: l10n.t('Layers, on the head of a column: its place, its width') },
  { keys: 'W S A D', title: l10n.t('Timeline: closer, wider, left, right') },
  { keys: '0, F', title: l10n.t('Timeline: all of it, the selected kernel') },
  { keys: 'Shift+← →', title: l10n.t('Timeline: select a range') },
];

/** Runs the binding of a key; single letters act only when no text field has the focus. */
export function handleKey(store: PageStore, event: KeyboardEvent): void {
  if (event.defaultPrevented || isTextField(event.composedPath()[0])) return;
  if (store.viewKeys?.(event) === true) {
    event.preventDefault();
    return;
  }
  const binding = EDITOR_KEYS.find(({ matches }) => matches(event));
  if (binding === undefined) return;
  event.preventDefault();
  binding.run(store);
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey;
}

/** On the number pad, where `*` needs no Shift; elsewhere Alt tells them apart. */
function isCollapseAll(event: KeyboardEvent): boolean {
  return event.key === '*' && (event.altKey || (event.shiftKey && event.code === 'NumpadMultiply'));
}

/** Text that is selected on the page is copied by the browser. */
function isCopy(event: KeyboardEvent): boolean {
  const isShortcut = event.key === 'c' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  return isShortcut && (getSelection()?.isCollapsed ?? true);
}

function inGraph(run: (store: PageStore) => void): (store: PageStore) => void {
  return store => {
    if (store.shownView.value === 'graph') run(store);
  };
}

function askGraph(kind: GraphRequest['kind']): (store: PageStore) => void {
  return inGraph(store => (store.graphRequest.value = { kind }));
}

function showInGraph(store: PageStore): void {
  store.arrange({ view: 'graph' });
  store.graphRequest.value = { kind: 'reveal' };
}

function stepNodes(store: PageStore): void {
  const all: readonly GraphNodes[] = store.profile.value === undefined ? ['original', 'both'] : ['original', 'both', 'kernels'];
  const next = all[(all.indexOf(store.ui.value.graphNodes) + 1) % all.length];
  store.arrange({ graphNodes: next ?? 'both' });
}

function togglePath(store: PageStore): void {
  store.arrange({ graphPath: !store.ui.value.graphPath });
}

function turnGraph(store: PageStore): void {
  store.arrange({ graphDirection: store.ui.value.graphDirection === 'down' ? 'right' : 'down' });
}

function isTextField(target: EventTarget | undefined): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

export function stepMetric(store: PageStore, step: 1 | -1): void {
  const model = store.model.value;
  const ids = [...(model?.columns.keys() ?? [])];
  const index = ids.indexOf(store.columnOf(model)?.id ?? '');
  const next = ids[(index + step + ids.length) % ids.length];
  if (next !== undefined) store.setMetric(next);
}

/** Selects the layer that follows the selected one in the order of heat; the hottest when none is selected. */
function stepHottest(store: PageStore, step: 1 | -1): void {
  const model = (store.shownView.value === 'graph' ? store.body.value : undefined) ?? store.model.value;
  const scale = store.scaleOf(model);
  if (model === undefined || scale === undefined) return;
  const { values } = scale.column;
  const order = model.layers.map((_, index) => index).sort((a, b) => scale.heat(values[b] ?? NaN) - scale.heat(values[a] ?? NaN) || a - b);
  const place = order.indexOf(store.selectedIn(model));
  const next = order[place < 0 ? 0 : Math.max(0, Math.min(order.length - 1, place + step))];
  if (next !== undefined) store.selectIn(model, model.layers[next]?.key);
}
