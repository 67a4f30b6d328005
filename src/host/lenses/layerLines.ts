import type { ModelState } from '../../shared/protocol/hostWebview';
import { measuredDuration, type ComparedTimes } from '../../shared/report/layerFacts';
import { matchedMs } from '../../shared/report/matchedMs';
import { summarizeLayers, type LayerSummary } from '../../shared/report/layerSummary';
import type { ModelView, TextForm } from '../../shared/report/modelView';
import { groupLens, modelLens, nodeLens, type LensAction, type LensPart } from './lensParts';
import { LayerRanks } from './layerRanks';

/** A line of the text form with a lens above it. `node` is the anchor, `undefined` on lines of the model or a group. */
export interface LensLine {
  readonly line: number;
  readonly node: number | undefined;
  readonly parts: readonly LensPart[];
}

/** Lines that get a lens: the model's, and those of groups and layers whose share of the time is at least `threshold` (0..1). */
export function lensLines(state: ModelState, form: TextForm, threshold: number, variant?: ComparedTimes): readonly LensLine[] {
  const { model, profile, profileIsStale } = state;
  const head = { line: form.modelLine, node: undefined, parts: modelLens(state) };
  if (model === undefined || profile === undefined || profileIsStale) return [head];
  const layers = summarizeLayers(model.analysis, profile);
  return [head, ...groupLines(model, layers, form, threshold), ...nodeLines(state, model, layers, form, { threshold, variant })];
}

/** What can be done with a layer: what the suggestions offer for it, nothing else. */
export function layerActions(state: ModelState, nodes: readonly number[]): readonly LensAction[] {
  return actionsOf(offeredNodes(state), nodes);
}

/** Nodes for which the suggestions offer something, by what it is. */
type OfferedNodes = ReadonlyMap<'quantize' | 'prune', ReadonlySet<number>>;

function offeredNodes({ suggestions }: ModelState): OfferedNodes {
  const offered = suggestions?.offered ?? [];
  const nodes = (prefix: string): ReadonlySet<number> =>
    new Set(offered.flatMap(({ pass, layers }) => (pass.startsWith(prefix) ? layers : [])));
  return new Map([
    ['quantize', nodes('quantize')],
    ['prune', nodes('prune')],
  ]);
}

function actionsOf(offered: OfferedNodes, nodes: readonly number[]): readonly LensAction[] {
  return [...offered].flatMap(([action, layers]) => (nodes.some(node => layers.has(node)) ? [action] : []));
}

function nodeLines(
  state: ModelState,
  model: ModelView,
  layers: readonly LayerSummary[],
  form: TextForm,
  { threshold, variant }: { readonly threshold: number; readonly variant: ComparedTimes | undefined },
): readonly LensLine[] {
  const ranks = new LayerRanks(layers);
  const offered = offeredNodes(state);
  const opOf = (node: number): string => model.nodeOps[node] ?? '';
  return layers.flatMap(layer => {
    const line = form.lineOfNode[layer.anchor] ?? -1;
    if (line < 0 || layer.share === undefined || layer.share < threshold) return [];
    const parts = nodeLens(layer, ranks, opOf, actionsOf(offered, layer.nodes), variant && timeIn(variant, layer));
    return [{ line, node: layer.anchor, parts }];
  });
}

/** `int8: 689 µs`; `undefined` where the variant has no time for the layer. */
function timeIn({ name, nodeMs, floorMs }: ComparedTimes, { nodes }: LayerSummary): string | undefined {
  const ms = matchedMs(nodeMs, nodes);
  return ms === undefined ? undefined : `${name}: ${measuredDuration(ms, floorMs)}`;
}

function groupLines(model: ModelView, layers: readonly LayerSummary[], form: TextForm, threshold: number): readonly LensLine[] {
  const sums = new GroupSums(model, layers);
  return form.groups.flatMap(({ line, path, group }) => {
    const { latencyMs, share } = sums.of(group);
    return share < threshold ? [] : [{ line, node: undefined, parts: groupLens(path, latencyMs, share) }];
  });
}

/** Times of groups with everything below them. */
class GroupSums {
  private readonly latencyMs: Float64Array;
  private readonly total: number;

  constructor({ analysis: { hierarchy } }: ModelView, layers: readonly LayerSummary[]) {
    this.latencyMs = new Float64Array(hierarchy.groups.length);
    this.total = layers.reduce((sum, layer) => sum + (layer.latencyMs ?? 0), 0);
    for (const { anchor, latencyMs = 0 } of layers) {
      for (let group = hierarchy.groupOf[anchor] ?? -1; group >= 0; group = hierarchy.groups[group]?.parent ?? -1) {
        this.latencyMs[group]! += latencyMs;
      }
    }
  }

  of(group: number): { readonly latencyMs: number; readonly share: number } {
    const latencyMs = this.latencyMs[group] ?? 0;
    return { latencyMs, share: this.total === 0 ? 0 : latencyMs / this.total };
  }
}
