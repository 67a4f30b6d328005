import * as l10n from '@vscode/l10n';
import { assertNever } from '../../../src/shared/base/assertNever';
import { formatValue } from '../../../src/shared/base/formatNumber';
import { columnText, shareText, sumText } from '../model/columnText';
import { groupValue } from '../model/groupValue';
import type { HeatScale } from '../model/heatScale';
import { originBadge, type LayerOrigin } from '../model/layerOrigin';
import { opCell, runsMerged } from '../model/layerText';
import type { Layer, LayerModel } from '../model/layerModel';
import { bareDetail, opDetail, shapeText } from '../model/nodeText';
import { ownTimeText } from '../model/ownTime';
import type { CardRow } from './cardRows';
import { layersOf, type GraphSubject } from './graphScene';
import { nameInGroup } from './nameInGroup';
import type { GraphTree, TreeGroup } from './graphTree';
import type { Box } from './visibleGraph';
import { unitCountText } from '../model/unitCountText';

/** What stands in a box, for one metric. */
export interface BoxFacts {
  readonly title: string;
  readonly inferred: boolean;
  /** Operator of a layer, content of a group. */
  readonly detail: string;
  /** `3 → 1`: nodes of the original and what they became; empty where one stands for one. */
  readonly badge: string;
  readonly value: string;
  readonly share: string;
  /** 0..1; `undefined` where the value is not known, and for groups. */
  readonly heat: number | undefined;
}

/** Facts of each box, found when they are first asked for. */
export function boxFacts(
  subject: GraphSubject,
  scale: HeatScale,
  originOf: (layer: number) => LayerOrigin | undefined,
): (box: number) => BoxFacts {
  const known = new Map<number, BoxFacts>();
  return index => {
    let facts = known.get(index);
    const box = subject.graph.boxes[index];
    if (facts === undefined) known.set(index, (facts = box === undefined ? NOTHING : factsOf({ ...subject, originOf }, scale, box, index)));
    return facts;
  };
}

const NOTHING: BoxFacts = { title: '', inferred: false, detail: '', badge: '', value: '', share: '', heat: undefined };

/** A graph whose layers know what they were made from. */
interface FactSource extends GraphSubject {
  readonly originOf: (layer: number) => LayerOrigin | undefined;
}

function factsOf(subject: FactSource, scale: HeatScale, box: Box, index: number): BoxFacts {
  switch (box.kind) {
    case 'layer':
      return layerFacts(subject, scale, subject.tree.order[box.first] ?? -1, index);
    case 'inputs':
      return { ...NOTHING, title: inputsText(subject.model) };
    case 'outputs':
      return { ...NOTHING, title: tensorsText(subject.model.view.analysis.outputs, count => l10n.t('{0} outputs', count)) };
    case 'group':
    case 'run':
    case 'frame':
      return groupFacts(subject, scale, box, index);
    default:
      return assertNever(box.kind);
  }
}

/** Of a body apart what it captures: `2 inputs, 3 captured 1×128`. */
function inputsText({ view, body }: LayerModel): string {
  const { inputs } = view.analysis;
  const names = new Set(body?.captured);
  const captured = inputs.filter(({ name }) => names.has(name));
  const own = inputs.filter(({ name }) => !names.has(name));
  const ownText = tensorsText(own, count => l10n.t('{0} inputs', count));
  if (captured.length === 0) return ownText;
  const capturedText = tensorsText(captured, count => l10n.t('{0} captured', count));
  const last = captured.length === 1 ? l10n.t('captured {0}', capturedText) : capturedText;
  return own.length === 0 ? last : `${ownText}, ${last}`;
}

/** `input 1×3×224×224`, `3 inputs 1×128`; the shape only where all have the same. */
function tensorsText(facts: LayerModel['view']['analysis']['inputs'], countText: (count: number) => string): string {
  const shapes = new Set(facts.map(({ shape }) => shapeText(shape)));
  const name = facts.length === 1 ? shortened(facts[0]?.name ?? '') : countText(facts.length);
  return shapes.size === 1 ? `${name} ${[...shapes].join('')}` : name;
}

const LONGEST_NAME = 24;

function shortened(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`;
}

function layerFacts({ model, plan, originOf }: FactSource, scale: HeatScale, index: number, box: number): BoxFacts {
  const { column } = scale;
  const layer = model.layers[index];
  if (layer === undefined) return NOTHING;
  const value = column.values[index] ?? NaN;
  const inferred = model.view.analysis.hierarchy.source === 'structure';
  const known = !Number.isNaN(value);
  return {
    title: nameInGroup(layer.name, model.view.analysis.hierarchy.groups[layer.group]?.path ?? ''),
    inferred,
    detail: plan.kernelsOnly ? kernelDetail(model, layer) : layerDetail(model, layer, plan.rows.get(box)),
    badge: originBadge(originOf(index)),
    value: known ? columnText(column, value) : placeText(model, layer),
    share: known ? shareText(column, value) : '',
    heat: known ? scale.heat(value) : undefined,
  };
}

/** A node without a time of its own says where its time is; in a group the last part of a name is enough. */
function placeText(model: LayerModel, layer: Layer): string {
  const text = ownTimeText(model, layer);
  return text === '' ? '–' : text.replace(/(?<=\s)\S*\.(?=[^.\s]+$)/, '');
}

/** `Conv 3×3 · stride 2 · 512 → 512`; what the kernel fused as well, where the card has no rows for it. */
function layerDetail(model: LayerModel, layer: Layer, rows: readonly CardRow[] = []): string {
  const { op, rest } = opCell(model, layer);
  if (layer.node < 0) return l10n.t('{0} · added by the runtime', op);
  const isMerged = runsMerged(model, layer) && !/\+\d+$/.test(rest);
  const merged = isMerged ? `${op} · ${rest}` : opDetail(model.view, layer.node);
  const isShown = isMerged || model.unit !== 'layers' || rows.some(({ fused }) => fused);
  const fused = isShown ? '' : rest.replace(/\s*\+\d+$/, '');
  return [merged.replaceAll(', ', ' · '), fused].filter(Boolean).join(' ');
}

/** `nchwc.Conv 3×3 · stride 2 · 512 → 512 + Relu`: by the name of the kernel. */
function kernelDetail(model: LayerModel, layer: Layer): string {
  const kernel = model.profile?.kernels[layer.anchorKernel];
  if (layer.node < 0 || kernel === undefined) return layerDetail(model, layer);
  const { rest } = opCell(model, layer);
  const geometry = runsMerged(model, layer) ? '' : bareDetail(model.view, layer.node).replaceAll(', ', ' · ');
  return [kernel.op, geometry, rest].filter(Boolean).join(' ');
}

function groupFacts(subject: GraphSubject, { column }: HeatScale, box: Box, index: number): BoxFacts {
  const { tree, plan } = subject;
  const group = tree.groups.get(box.group);
  const layers = Array.from(layersOf(subject, box));
  const value = groupValue(column, layers);
  const isSum = !Number.isNaN(column.total);
  const readers = plan.aside.get(index);
  const [first, last] = [box.instances[0], box.instances.at(-1)];
  return {
    title: first === undefined || last === undefined ? groupName(tree, group) : `${groupName(tree, first)} … ${groupName(tree, last)}`,
    inferred: group?.inferred ?? false,
    detail:
      readers !== undefined
        ? `× ${readers}`
        : box.kind === 'run'
          ? runText(subject, column, box)
          : contentText(subject, group, layers, box.kind),
    badge: '',
    value: isSum ? sumText(column, value) : columnText(column, value),
    share: shareText(column, value),
    heat: undefined,
  };
}

/** A number alone says nothing: `layer4.0`. */
function groupName({ groups }: GraphTree, group: TreeGroup | undefined): string {
  const parent = groups.get(group?.parent ?? -1);
  if (group === undefined) return '';
  return /^\d+$/.test(group.name) && parent !== undefined ? `${parent.name}.${group.name}` : group.name;
}

/** `11 × the same structure, 10.9 ms each`; the range where they differ. */
function runText({ tree }: GraphSubject, column: HeatScale['column'], { instances }: Box): string {
  const values = instances.map(group => groupValue(column, Array.from(layersOf({ tree }, group)))).filter(value => !Number.isNaN(value));
  const count = instances.length;
  if (values.length === 0) return l10n.t('{0} × the same structure', count);
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [formatValue(sorted[0] ?? NaN, column.unit), formatValue(sorted.at(-1) ?? NaN, column.unit)];
  const [lowNumber = low, lowUnit] = low.split('\u202f');
  const range = low === high ? low : `${lowUnit === high.split('\u202f')[1] ? lowNumber : low} – ${high}`;
  return l10n.t('{0} × the same structure, {1} each', count, range);
}

/** `3 blocks · 10 kernels`, `7 nodes → 3 kernels`. */
function contentText({ model }: GraphSubject, group: TreeGroup | undefined, layers: readonly number[], kind: Box['kind']): string {
  const blocks = group?.children.filter(child => child.kind === 'group').length ?? 0;
  const nodes = layers.reduce((sum, layer) => sum + (model.layers[layer]?.nodes.length ?? 0), 0);
  const kernels = layers.reduce((sum, layer) => sum + (model.layers[layer]?.kernels.length ?? 0), 0);
  const kernelText =
    model.profile === undefined || model.unit === 'nodes' ? unitCountText('nodes', nodes) : unitCountText('kernels', kernels);
  const blockText = l10n.t('{0} blocks', blocks);
  if (blocks > 1) return kind === 'frame' ? `${blockText} · ${kernelText}` : blockText;
  return model.profile !== undefined && model.unit !== 'nodes' && nodes > kernels && kernels > 0
    ? `${unitCountText('nodes', nodes)} → ${kernelText}`
    : kernelText;
}
