import type { LayerColumn, LayerModel } from '../model/layerModel';

/** A piece of a column of the icicle; `from` and `to` are shares of the whole, downwards. */
export interface IciclePart {
  readonly name: string;
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

/** Columns of the icicle in execution order: sections, the blocks inside of them, layers. */
export function icicleRows(model: LayerModel, area: LayerColumn, only: string | undefined): IcicleRows {
  const shown = model.layers.map((_, layer) => layer).filter(layer => only === undefined || sectionName(model, layer) === only);
  const valueOf = (layer: number) => area.values[layer] || 0;
  const whole = shown.reduce((sum, layer) => sum + valueOf(layer), 0) || 1;
  const [sections, blocks, layers]: [IciclePart[], IciclePart[], (IciclePart & { readonly layer: number })[]] = [[], [], []];
  let before = 0;
  for (const layer of shown) {
    const value = valueOf(layer);
    const span = { value, from: before / whole, to: (before + value) / whole };
    const inferred = model.sections[model.layers[layer]?.section ?? -1]?.inferred ?? false;
    layers.push({ name: nameInBlock(model, layer), inferred, layer, ...span });
    extend(sections, sectionName(model, layer), inferred, span);
    extend(blocks, blockName(model, layer), inferred, span);
    before += value;
  }
  return { sections, blocks, layers };
}

type Span = Pick<IciclePart, 'value' | 'from' | 'to'>;

/** Neighbours of one name are one part. */
function extend(parts: IciclePart[], name: string, inferred: boolean, span: Span): void {
  const last = parts.at(-1);
  if (last?.name === name) parts[parts.length - 1] = { ...last, value: last.value + span.value, to: span.to };
  else parts.push({ name, inferred, ...span });
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
