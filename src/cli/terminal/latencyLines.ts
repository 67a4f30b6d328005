import { formatCount, formatDuration, formatInterval, formatBytes } from '../../shared/base/formatNumber';
import type { Profile } from '../../shared/report/latency';

/** The headline of a profile with the conditions it holds for. */
export function latencyLines(profile: Profile): readonly string[] {
  const { latency, environment } = profile;
  const overhead =
    latency.residualMs === undefined || latency.kernelsMs === undefined
      ? ''
      : `; ${formatDuration(latency.kernelsMs)} in kernels, ${formatDuration(latency.residualMs)} runtime overhead`;
  return [
    `${formatDuration(latency.medianMs)} median of ${formatCount(latency.runs)} runs (${formatInterval(latency.lowMs, latency.highMs, latency.medianMs)}, 95 %), p90 ${formatDuration(latency.p90Ms)}${overhead}`,
    `  load ${formatDuration(latency.loadMs)}, first run ${formatDuration(latency.firstRunMs)}, ${formatBytes(latency.peakRssBytes)} peak memory`,
    `  ${environment.provider}, ${String(environment.threads)} ${environment.threads === 1 ? 'thread' : 'threads'}, ${environment.cpu}, onnxruntime ${environment.onnxruntime}, ${environment.inputs} inputs${dims(environment.dims)}`,
    ...(latency.reliable ? [] : ['  The measurement is not reliable:']),
    ...latency.notes.map(note => `  ${note}`),
  ];
}

function dims(values: Readonly<Record<string, number>>): string {
  const text = Object.entries(values).map(([name, value]) => `${name}=${String(value)}`);
  return text.length === 0 ? '' : `, ${text.join(', ')}`;
}
