import { formatBytes, formatCount, formatDuration, formatInterval, formatShare, formatSignificant } from '../../shared/base/formatNumber';
import { verdictSentence } from '../../shared/report/verdict';
import type { LatencyStatistics } from '../../shared/report/latency';
import type { OptimizeResult } from '../../shared/report/optimizeResult';
import { printable } from './printable';

/** The before/after of an optimize run; what is slower or broken comes first. */
export function optimizeLines(result: OptimizeResult): readonly string[] {
  return [
    `${printable(result.output, 200)}: ${verdictSentence(result)}`,
    ...latencyLine(result),
    ...accuracyLines(result),
    `  size      ${formatBytes(result.before.bytes)} → ${formatBytes(result.after.bytes)}, nodes ${formatCount(result.before.nodes)} → ${formatCount(result.after.nodes)}${macsText(result)}`,
    ...(result.ranAsInt8 === undefined
      ? []
      : [`  INT8      ${String(result.ranAsInt8[0])} of ${String(result.ranAsInt8[1])} layers truly run in INT8`]),
    ...dataLine(result),
    ...result.passes.flatMap(pass => pass.notes.map(note => `  ${pass.id}: ${printable(note, 300)}`)),
    ...result.notes.map(note => `  ${printable(note, 300)}`),
  ];
}

function latencyLine({ latency }: OptimizeResult): readonly string[] {
  if (latency === undefined) return ['  latency   not measured'];
  return [`  latency   ${interval(latency.before)} → ${interval(latency.after)}, batch ${String(latency.batch)}, runs alternated`];
}

function interval(latency: LatencyStatistics): string {
  return `${formatDuration(latency.medianMs)} (${formatInterval(latency.lowMs, latency.highMs, latency.medianMs)})`;
}

function accuracyLines({ verification }: OptimizeResult): readonly string[] {
  if (verification === undefined) return ['  outputs   not verified'];
  const { metric, top1Agreement } = verification;
  const inputs = verification.inputs === 'synthetic' ? 'random inputs, which say little about accuracy' : `${verification.inputs} samples`;
  const sqnr = Number.isFinite(verification.sqnrDb) ? `${formatSignificant(verification.sqnrDb)} dB SQNR` : 'bit-equal';
  const agreement =
    top1Agreement === undefined
      ? ''
      : `, agreement ${formatShare(top1Agreement.value)} (${formatShare(top1Agreement.low)} – ${formatShare(top1Agreement.high)})`;
  return [
    `  outputs   ${sqnr}, largest difference ${formatSignificant(verification.maxAbs)}${agreement}, on ${String(verification.samples)} ${inputs}`,
    ...(metric === undefined
      ? []
      : [
          `  accuracy  ${formatShare(metric.before.value, 2)} → ${formatShare(metric.after.value, 2)} (${formatShare(metric.after.low, 2)} – ${formatShare(metric.after.high, 2)}) on ${String(metric.samples)} labelled samples`,
        ]),
  ];
}

function macsText({ before, after }: OptimizeResult): string {
  if (before.macs === undefined || after.macs === undefined || before.macs === after.macs) return '';
  return `, MACs ${formatCount(before.macs)} → ${formatCount(after.macs)}`;
}

function dataLine({ data }: OptimizeResult): readonly string[] {
  if (data === undefined) return [];
  if (data.kind === 'synthetic') return ['  data      random: ranges and agreement are not meaningful. Name real data with --data.'];
  return [`  data      ${printable(data.source, 200)}: ${String(data.fitted)} samples fitted, ${String(data.heldBack)} held back`];
}
