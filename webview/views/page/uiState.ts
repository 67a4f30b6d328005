import { DEFAULT_BUDGETS } from '../../../src/shared/report/budgetState';
import type { ChosenLayers } from '../model/chosenLayers';
import type { LayerUnit } from '../model/layerModel';
import type { StoredChoice } from '../optimize/storedChoice';
import type { OpenBody } from './graphPlace';
import { isWithinLimits } from './stateLimits';

export type ViewId = 'graph' | 'map' | 'layers' | 'timeline' | 'compare' | 'roofline';

/** What the boxes of the graph stand for: nodes of the file, layers or kernels with the nodes in them, kernels alone. */
export type GraphNodes = 'original' | 'both' | 'kernels';

/** What rows of the table stand below: parts of the model, or their operators. */
export type Grouping = 'scopes' | 'operators';

export interface Sort {
  /** Column of the table; `order` is execution order. */
  readonly column: string;
  readonly descending: boolean;
}

/** What a user arranged on a page; survives hiding, reload and restart through the webview's state. */
export interface UiState {
  /** `undefined`: what suits the model (`firstView`). */
  readonly view: ViewId | undefined;
  /** `undefined`: what suits the model. */
  readonly unit: LayerUnit | undefined;
  readonly selected: number | undefined;
  /** Column id as chosen; what is shown may differ while it is not known. */
  readonly metric: string;
  /** Several layers, the selected one among them; `undefined` while no more than that one is chosen. */
  readonly chosen: ChosenLayers | undefined;
  readonly filter: string;
  readonly sort: Sort;
  /** Columns of the table that may be left out, by id; in the order of the table. */
  readonly columns: readonly string[];
  /** Columns as the user arranged them, by `columnKey`; empty while they stand as they come. */
  readonly columnOrder: readonly string[];
  /** Pixels of columns that the user gave a width, by `columnKey`. */
  readonly columnWidths: Readonly<Record<string, number>>;
  readonly grouping: Grouping;
  /** Expanded rows of the table and collapsed sections, as `layer:12`, `section:layer1`. */
  readonly toggled: readonly string[];
  readonly detailsOpen: boolean;
  readonly detailsWidth: number;
  /** Collapsed or expanded parts of panes, where they differ from how they start. */
  readonly panes: Readonly<Record<string, boolean>>;
  /** Heights of parts of the side panel where the user chose them, pixels. */
  readonly paneHeights: Readonly<Record<string, number>>;
  /** Layers on screen in the spine, `from … to − 1`; `undefined` for all. */
  readonly spineZoom: { readonly from: number; readonly to: number } | undefined;
  readonly mapArea: string;
  readonly mapForm: 'treemap' | 'icicle';
  /** Section shown alone in the map. */
  readonly mapSection: string | undefined;
  /** Block of that section shown alone in the icicle. */
  readonly mapBlock: string | undefined;
  readonly timelineAxis: 'time' | 'index';
  /** Part of the timeline on screen, as shares of the whole. */
  readonly timelineFrom: number;
  readonly timelineTo: number;
  readonly graphNodes: GraphNodes;
  readonly graphDirection: 'down' | 'right';
  /** Which groups the ids and names of groups below and of the map are of: where they come from, and of which graph; `undefined` before a model was shown. */
  readonly groupsOf: string | undefined;
  /** Groups shown with their content; `undefined` until the graph was first shown. */
  readonly graphExpanded: readonly number[] | undefined;
  /** Runs of equal groups, by their first group, shown group by group. */
  readonly graphUnfolded: readonly number[];
  /** Bodies that were opened in the graph, from outside to inside. */
  readonly graphBodies: readonly OpenBody[];
  /** Whether what is on no way through the selection steps back. */
  readonly graphPath: boolean;
  /** The part of the graph on screen; `undefined` for its start. */
  readonly graphCamera: { readonly x: number; readonly y: number; readonly k: number } | undefined;
  /** Columns shown on a logarithmic scale by the user's choice. */
  readonly logColumns: readonly string[];
  /** Ends of the colours that the user chose, low and high, by column. */
  readonly heatRanges: Readonly<Record<string, readonly [number, number]>>;
  /** Path of the file that is compared with the model; `undefined` until one was shown. */
  readonly compareTo: string | undefined;
  /** Counter of the last wish of the host that was followed. */
  readonly followedWish: number;
  /** Least agreement with the original that a variant must keep, percent. */
  readonly budgetPercent: number;
  /** Most points of accuracy that a variant may lose, where there are labels. */
  readonly budgetPoints: number;
  /** What the Optimize form has chosen; `undefined` until something was changed in it. */
  readonly passChoice: StoredChoice | undefined;
}

export const INITIAL_UI: UiState = {
  view: undefined,
  unit: undefined,
  selected: undefined,
  metric: 'latencyMs',
  chosen: undefined,
  filter: '',
  sort: { column: 'order', descending: false },
  columns: ['macs', 'weightBytes', 'ofLimit', 'quantizationErrorDb'],
  columnOrder: [],
  columnWidths: {},
  grouping: 'scopes',
  toggled: [],
  detailsOpen: true,
  detailsWidth: 324,
  panes: {},
  paneHeights: {},
  spineZoom: undefined,
  mapArea: 'latencyMs',
  mapForm: 'treemap',
  mapSection: undefined,
  mapBlock: undefined,
  timelineAxis: 'time',
  timelineFrom: 0,
  timelineTo: 1,
  graphNodes: 'both',
  graphDirection: 'down',
  groupsOf: undefined,
  graphExpanded: undefined,
  graphUnfolded: [],
  graphBodies: [],
  graphPath: false,
  graphCamera: undefined,
  logColumns: [],
  heatRanges: {},
  compareTo: undefined,
  followedWish: 0,
  budgetPercent: 100 * DEFAULT_BUDGETS.agreement,
  budgetPoints: 100 * DEFAULT_BUDGETS.drop,
  passChoice: undefined,
};

/** Takes what an older version may have stored; anything of another type or outside of its limits falls back to how a page starts. */
export function restoreUiState(stored: unknown): UiState {
  if (typeof stored !== 'object' || stored === null) return INITIAL_UI;
  const known = Object.entries(stored).filter(([key, value]) => fits(key, value) && isWithinLimits(key, value));
  const restored: UiState = { ...INITIAL_UI, ...Object.fromEntries(known) };
  if (restored.timelineFrom < restored.timelineTo) return restored;
  return { ...restored, timelineFrom: INITIAL_UI.timelineFrom, timelineTo: INITIAL_UI.timelineTo };
}

const OPTIONAL: ReadonlyMap<string, string> = new Map([
  ['view', 'string'],
  ['unit', 'string'],
  ['selected', 'number'],
  ['chosen', 'object'],
  ['spineZoom', 'object'],
  ['mapSection', 'string'],
  ['mapBlock', 'string'],
  ['groupsOf', 'string'],
  ['compareTo', 'string'],
  ['graphExpanded', 'object'],
  ['graphCamera', 'object'],
  ['passChoice', 'object'],
]);

function fits(key: string, value: unknown): boolean {
  const initial: unknown = Object.entries(INITIAL_UI).find(([name]) => name === key)?.[1];
  if (initial === undefined) return OPTIONAL.get(key) === typeof value && value !== null;
  return typeof initial === typeof value && Array.isArray(initial) === Array.isArray(value) && value !== null;
}
