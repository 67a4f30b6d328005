import { LayerwiseError } from '../../shared/report/layerwiseError';

/** Columns that the table of layers can have, as `--columns` names them. */
export const TABLE_METRICS = ['precision', 'macs', 'params', 'weights', 'activations', 'intensity', 'sparsity', 'effective-macs'] as const;
export type TableMetric = (typeof TABLE_METRICS)[number];

/** Those that need the values of the weights. */
export const VALUE_METRICS: ReadonlySet<TableMetric> = new Set(['sparsity', 'effective-macs']);

/** The metrics of a list such as `macs,sparsity`; none without one. Throws `usage` for a name that is no column. */
export function chosenMetrics(text: string | undefined): readonly TableMetric[] {
  return (text?.split(',') ?? []).map(word => {
    const found = TABLE_METRICS.find(metric => metric === word.trim());
    if (found === undefined) throw new LayerwiseError('usage', `--columns does not know “${word}”. It knows: ${TABLE_METRICS.join(', ')}.`);
    return found;
  });
}
