import { passText } from '../../shared/report/optimizeCommand';
import { formatDuration } from '../../shared/base/formatNumber';
import { shellFile, shellQuoted } from '../../shared/base/shellQuoted';
import type { OptimizeRequest } from '../../shared/report/jobRequest';
import type { OptimizeResult } from '../../shared/report/optimizeResult';

/** What the reader of a result should know first: slower, not truly in integers, fitted on nothing. At most three sentences. */
export function resultNotes(result: Omit<OptimizeResult, 'notes'>, request: Pick<OptimizeRequest, 'path' | 'passes'>): readonly string[] {
  return [...brokenNote(result), ...speedNote(result), ...subsetNote(result, request), ...integerNote(result), ...dataNote(result)].slice(
    0,
    3,
  );
}

function brokenNote({ verification }: Omit<OptimizeResult, 'notes'>): readonly string[] {
  if (verification?.verdict !== 'broken') return [];
  return ['The variant’s outputs have nothing to do with the original’s. Do not use it: leave layers out, or choose another pass.'];
}

/** Passes that change how weights are stored and little of how they are computed with. */
const STORAGE_PASSES = new Set(['quantize-weights', 'float16']);

/** Share of the latency from which layers that got slower are worth a word beside a variant that is faster all in all. */
const WORTH_A_WORD = 0.02;

function speedNote({ latency, ranAsInt8, passes, before, after }: Omit<OptimizeResult, 'notes'>): readonly string[] {
  if (latency === undefined || latency.speedup.verdict === 'faster') return [];
  const isSlower = latency.speedup.verdict === 'slower';
  if (passes.some(({ id }) => STORAGE_PASSES.has(id)) && after.bytes < before.bytes) {
    const percent = ((100 * after.bytes) / before.bytes).toFixed(0);
    return [`Smaller, not faster: the file has ${percent} % of the bytes, and a run takes ${isSlower ? 'longer' : 'no less time'}.`];
  }
  if (!isSlower) return [];
  const why =
    ranAsInt8 === undefined
      ? 'The runtime does the same at load, or the layers left are less suited to this processor.'
      : 'Quantizing costs more here than integers save: the layers are too small, or conversions stand between them.';
  return [`The variant is slower than the original. ${why}`];
}

/** The part of the layers that pays, as a command line. */
function subsetNote(
  { slowerLayers, latency }: Omit<OptimizeResult, 'notes'>,
  { path, passes }: Pick<OptimizeRequest, 'path' | 'passes'>,
): readonly string[] {
  if (slowerLayers === undefined) return [];
  const { of, layers } = slowerLayers;
  if (layers.length === of) return [`None of the ${of} layers in INT8 is faster than before: keep the original.`];
  const lostMs = layers.reduce((sum, { beforeMs, afterMs }) => sum + afterMs - beforeMs, 0);
  if (latency?.speedup.verdict === 'faster' && lostMs < WORTH_A_WORD * latency.after.medianMs) return [];
  const excluded = [...new Set([...passes.flatMap(({ exclude = [] }) => exclude), ...layers.map(({ layer }) => layer)])].sort(
    (a, b) => a - b,
  );
  const calls = passes.map(({ id, parameters }) => ` --pass ${shellQuoted(passText({ id, parameters }))}`).join('');
  const command = `layerwise optimize ${shellFile(path)}${calls} --exclude ${excluded.join()}`;
  return [`${layers.length} of ${of} layers take longer in INT8, ${formatDuration(lostMs)} together. Only what pays: ${command}`];
}

function integerNote({ ranAsInt8 }: Omit<OptimizeResult, 'notes'>): readonly string[] {
  if (ranAsInt8 === undefined || ranAsInt8[0] === ranAsInt8[1]) return [];
  return [`${ranAsInt8[1] - ranAsInt8[0]} of ${ranAsInt8[1]} quantized layers still compute in float32: the runtime did not fuse them.`];
}

function dataNote({ data, passes }: Omit<OptimizeResult, 'notes'>): readonly string[] {
  const isFitted = passes.some(({ id }) => id === 'quantize-static' || id === 'prune-channels');
  if (!isFitted || data === undefined) return [];
  if (data.kind === 'data' && data.heldBack === 0)
    return [
      'There is one sample: what was fitted to it was verified with it, so the outputs say nothing of others. Give more with --data.',
    ];
  if (data.kind === 'data') return [];
  return ['There were no data, so ranges were fitted on random inputs and mean nothing. Give calibration data with --data.'];
}
