import type { SettingsResult, SweepPointResult, SweepResult } from '../shared/report/sweep';

/** The contract's `layerwise.sweep/1`: what is not known is null; `knee` and `best` are positions in `points`. */
export function sweepJson(file: string, result: SweepResult): unknown {
  const { points, knee, best, latencyLimitMs, resumed, settings, notes, environment } = result;
  const { layerwise, onnxruntime, node, os, cpu, cores, isa, inputs } = environment;
  return {
    schema: 'layerwise.sweep/1',
    model: { file },
    points: points.map(pointJson),
    knee: knee ?? null,
    best: best ?? null,
    latencyLimitMs: latencyLimitMs ?? null,
    resumed,
    notes,
    ...(settings === undefined ? {} : { settings: settingsJson(settings) }),
    environment: { layerwise, onnxruntime: onnxruntime ?? null, node, os, cpu, cores, isa, inputs: inputs ?? null },
  };
}

function pointJson({ batch, threads, dims, measured, error, efficiency, cost }: SweepPointResult): unknown {
  return {
    ...{ batch, threads, dims },
    measured: measured ?? null,
    error: error ?? null,
    efficiency: efficiency ?? null,
    cost: cost === undefined ? null : { perMillion: cost.perMillion ?? null, instances: cost.instances ?? null },
  };
}

function settingsJson({ trials, chosen, confirmed, conditions, snippets }: SettingsResult): unknown {
  return { trials, chosen, confirmed: confirmed ?? null, conditions, snippets };
}
