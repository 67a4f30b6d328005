import type { LayerColumn, LayerModel } from '../model/layerModel';

/** A piece of a column of the icicle; `from` and `to` are shares of the whole, downwards. */
export interface IciclePart {
  readonly name: string;
  /** Name of the section that it is in, `''` for none. */
  readonly section: string;
  readonly inferred: boolean;
  readonly value: number;
  readonly from: number;
  readonly to: number;
}

export interface IcicleRows {
  readonly sections: readonly IciclePart[];
  readonly blocks: readonly IciclePart[];
  readonly layers: readonly (IciclePart & { readonly layer: number })[];
}

/** Columns of the icicle in execution order: sections, the blocks inside of them, layers; of one section or one of its blocks alone where that is told. */
export function icicleRows(model: LayerModel, area: LayerColumn, only: string | undefined, block?: string): IcicleRows {
  const isShown = (layer: number) =>
    (only === undefined || sectionName(model, layer) === only) && (block === undefined || blockName(model, layer) === block);
  const shown = model.layers.map((_, layer) => layer).filter(isShown);
  // The block that was shown last may be in none of the groups that there are now.
  if (shown.length === 0 && block !== undefined) return icicleRows(model, area, only);
  const valueOf = (layer: number) => area.values[layer] || 0;
  const whole = shown.reduce((sum, layer) => sum + valueOf(layer), 0) || 1;
  const [sections, blocks, layers]: [IciclePart[], IciclePart[], (IciclePart & { readonly layer: number })[]] = [[], [], []];
  let before = 0;
  for (const layer of shown) {
    const value = valueOf(layer);
    const span = { value, from: before / whole, to: (before + value) / whole };
    const inferred = model.sections[model.layers[layer]?.section ?? -1]?.inferred ?? false;
    const section = sectionName(model, layer);
    layers.push({ name: nameInBlock(model, layer), section, inferred, layer, ...span });
    extend(sections, { name: section, section, inferred, ...span });
    extend(blocks, { name: blockName(model, layer), section, inferred, ...span });
    before += value;
  }
  return { sections, blocks, layers };
}

/** Neighbours of one name in one section are one part. */
function extend(parts: IciclePart[], part: IciclePart): void {
  const last = parts.at(-1);
  if (last?.name === part.name && last.section === part.section)
    parts[parts.length - 1] = { ...last, value: last.value + part.value, to: part.to };
  else parts.push(part);
}

function sectionName(model: LayerModel, layer: number): string {
  return model.sections[model.layers[layer]?.section ?? -1]?.name ?? '';
}

/** The group just below the section, empty where a layer stands in its section directly. */
function blockName(model: LayerModel, layer: number): string {
  const { groups } = model.view.analysis.hierarchy;
  let group = groups[model.layers[layer]?.group ?? -1];
  while (group !== undefined && (groups[group.parent]?.parent ?? -1) >= 0) group = groups[group.parent];
  return group === undefined || group.parent < 0 ? '' : group.name;
}

/** What is left of a layer's name beside its section and block: `conv2`. */
function nameInBlock(model: LayerModel, layer: number): string {
  const name = model.layers[layer]?.shortName ?? '';
  const prefix = `${blockName(model, layer)}.`;
  return name.startsWith(prefix) && name.length > prefix.length ? name.slice(prefix.length) : name;
}
