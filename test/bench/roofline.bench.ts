import { bench, describe } from 'vitest';
import { meanFactor, modelsIn, predictAndMeasure, type PredictedAndMeasured } from './roofline';

/** Filled skeletons, where somebody has them; else the models that come with the tests. */
const FOLDER = process.env['LAYERWISE_MODELS'] ?? 'test/fixtures/models';
const SEQUENCE = 128;
const ONCE = { iterations: 1, time: 0, warmupIterations: 0, warmupTime: 0, throws: true };

function line({ name, predictedMs, limitMs, medianMs, minMs, reliable }: PredictedAndMeasured): string {
  const ms = [predictedMs, limitMs, medianMs, minMs].map(value => value.toFixed(2).padStart(9));
  return `${name.padEnd(22)} ${ms.join(' ')}  predicted / median ${(predictedMs / medianMs).toFixed(2)}, / fastest ${(predictedMs / minMs).toFixed(2)}${reliable ? '' : '  (not reliable)'}`;
}

describe('predicted against measured, one thread', () => {
  bench(
    FOLDER,
    async () => {
      const results: PredictedAndMeasured[] = [];
      console.log(`${''.padEnd(22)} predicted  roofline    median   fastest`);
      for (const file of modelsIn(FOLDER)) {
        const result = await predictAndMeasure(file, 1, { sequence: SEQUENCE });
        results.push(result);
        console.log(line(result));
      }
      const off = (of: (result: PredictedAndMeasured) => number): string => meanFactor(results.map(of)).toFixed(2);
      console.log(
        `off by a factor of ${off(r => r.predictedMs / r.medianMs)} on average; the roofline alone ${off(r => r.limitMs / r.medianMs)}`,
      );
      console.log(`against the fastest run ${off(r => r.predictedMs / r.minMs)}; the roofline alone ${off(r => r.limitMs / r.minMs)}`);
    },
    ONCE,
  );
});
