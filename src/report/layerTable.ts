import { formatCount, formatDuration, formatDurationInterval, formatShare, formatSpeedup, UNKNOWN } from '../shared/base/formatNumber';
import { kernelTimes } from '../shared/report/kernelTimes';
import { hottestFirst, layerValueText, metricName, type ReportLayer, type ReportLayers } from './reportLayers';
import type { ReportContent } from './reportContent';
import type { ReportVariant } from './reportVariant';
import { numberColumn, textColumn, type TextTable } from '../shared/base/textTable';

const LONGEST_NAME = 60;
const LONGEST_OP = 32;
/** Within this ratio of each other two times are called the same. */
const SAME = 1.02;

/** The layers that take most, with their times after a variant where those were measured. */
export function slowestLayers(content: ReportContent, figures: ReportLayers, after: ReportVariant | undefined, count: number) {
  const layers = hottestFirst(figures.layers)
    .filter(({ value }) => value > 0)
    .slice(0, count);
  return { layers, table: layers.length === 0 ? undefined : slowestTable(content, figures, after, layers) };
}

function slowestTable(
  content: ReportContent,
  figures: ReportLayers,
  after: ReportVariant | undefined,
  layers: readonly ReportLayer[],
): TextTable {
  const floorMs = content.profile?.floorMs ?? 0;
  const hasTimes = figures.metric === 'latencyMs';
  const afterMs = after?.layerMs?.after;
  const hasRoof = layers.some(({ ofLimit }) => !Number.isNaN(ofLimit));
  const columns = [
    textColumn('Layer'),
    textColumn('Op'),
    numberColumn(hasTimes ? (afterMs === undefined ? 'Time' : 'Before') : metricName(figures)),
    numberColumn('Share'),
    ...(afterMs === undefined ? [] : [numberColumn('After'), numberColumn('Change')]),
    ...(hasTimes ? [numberColumn('MACs')] : []),
    ...(hasRoof ? [numberColumn(afterMs === undefined ? 'Roofline' : 'Roofline before')] : []),
  ];
  const rows = layers.map(layer => [
    layer.name.slice(0, LONGEST_NAME),
    layer.op.slice(0, LONGEST_OP),
    layerValueText(figures, layer, floorMs),
    formatShare(layer.value / figures.total),
    ...(afterMs === undefined ? [] : changeCells(layer.value, afterMs.get(layer.anchor))),
    ...(hasTimes ? [formatCount(layer.macs)] : []),
    ...(hasRoof ? [roofText(layer.ofLimit)] : []),
  ]);
  return { columns, rows };
}

function changeCells(before: number, after: number | undefined): readonly string[] {
  if (after === undefined) return [UNKNOWN, UNKNOWN];
  const ratio = before / after;
  return [formatDuration(after), ratio < SAME && ratio > 1 / SAME ? 'same' : formatSpeedup(ratio)];
}

function roofText(ofLimit: number): string {
  return ofLimit > 1 ? `>${formatShare(1, 0)}` : formatShare(ofLimit, 0);
}

/** Layers in order of execution; of many the hottest. */
export function allLayers(content: ReportContent, figures: ReportLayers, most: number): TextTable {
  const kept = new Set(hottestFirst(figures.layers).slice(0, most));
  const floorMs = content.profile?.floorMs ?? 0;
  const hasTimes = figures.metric === 'latencyMs';
  const isInferred = content.analysis.hierarchy.source !== 'names';
  return {
    columns: [
      numberColumn('#'),
      textColumn('Layer'),
      ...(isInferred ? [textColumn('Name in the file')] : []),
      textColumn('Op'),
      ...(hasTimes ? [numberColumn('Time'), numberColumn('95 % interval')] : []),
      ...(figures.metric === 'params' ? [numberColumn('Parameters')] : []),
      numberColumn('Share'),
      numberColumn('MACs'),
    ],
    rows: figures.layers
      .filter(layer => kept.has(layer))
      .map(layer => [
        String(layer.anchor),
        layer.name.slice(0, LONGEST_NAME),
        ...(isInferred ? [(content.graph.nodes.names[layer.anchor] ?? '').slice(0, LONGEST_NAME)] : []),
        layer.op.slice(0, LONGEST_OP),
        ...(hasTimes ? [layerValueText(figures, layer, floorMs), intervalText(layer, floorMs)] : []),
        ...(figures.metric === 'params' ? [layerValueText(figures, layer, floorMs)] : []),
        formatShare(layer.value / figures.total),
        formatCount(layer.macs),
      ]),
  };
}

function intervalText({ kernels }: ReportLayer, floorMs: number): string {
  const { medianMs, lowMs, highMs } = kernelTimes(kernels);
  return kernels.length === 0 || medianMs <= floorMs ? '' : formatDurationInterval(lowMs, highMs, medianMs);
}
