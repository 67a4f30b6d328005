import { assertNever } from '../../../src/shared/base/assertNever';
import type { HeatScale } from '../model/heatScale';
import type { LayerModel } from '../model/layerModel';
import type { GraphTree } from './graphTree';
import { siblingRuns } from './siblingRuns';
import type { Box, Expansion, VisibleGraph } from './visibleGraph';

/** Among layers this close to the hottest the first counts. */
const NEARLY = 0.95;

/** Groups around a layer, from inside to outside. */
export function groupsAround({ groups, groupOfLayer }: GraphTree, layer: number): readonly number[] {
  const found: number[] = [];
  for (let group = groups.get(groupOfLayer[layer] ?? -1); group !== undefined; group = groups.get(group.parent)) found.push(group.id);
  return found;
}

/** A top level of more boxes shows a model by its blocks as long as none is open. */
const MOST_AROUND_AN_OPEN_GROUP = 12;

/** What is open at first: the groups around the selected layer, else around the hottest unless there is enough to see without. */
export function firstExpansion(model: LayerModel, tree: GraphTree, scale: HeatScale, selected: number): readonly number[] {
  if (selected >= 0) return groupsAround(tree, selected);
  const closed = siblingRuns(tree.roots, NONE_OPEN, NONE_OPEN);
  return closed.length > MOST_AROUND_AN_OPEN_GROUP ? [] : groupsAround(tree, hottestLayer(model, scale));
}

const NONE_OPEN: ReadonlySet<number> = new Set();

function hottestLayer({ layers }: LayerModel, scale: HeatScale): number {
  const { values } = scale.column;
  let most = 0;
  for (let layer = 0; layer < values.length; layer++) most = Math.max(most, scale.heat(values[layer]!));
  return layers.findIndex((_, layer) => scale.heat(values[layer] ?? NaN) >= NEARLY * most);
}

/** Opens what is closed and closes what is open; a run is unfolded into its groups. */
export function toggled({ expanded, unfolded }: Expansion, box: Box): Expansion {
  switch (box.kind) {
    case 'group':
      return { expanded: new Set([...expanded, box.group]), unfolded };
    case 'frame':
      return { expanded: new Set([...expanded].filter(group => group !== box.group)), unfolded };
    case 'run':
      return { expanded, unfolded: new Set([...unfolded, box.group]) };
    case 'layer':
    case 'inputs':
    case 'outputs':
      return { expanded, unfolded };
    default:
      return assertNever(box.kind);
  }
}

/** Opens every group of the level that a box stands in. */
export function levelExpanded(expansion: Expansion, { boxes, levels }: VisibleGraph, box: number): Expansion {
  const level = levels[boxes[box]?.level ?? 0];
  const groups = (level?.boxes ?? []).flatMap(index => {
    const { kind, group, instances } = boxes[index] ?? { kind: 'layer', group: -1, instances: [] };
    return kind === 'run' ? instances.map(({ id }) => id) : kind === 'group' ? [group] : [];
  });
  return { ...expansion, expanded: new Set([...expansion.expanded, ...groups]) };
}
