import * as l10n from '@vscode/l10n';
import type { FileDifference } from '../../../src/shared/report/comparedFile';
import { agreementTitle } from '../../../src/shared/report/agreementTitle';
import { csvOf } from '../export/csvOf';
import { layerChanges } from '../model/layerChanges';
import type { LayerModel } from '../model/layerModel';
import { plainNumber } from '../model/plainValues';
import type { ComparedRow, Estimate } from './comparedRow';
import type { KnownTensors } from './knownTensors';
import { agreementText, kindOfAgreement, verdictText } from './comparedText';

/** Of outputs that are close, the columns of the agreement say so. */
const header = (agreement: string): readonly string[] => [
  ...[
    l10n.t('File'),
    l10n.t('Description'),
    l10n.t('Size (bytes)'),
    l10n.t('Latency (ms)'),
    l10n.t('Latency low (ms)'),
    l10n.t('Latency high (ms)'),
  ],
  ...[
    l10n.t('Speed-up'),
    l10n.t('Speed-up low'),
    l10n.t('Speed-up high'),
    l10n.t('Verdict'),
    l10n.t('{0} (%)', agreement),
    l10n.t('{0}, low (%)', agreement),
    l10n.t('{0}, high (%)', agreement),
    l10n.t('Outputs SQNR (dB)'),
  ],
];

/** Every compared file with what was measured of it, the baseline first, as comma-separated values. */
export function comparedCsv(rows: readonly ComparedRow[]): string {
  return csvOf([
    header(agreementTitle(kindOfAgreement(rows))),
    ...rows.map(row => {
      const { fileName, description, bytes, latencyMs, measured, agreement } = row;
      const speedup = measured?.latency?.speedup;
      return [
        ...[fileName, description, number(bytes)],
        ...bounds(latencyMs, 1),
        ...[number(speedup?.median), number(speedup?.low), number(speedup?.high), verdictText(row)],
        ...(row.file === undefined ? ['', '', ''] : bounds(agreement, 100)),
        number(measured?.outputs?.sqnrDb),
      ];
    }),
  ]);
}

function bounds(estimate: Estimate | undefined, factor: number): readonly string[] {
  return [estimate?.value, estimate?.low, estimate?.high].map(value => number(value === undefined ? undefined : value * factor));
}

/** Empty for what is not known or, like the SQNR of equal outputs, no number. */
function number(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? '' : plainNumber(value);
}

/** What the Compare view draws beside the table. */
export interface ShownComparison {
  readonly row: ComparedRow | undefined;
  /** `undefined` while it is not known. */
  readonly difference: FileDifference | undefined;
  readonly tensors: KnownTensors | undefined;
}

/** The same as JSON, with how the file on show differs: times of layers, nodes, tensors. What is not known is null. */
export function comparedJson(model: LayerModel, rows: readonly ComparedRow[], shown: ShownComparison): string {
  const files = rows.map(row => ({
    ...{ file: row.fileName, description: row.description, bytes: row.bytes, latencyMs: row.latencyMs ?? null },
    speedup: row.measured?.latency?.speedup ?? null,
    verdict: verdictText(row),
    outputs: row.measured?.outputs ?? null,
    agreement: row.file === undefined ? null : (row.agreement ?? null),
    metric: row.measured?.metric ?? null,
    shown: agreementText(row),
  }));
  const data = {
    schema: 'layerwise.comparison/1',
    model: { file: model.view.fileName },
    unit: model.unit,
    files,
    shown: shownJson(model, shown),
  };
  return `${JSON.stringify(data, finite, 2)}\n`;
}

function shownJson(model: LayerModel, { row, difference, tensors }: ShownComparison) {
  if (row?.file === undefined) return null;
  const changes = difference === undefined ? [] : layerChanges(model.layers, model.profile, difference);
  return {
    file: row.fileName,
    layers: changes.flatMap((change, layer) => (change === undefined ? [] : [{ name: model.layers[layer]?.name ?? '', ...change }])),
    difference: difference?.difference ?? null,
    unmatchedKernels: difference?.times?.unmatched ?? null,
    tensors: tensors?.difference.layers ?? null,
  };
}

function finite(_: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}
