import { formatDuration } from '../shared/base/formatNumber';
import type { ReportContent } from './reportContent';
import { metricWord, type ReportLayers } from './reportLayers';

/** What the numbers of a report do not say. */
export function limitTexts(content: ReportContent, figures: ReportLayers): readonly string[] {
  return [...measuredLimits(content, figures), ...variantLimits(content), ...staticLimits(content, figures)];
}

function measuredLimits({ profile, environment, onThisMachine }: ReportContent, figures: ReportLayers): readonly string[] {
  if (environment === undefined)
    return [`Nothing was measured: layers are told apart by their ${metricWord(figures)}, counted from shapes.`];
  if (profile === undefined) return ['One machine, these input shapes.'];
  const { kernels, latency, floorMs } = profile;
  const sum = kernels.reduce((total, { medianMs }) => total + medianMs, 0);
  return [
    'One machine, these input shapes.',
    `Kernel times come from profiled runs and add up to ${formatDuration(sum)}; end-to-end latency comes from separate runs without profiling.`,
    `Times of kernels up to ${formatDuration(floorMs)} are not told apart from the cost of timing them.`,
    ...(onThisMachine ? [] : ['The profile was taken on another machine than the one that this report was written on.']),
    ...latency.notes,
  ];
}

function variantLimits({ variants }: ReportContent): readonly string[] {
  const compared = variants.flatMap(({ outputs, metric }) => (outputs === undefined ? [] : [{ outputs, metric }]));
  return [
    ...(compared.some(({ metric }) => metric === undefined) ? ['Agreement with the baseline is not accuracy against labels.'] : []),
    ...(compared.some(({ outputs }) => outputs.inputs === 'synthetic')
      ? ['Outputs were compared on random inputs, which say little about accuracy.']
      : []),
  ];
}

function staticLimits({ analysis, problems }: ReportContent, { layers }: ReportLayers): readonly string[] {
  const unknown = layers.filter(({ macs }) => Number.isNaN(macs)).length;
  return [
    ...(unknown === 0 ? [] : [`MACs of ${String(unknown)} of ${String(layers.length)} layers are not known, because a shape is not.`]),
    ...(analysis.hierarchy.source === 'structure'
      ? ['Names of groups are inferred from the structure; they do not stand in the file.']
      : []),
    ...problems
      .filter(({ severity }) => severity !== 'info')
      .slice(0, 20)
      .map(({ severity, message }) => `${severity}: ${message.slice(0, 400)}`),
  ];
}
