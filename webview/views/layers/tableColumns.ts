import type { LayerModel } from '../model/layerModel';

/** A column of the Layers table. */
export interface TableColumn {
  /** Sort key as well; the id of a metric for metrics. */
  readonly id: string;
  readonly title: string;
  readonly kind: 'number' | 'layer' | 'op' | 'output' | 'primary' | 'share' | 'metric';
}

/**
 * Columns for a model: the first metric known (latency, before a run MACs) carries the bar; the metric that gives the colour
 * is added when it has no column of its own.
 */
export function tableColumns(model: LayerModel, metric: string): readonly TableColumn[] {
  const [primary] = model.columns.values();
  const shown = new Set(['macs', 'weightBytes', 'ofLimit', metric].filter(id => model.columns.has(id) && id !== primary?.id));
  const metrics = [...shown].flatMap(id => model.columns.get(id) ?? []);
  return [
    { id: 'number', title: '#', kind: 'number' },
    { id: 'layer', title: 'Layer', kind: 'layer' },
    { id: 'op', title: 'Op', kind: 'op' },
    { id: 'output', title: 'Output', kind: 'output' },
    ...(primary === undefined ? [] : [{ id: primary.id, title: primary.title, kind: 'primary' } as const]),
    { id: 'share', title: 'Share', kind: 'share' },
    ...metrics.map(({ id, title }) => ({ id, title: shortTitle(title), kind: 'metric' }) as const),
  ];
}

function shortTitle(title: string): string {
  return title
    .replace(/^Weight bytes$/, 'Weights')
    .replace(/^Parameters$/, 'Params')
    .replace(/^Activation bytes$/, 'Activations')
    .replace(/^Arithmetic intensity$/, 'Intensity')
    .replace(/^% of roofline$/, 'Roofline');
}
