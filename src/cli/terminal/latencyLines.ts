import { formatBytes, formatCount, formatDuration, formatDurationInterval, formatShare } from '../../shared/base/formatNumber';
import type { Environment, Profile } from '../../shared/report/latency';
import { printable } from './printable';
import type { TerminalStyle } from './style';
import { wrapText } from './wrapText';

/** The headline of a profile with the conditions it holds for. */
export function latencyLines({ latency, environment }: Profile, style: TerminalStyle): readonly string[] {
  const { kernelsMs, residualMs } = latency;
  const interval = formatDurationInterval(latency.lowMs, latency.highMs, latency.medianMs);
  const split =
    residualMs === undefined || kernelsMs === undefined
      ? ''
      : `; ${formatDuration(kernelsMs)} in kernels, ${formatDuration(residualMs)} runtime overhead`;
  return [
    `${style.strong(formatDuration(latency.medianMs))} median of ${formatCount(latency.runs)} runs (${interval}, ${formatShare(latency.confidence, 0)})${split}`,
    `  p90 ${formatDuration(latency.p90Ms)}, load ${formatDuration(latency.loadMs)}, first run ${formatDuration(latency.firstRunMs)}, ${formatBytes(latency.peakRssBytes)} of memory at the peak`,
    ...wrapText(conditions(environment), style.width, '  ').map(style.faint),
    ...(latency.reliable ? [] : [style.bad('  This measurement is not reliable.')]),
    ...latency.notes.flatMap(note => wrapText(note, style.width, '  ').map(style.bad)),
  ];
}

/** What every number above depends on. */
function conditions({ threads, cpu, provider, onnxruntime, inputs, dims }: Environment): string {
  const sizes = Object.entries(dims).map(([name, value]) => `${printable(name)}=${String(value)}`);
  return [
    `${String(threads)} ${threads === 1 ? 'thread' : 'threads'}`,
    cpu,
    `onnxruntime ${onnxruntime} (${provider.replace('ExecutionProvider', '')})`,
    inputs === 'data' ? 'inputs from the data' : 'random inputs',
    ...sizes,
  ].join(', ');
}
