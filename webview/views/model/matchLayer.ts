import { assertNever } from '../../../src/shared/base/assertNever';
import type { Comparison, FilterTerm, FlagField, TextField } from './filterQuery';
import { dtypeWord } from './dtypeWord';
import type { Layer, LayerModel } from './layerModel';
import { isFolded, runsFused } from './ownTime';

/** Whether a layer answers every term of a query. */
export function matchLayer(model: LayerModel, index: number, terms: readonly FilterTerm[]): boolean {
  const layer = model.layers[index];
  return layer !== undefined && terms.every(term => matchTerm(model, layer, index, term) !== term.negated);
}

/** Operators of a layer, for `op:` terms and chips. */
export function layerOps(model: LayerModel, layer: Layer): readonly string[] {
  if (layer.nodes.length === 1 && layer.node >= 0) return [model.view.nodeOps[layer.node] ?? ''];
  const ops = layer.nodes.map(node => model.view.nodeOps[node] ?? '');
  const own = layer.node < 0 ? layer.kernels.map(kernel => model.profile?.kernels[kernel]?.op ?? '') : [];
  return [...new Set([...ops, ...own])];
}

function matchTerm(model: LayerModel, layer: Layer, index: number, term: FilterTerm): boolean {
  switch (term.kind) {
    case 'name':
      return names(model, layer).some(name => name.toLowerCase().includes(term.text));
    case 'pattern':
      return names(model, layer).some(name => term.pattern.test(name));
    case 'field':
      return matchField(model, layer, term.field, term.text);
    case 'flag':
      return flagOf(model, layer, term.field) === term.on;
    case 'metric':
      return compare(metricOf(model, index, term.column), term.comparison, term.value);
    default:
      return assertNever(term);
  }
}

/** Its name as shown, names in the file, and its operators, so that free text finds `relu` as well. */
function names(model: LayerModel, layer: Layer): readonly string[] {
  return [layer.name, ...layer.nodes.map(node => model.view.nodeNames[node] ?? ''), ...layerOps(model, layer)];
}

function matchField(model: LayerModel, layer: Layer, field: TextField, text: string): boolean {
  switch (field) {
    case 'op':
      return layerOps(model, layer).some(op => op.toLowerCase() === text);
    case 'group':
      return layer.name.toLowerCase().startsWith(text) || sectionOf(model, layer) === text;
    case 'name':
      return [layer.name, ...layer.nodes.map(node => model.view.nodeNames[node] ?? '')].some(name => name.toLowerCase().includes(text));
    case 'dtype':
      return precisionOf(model, layer).startsWith(text) || (model.view.nodeDtypes[layer.node] ?? '').startsWith(text);
    case 'precision':
      return precisionOf(model, layer).startsWith(text);
    case 'provider':
      return layer.kernels.some(kernel => (model.profile?.kernels[kernel]?.provider ?? '').toLowerCase().startsWith(text));
    default:
      return assertNever(field);
  }
}

function sectionOf(model: LayerModel, layer: Layer): string {
  return model.sections[layer.section]?.name.toLowerCase() ?? '';
}

/** The type that a layer computes in, as people write it: `fp32`, `bf16`, `int8`. */
export function precisionOf({ view }: LayerModel, { node }: Pick<Layer, 'node'>): string {
  return dtypeWord(view.nodeDtypes[node]);
}

function flagOf(model: LayerModel, layer: Layer, field: FlagField): boolean {
  switch (field) {
    case 'fused':
      return runsFused(model, layer);
    case 'added':
      return layer.kernels.some(kernel => model.profile?.kernels[kernel]?.added === true);
    case 'folded':
      return isFolded(model, layer);
    default:
      return assertNever(field);
  }
}

function metricOf(model: LayerModel, index: number, column: string): number {
  if (column !== 'share') return model.columns.get(column)?.values[index] ?? NaN;
  const [first] = model.columns.values();
  return first === undefined ? NaN : (first.values[index] ?? NaN) / first.total;
}

function compare(value: number, comparison: Comparison, limit: number): boolean {
  switch (comparison) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '=':
      return Math.abs(value - limit) <= Math.abs(limit) * 1e-9;
    default:
      return assertNever(comparison);
  }
}
