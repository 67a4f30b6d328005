import {
  formatBytes,
  formatCount,
  formatDuration,
  formatDurationInterval,
  formatShare,
  formatSignificant,
} from '../../shared/base/formatNumber';
import type { Environment, Kernel, LatencyStatistics, Profile } from '../../shared/report/latency';
import { latencyPhasesText, latencyQuantilesText } from '../../shared/report/latencyText';
import { placementOf } from '../../shared/report/placement';
import { providerName } from '../../shared/report/providerName';
import { threadsText } from '../../shared/report/threadsText';
import { printable } from './printable';
import type { TerminalStyle } from './style';
import { wrapText } from './wrapText';
import { doubtsOf } from '../../shared/report/doubtsOf';

const MOST_OPS = 4;

/** The headline of a profile with the conditions it holds for. */
export function latencyLines({ latency, environment, kernels }: Profile, style: TerminalStyle): readonly string[] {
  const { kernelsMs, residualMs } = latency;
  const interval = formatDurationInterval(latency.lowMs, latency.highMs, latency.medianMs);
  const split =
    residualMs === undefined || kernelsMs === undefined
      ? ''
      : `; ${formatDuration(kernelsMs)} in kernels, ${formatDuration(residualMs)} runtime overhead`;
  const doubts = doubtsOf(latency);
  return [
    `${style.strong(formatDuration(latency.medianMs))} median of ${formatCount(latency.runs)} runs${sessions(latency)} (${interval}, ${formatShare(latency.confidence, 0)})${split}`,
    ...wrapText(distribution(latency), style.width, '  '),
    ...wrapText(phases(latency), style.width, '  '),
    ...wrapText(placementText(kernels), style.width, '  '),
    ...wrapText(conditions(environment), style.width, '  ').map(style.faint),
    ...(latency.reliable ? [] : [style.bad('  This measurement is not reliable.')]),
    ...latency.notes.flatMap(note => wrapText(note, style.width, '  ').map(doubts.includes(note) ? style.bad : style.faint)),
  ];
}

function sessions({ sessions: count, sessionSpread }: LatencyStatistics): string {
  return count < 2 ? '' : ` in ${formatCount(count)} sessions (±${formatShare(sessionSpread, 1)} between them)`;
}

function distribution(latency: LatencyStatistics): string {
  const { throughputPerSecond, cpuMs } = latency;
  return `${latencyQuantilesText(latency)}; CPU time ${formatDuration(cpuMs)}; ${formatSignificant(throughputPerSecond)} samples per second`;
}

function phases(latency: LatencyStatistics): string {
  const { peakRssBytes, arenaBytes } = latency;
  const arena = Number.isFinite(arenaBytes) ? ` (arena ${formatBytes(arenaBytes)})` : '';
  const memory = Number.isFinite(peakRssBytes) ? `${formatBytes(peakRssBytes)} of memory at the peak${arena}` : arena.trim();
  return [latencyPhasesText(latency), memory].filter(text => text !== '').join('; ');
}

/** Where kernels ran, when that was not one place: `WebGpu: 14 kernels, 1.2 ms; CPU: 3 kernels, 90 µs (Gather, Shape)`. */
function placementText(kernels: readonly Kernel[]): string {
  const placement = placementOf(kernels);
  if (placement.length < 2) return '';
  return placement
    .map(({ provider, kernels: count, latencyMs, ops }) => {
      const counted = `${formatCount(count)} ${count === 1 ? 'kernel' : 'kernels'}, ${formatDuration(latencyMs)}`;
      return `${printable(providerName(provider))}: ${counted} (${ops
        .slice(0, MOST_OPS)
        .map(op => printable(op))
        .join(', ')})`;
    })
    .join('; ');
}

/** What every number above depends on. */
function conditions(environment: Environment): string {
  const { threads, cpu, provider, onnxruntime, inputs, seed, dims, rigor, inputDescription, imported } = environment;
  const sizes = Object.entries(dims).map(([name, value]) => `${printable(name)}=${String(value)}`);
  const pool = Number.isNaN(threads) ? 'threads unknown' : threadsText(threads);
  if (imported !== undefined)
    return [
      `imported from ${printable(imported)}`,
      pool,
      printable(providerName(provider)),
      'machine, runtime and inputs unknown',
      ...sizes,
    ].join(', ');
  return [
    pool,
    cpu,
    `onnxruntime ${onnxruntime} (${providerName(provider)})`,
    inputs === 'data' ? 'inputs from the data' : `random inputs (seed ${String(seed)})`,
    ...sizes,
    `rigor ${rigor}`,
    ...inputDescription.map(description => printable(description)),
  ].join(', ');
}
