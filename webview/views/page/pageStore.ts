import { batch, computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { ModelState, PageAction, SharedState } from '../../../src/shared/protocol/hostWebview';
import type { FileDifference } from '../../../src/shared/report/comparedFile';
import { addMetrics } from '../model/addMetrics';
import {
  countChosen,
  layerOfKey,
  maskOf,
  nearestChosen,
  packChosen,
  translateMask,
  unpackChosen,
  type ChosenLayers,
  type LayerMask,
} from '../model/chosenLayers';
import { errorColumns } from '../../../src/shared/report/errorColumns';
import { defaultUnit } from '../model/buildLayerModel';
import { buildLayers, type LayerOptions } from '../model/buildLayers';
import { parseFilter, type FilterTerm } from '../model/filterQuery';
import { heatScale, type HeatScale } from '../model/heatScale';
import type { LayerColumn, LayerModel, LayerUnit } from '../model/layerModel';
import { arrangedPlace, graphPlace, type GraphPlace } from './graphPlace';
import type { PageHost } from './pageHost';
import type { Answer } from './useAnswer';
import { EMPTY_STATE } from '../../../src/shared/protocol/emptyState';
import { firstView } from './firstView';
import { INITIAL_UI, type UiState, type ViewId } from './uiState';

/** What the graph does on a key that works wherever the focus is. */
export interface GraphRequest {
  readonly kind: 'zoomIn' | 'zoomOut' | 'fit' | 'zoomToSelection' | 'expandLevel' | 'collapseAll' | 'reveal';
}

export interface ShownDifference {
  readonly path: string;
  readonly name: string;
  readonly answer: Answer<FileDifference>;
}

/** Nothing that was opened in groups, or chosen among layers, which are no longer there. */
const NO_GROUPS: Partial<UiState> = {
  graphExpanded: undefined,
  graphUnfolded: [],
  mapSection: undefined,
  mapBlock: undefined,
  chosen: undefined,
  spineZoom: undefined,
};

/** Everything a page shows: the host's state, what the user arranged, and what follows from both. */
export class PageStore {
  /** Before the host has said anything, a model is on its way. */
  readonly state: Signal<ModelState> = signal({ ...EMPTY_STATE, phase: 'loading' });
  readonly ui: Signal<UiState>;
  /** Layer of `model` under the pointer; other models find theirs with `hoveredLayer.ts`. */
  readonly hovered = signal<number | undefined>(undefined);
  /** Layers `first … end − 1` brushed in the spine. */
  readonly brush = signal<readonly [number, number] | undefined>(undefined);
  readonly overlay = signal<'facts' | 'keys' | 'metrics' | 'columns' | 'export' | 'drawer' | undefined>(undefined);
  /** Part of the ramp, 0..1, whose layers stand out while the pointer is on the legend. */
  readonly highlight = signal<readonly [number, number] | undefined>(undefined);
  /** What a screen reader is told next about layers that are chosen or were copied. */
  readonly announcement = signal('');
  /** Grows when the find field is to take the focus. */
  readonly findRequests = signal(0);
  /** What a key asked of the graph; a new object with every press. */
  readonly graphRequest = signal<GraphRequest | undefined>(undefined);

  /** Whether the graph that is shown next takes the focus: keys led to it. */
  readonly graphFocus = signal(false);
  /** The same of the details. */
  readonly detailsFocus = signal(false);
  /** The page has no room for the details beside the view: they are a drawer over it. */
  readonly isNarrow = signal(false);

  /** The body that the graph shows in place of the model. */
  readonly body = signal<LayerModel | undefined>(undefined);

  /** How the file that is compared differs; `undefined` while no view needs it. */
  readonly fileDifference = signal<ShownDifference | undefined>(undefined);

  /** What closes each card that is shown of what the pointer or the keyboard is on. */
  readonly openCards = new Set<() => void>();

  /** What the view on screen does with keys before the page does; true for those that it took. */
  viewKeys: ((event: KeyboardEvent) => boolean) | undefined;

  readonly metric = computed(() => this.ui.value.metric);
  private counter = 0;
  /** The same scale is the same object, so that nothing is drawn again without need. */
  private readonly scales = new WeakMap<
    LayerColumn,
    { readonly isLog: boolean; readonly range: HeatScale['range']; readonly scale: HeatScale }
  >();

  /** A time that was taken with other shapes is never shown for these. */
  readonly profile = computed(() => (this.state.value.profileIsStale ? undefined : this.state.value.profile));
  readonly roofline = computed(() => this.state.value.roofline);
  readonly sparsity = computed(() => this.state.value.sparsity);
  /** Of the newest file made from this model that was compared layer by layer, and of what was tried. */
  readonly errors = computed(() => errorColumns(this.state.value, this.view.value?.nodeOps.length ?? 0));
  /** What the metric of change is made of. */
  private readonly change = computed(() => {
    const shown = this.fileDifference.value;
    return shown?.answer.state === 'done' ? { name: shown.name, difference: shown.answer.value } : undefined;
  });
  readonly view = computed(() => this.state.value.model);
  private readonly firstNodes = computed(() => this.state.value.beginning);
  /** The first rows of the table while a model is loading; none where it shows them in another order. */
  readonly beginning: ReadonlySignal<LayerModel | undefined> = computed(() => {
    const { sort, grouping, unit } = this.ui.value;
    const view = this.firstNodes.value;
    if (view === undefined || sort.column !== 'order' || grouping !== 'scopes' || this.terms.value.length > 0) return undefined;
    return addMetrics(buildLayers(view, undefined, unit === 'nodes' ? 'nodes' : 'layers', { by: 'first' }), {});
  });
  /** The view of the editor that is on screen. */
  readonly shownView: ReadonlySignal<ViewId> = computed(() => this.ui.value.view ?? firstView(this.state.value));
  /** The model in the unit of spine and map. */
  readonly model: ReadonlySignal<LayerModel | undefined> = computed(() => {
    const view = this.view.value;
    return view === undefined ? undefined : this.modelOf(defaultUnit(view, this.profile.value));
  });
  readonly column: ReadonlySignal<LayerColumn | undefined> = computed(() => this.columnOf(this.model.value));
  readonly scale: ReadonlySignal<HeatScale | undefined> = computed(() => this.scaleOf(this.model.value));
  readonly filter = computed(() => parseFilter(this.ui.value.filter));
  /** Terms of a query that can be read; none while it cannot. */
  readonly terms: ReadonlySignal<readonly FilterTerm[]> = computed(() => (this.filter.value.ok ? this.filter.value.value : []));

  private readonly packedChosen = computed(() => this.ui.value.chosen);
  /** Several layers that are chosen, in the unit that they were chosen in; `undefined` while it is the selected one at most. */
  readonly chosen = computed(() => {
    const packed = this.packedChosen.value;
    return packed === undefined ? undefined : this.unpack(packed);
  });
  /** What is chosen of models of other units. */
  private readonly masks = new WeakMap<LayerModel['layers'], { readonly of: LayerMask; readonly mask: LayerMask }>();
  private unpacked: { readonly packed: ChosenLayers; readonly layers: LayerModel['layers']; readonly mask: LayerMask } | undefined;

  private readonly models: Readonly<Record<LayerUnit, ReadonlySignal<LayerModel | undefined>>> = {
    layers: this.modelSignal('layers'),
    kernels: this.modelSignal('kernels'),
    nodes: this.modelSignal('nodes'),
  };
  private readonly everyNode = this.modelSignal('nodes', { withHidden: true });

  constructor(
    readonly host: PageHost,
    ui: UiState = INITIAL_UI,
    /** Puts off the drawing of parts of the page; without it all is drawn at once. */
    readonly later?: ((draw: () => void) => void) | undefined,
  ) {
    this.ui = signal(ui);
  }

  modelOf(unit: LayerUnit): LayerModel | undefined {
    return this.models[unit].value;
  }

  /** Every node of the file, those included that are hidden elsewhere: what a query for folded ones looks through. */
  allNodes(): LayerModel | undefined {
    return this.everyNode.value;
  }

  /** The chosen metric in a model; MACs while the chosen one is not known. */
  columnOf(model: LayerModel | undefined): LayerColumn | undefined {
    return model?.columns.get(this.metric.value) ?? model?.columns.get('macs') ?? model?.columns.values().next().value;
  }

  scaleOf(model: LayerModel | undefined): HeatScale | undefined {
    const column = this.columnOf(model);
    if (column === undefined) return undefined;
    const { logColumns, heatRanges } = this.ui.value;
    const [isLog, range] = [logColumns.includes(column.id), heatRanges[column.id]];
    const known = this.scales.get(column);
    if (known?.isLog === isLog && known.range === range) return known.scale;
    const scale = heatScale(column, isLog, range);
    this.scales.set(column, { isLog, range, scale });
    return scale;
  }

  /** Layer of `model` that the selection means, −1 for none: a node selected in one unit is found in every other. */
  selectedIn(model: LayerModel): number {
    const key = model.body === undefined ? this.ui.value.selected : graphPlace(this.ui.value).selected;
    return key === undefined ? -1 : layerOfKey(model, key);
  }

  /** The layers of `model` that are chosen while there are several; `undefined` while it is the selected one at most. */
  chosenIn(model: LayerModel): LayerMask | undefined {
    const chosen = this.chosen.value;
    if (chosen === undefined || model.body !== undefined) return undefined;
    if (model.layers === chosen.model.layers) return chosen.mask;
    const known = this.masks.get(model.layers);
    if (known?.of === chosen.mask) return known.mask;
    const mask = translateMask(chosen.model, chosen.mask, model);
    this.masks.set(model.layers, { of: chosen.mask, mask });
    return mask;
  }

  /** Takes what the host sent; the selection, the metric and the variant only when they are news. */
  receive(change: Partial<ModelState>): void {
    batch(() => {
      this.state.value = { ...this.state.value, ...change };
      this.followGroups();
      this.follow(change.wish);
      const { shared } = change;
      if (shared === undefined || shared.counter <= this.counter) return;
      // A host that was started again knows the metric alone: what the page came back with stays selected.
      const isRecalled = this.counter === 0 && shared.counter === 1 && shared.selected === undefined;
      this.counter = shared.counter;
      this.arrange({ metric: shared.metric });
      const chosen = this.state.value.compared.find(({ id }) => id === shared.variant);
      if (chosen !== undefined) this.arrange({ compareTo: chosen.path });
      const { selected } = this.ui.value;
      if (isRecalled || (shared.selected === undefined && (selected ?? -1) < 0)) return;
      if (shared.selected !== selected) this.arrange({ selected: shared.selected, graphBodies: [], chosen: undefined });
    });
  }

  /** Forgets how groups were arranged once they come from elsewhere or are of another graph, since their ids mean others then; that may have come about while the page was hidden. */
  private followGroups(): void {
    const { model, skeletonHash } = this.state.value;
    if (model === undefined) return;
    const groupsOf = `${model.analysis.hierarchy.source} ${skeletonHash}`;
    const { groupsOf: before } = this.ui.value;
    if (before === groupsOf) return;
    this.arrange(before === undefined ? { groupsOf } : { ...NO_GROUPS, groupsOf });
    if (before !== undefined) this.brush.value = undefined;
  }

  /** Goes where a command led to, once. */
  private follow(wish: ModelState['wish']): void {
    const { followedWish, view } = this.ui.value;
    if (wish === undefined || wish.counter <= followedWish) return;
    this.arrange({ view: wish.view, followedWish: wish.counter, ...(wish.view === 'compare' ? { compareTo: wish.path } : {}) });
    // The graph that is on screen already may have been moved away from the layer.
    if (wish.view === 'graph' && view === 'graph') this.graphRequest.value = { kind: 'reveal' };
  }

  /** Closes all cards; whether there was one. */
  closeCards(): boolean {
    const open = [...this.openCards];
    this.openCards.clear();
    for (const close of open) close();
    return open.length > 0;
  }

  arrange(change: Partial<UiState>): void {
    this.ui.value = { ...this.ui.value, ...change };
  }

  select(key: number | undefined): void {
    const { selected, chosen } = this.ui.value;
    if (key === selected && chosen === undefined) return;
    this.arrange({ selected: key, graphBodies: key === selected ? this.ui.value.graphBodies : [], chosen: undefined });
    if (key !== selected) this.share();
  }

  /** Chooses layers of a model; `focus` becomes the selected one, or the chosen layer nearest to it. */
  choose(model: LayerModel, mask: LayerMask, focus: number): void {
    const nearest = nearestChosen(mask, Math.max(0, focus));
    if (countChosen(mask) < 2) {
      this.select(model.layers[nearest]?.key);
      return;
    }
    const packed = packChosen(model, mask, this.state.value.skeletonHash);
    this.unpacked = { packed, layers: model.layers, mask };
    const key = model.layers[nearest]?.key;
    const { selected, graphBodies } = this.ui.value;
    this.arrange({ selected: key, graphBodies: key === selected ? graphBodies : [], chosen: packed });
    if (key !== selected) this.share();
  }

  /** Of several the selected one. */
  chooseOne(): void {
    this.arrange({ chosen: undefined });
  }

  /** Adds a layer to what is chosen, or takes it away. */
  toggleChosen(model: LayerModel, layer: number): void {
    const mask = this.chosenMask(model);
    if (!(layer in mask)) return;
    mask[layer] = 1 - (mask[layer] ?? 0);
    this.choose(model, mask, layer);
  }

  /** What a click on a layer of the model does: selects it alone; with Ctrl or Cmd it is one more that is chosen, or one less. */
  pick(model: LayerModel, layer: number, { ctrlKey, metaKey }: Pick<MouseEvent, 'ctrlKey' | 'metaKey'>): void {
    if ((ctrlKey || metaKey) && model.body === undefined) this.toggleChosen(model, layer);
    else this.selectIn(model, model.layers[layer]?.key);
  }

  /** A copy of what is chosen, be it the selected layer alone. */
  chosenMask(model: LayerModel): LayerMask {
    const chosen = this.chosenIn(model);
    if (chosen !== undefined) return chosen.slice();
    const selected = this.selectedIn(model);
    return maskOf(model, selected < 0 ? [] : [selected]);
  }

  /** Selects a layer of the model that is shown: of a body it is the page's own affair. */
  selectIn({ body }: LayerModel, key: number | undefined): void {
    if (body === undefined) this.select(key);
    else this.arrangeGraph({ selected: key });
  }

  /** Arranges the graph that is shown: the model's, or that of the innermost open body. */
  arrangeGraph(change: Partial<GraphPlace>): void {
    this.arrange(arrangedPlace(this.ui.value, change));
  }

  /** Shows the graph around the open body, or the one that is `depth` bodies deep. */
  leaveBody(depth = this.ui.value.graphBodies.length - 1): void {
    this.arrange({ graphBodies: this.ui.value.graphBodies.slice(0, Math.max(0, depth)) });
  }

  setMetric(metric: string): void {
    this.arrange({ metric });
    this.share();
  }

  /** Chooses the file that the model is compared with, in every page. */
  compareWith(path: string | undefined): void {
    if (path === this.ui.value.compareTo) return;
    this.arrange({ compareTo: path });
    this.share();
  }

  act(action: PageAction): void {
    this.host.act(action, this.state.value.skeletonHash);
  }

  isToggled(id: string): boolean {
    return this.ui.value.toggled.includes(id);
  }

  toggle(id: string): void {
    const { toggled } = this.ui.value;
    this.arrange({ toggled: toggled.includes(id) ? toggled.filter(other => other !== id) : [...toggled, id] });
  }

  isPaneOpen(id: string, initially: boolean): boolean {
    return this.ui.value.panes[id] ?? initially;
  }

  setPane(id: string, open: boolean): void {
    this.arrange({ panes: { ...this.ui.value.panes, [id]: open } });
  }

  /** Nothing where the layers were chosen in another graph, and while what they were chosen in is not known. */
  private unpack(packed: ChosenLayers): { readonly model: LayerModel; readonly mask: LayerMask } | undefined {
    const { skeletonHash } = this.state.value;
    const model = packed.unit === 'kernels' && this.profile.value === undefined ? undefined : this.models[packed.unit].value;
    if (model === undefined || packed.skeletonHash !== skeletonHash) return undefined;
    const known = this.unpacked;
    if (known?.packed !== packed || known.layers !== model.layers)
      this.unpacked = { packed, layers: model.layers, mask: unpackChosen(model, packed) };
    return { model, mask: this.unpacked?.mask ?? new Uint8Array(model.layers.length) };
  }

  private share(): void {
    const { selected, compareTo } = this.ui.value;
    const shared: SharedState = {
      counter: ++this.counter,
      selected: selected === undefined || selected < 0 ? undefined : selected,
      metric: this.metric.value,
      variant: this.state.value.compared.find(({ path }) => path === compareTo)?.id,
    };
    this.host.share(shared);
  }

  /** The layers wait for the model only; metrics that come later are added to them. */
  private modelSignal(unit: LayerUnit, options: LayerOptions = {}): ReadonlySignal<LayerModel | undefined> {
    const layers = computed(() => {
      const view = this.view.value;
      return view === undefined ? undefined : buildLayers(view, this.profile.value, unit, options);
    });
    return computed(() =>
      layers.value === undefined
        ? undefined
        : addMetrics(layers.value, {
            roofline: this.roofline.value,
            sparsity: this.sparsity.value,
            errors: this.errors.value,
            change: this.change.value,
          }),
    );
  }
}
