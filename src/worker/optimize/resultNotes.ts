import { passText } from '../../shared/report/optimizeCommand';
import { formatDuration } from '../../shared/base/formatNumber';
import { shellFile, shellQuoted } from '../../shared/base/shellQuoted';
import { lacksDotProduct } from '../../analysis/suggest/integerKernels';
import type { OptimizeRequest, PassCall } from '../../shared/report/jobRequest';
import type { OptimizeResult } from '../../shared/report/optimizeResult';
import { isFitted } from '../../shared/report/fittedOnRandomInputs';
import { lostMs, unpaidLayers } from '../../shared/report/unpaidLayers';
import { withoutLayers } from '../../shared/report/withoutLayers';
import { control } from '../../shared/base/control';
import { BROKEN_DB } from './outputVerdict';

/** What the reader of a result should know first: slower, not truly in integers, fitted on nothing. At most three sentences. `isa`: instruction sets of the machine that measured. */
export function resultNotes(
  result: Omit<OptimizeResult, 'notes'>,
  request: Pick<OptimizeRequest, 'path' | 'passes' | 'conditions'>,
  isa: readonly string[],
): readonly string[] {
  const processor = isOnCpu(request) ? isa : [];
  const notes = [
    ...brokenNote(result),
    ...speedNote(result, processor),
    ...subsetNote(result, request),
    ...integerNote(result),
    ...dataNote(result),
  ];
  return notes.slice(0, 3);
}

/** What other providers take explains nothing of the processor’s instructions. */
function isOnCpu({ conditions: { provider = 'cpu' } }: Pick<OptimizeRequest, 'conditions'>): boolean {
  return provider === 'cpu';
}

function brokenNote({ verification }: Omit<OptimizeResult, 'notes'>): readonly string[] {
  if (verification?.verdict !== 'broken') return [];
  const what =
    verification.sqnrDb >= BROKEN_DB
      ? 'Some outputs of the variant are NaN or infinite, or have another shape, where the original’s are not.'
      : 'The variant’s outputs have nothing to do with the original’s.';
  return [`${what} Do not use it: leave layers out, or choose another pass.`];
}

/** Passes that change how weights are stored and little of how they are computed with. */
const STORAGE_PASSES = new Set(['quantize-weights', 'float16']);

function speedNote(
  { latency, ranAsInt8, passes, before, after }: Omit<OptimizeResult, 'notes'>,
  isa: readonly string[],
): readonly string[] {
  if (latency === undefined || latency.speedup.verdict === 'faster') return [];
  const isSlower = latency.speedup.verdict === 'slower';
  if (passes.some(({ id }) => STORAGE_PASSES.has(id)) && after.bytes < before.bytes) {
    const percent = ((100 * after.bytes) / before.bytes).toFixed(0);
    return [`Smaller, not faster: the file has ${percent} % of the bytes, and a run takes ${isSlower ? 'longer' : 'no less time'}.`];
  }
  if (!isSlower) return [];
  return [slowerSentence(ranAsInt8 !== undefined, isa)];
}

function slowerSentence(isInteger: boolean, isa: readonly string[]): string {
  if (!isInteger)
    return 'The variant is slower than the original. The runtime does the same at load, or the layers left are less suited to this processor.';
  if (lacksDotProduct(isa)) return 'INT8 was slower on this CPU: it has no VNNI or dot-product instructions.';
  return 'The variant is slower than the original. Quantizing costs more here than integers save: the layers are too small, or conversions stand between them.';
}

/** The part of the layers that pays: on the command line as a command, on a page with a button beside it. */
function subsetNote(result: Omit<OptimizeResult, 'notes'>, { path, passes }: Pick<OptimizeRequest, 'path' | 'passes'>): readonly string[] {
  const { slowerLayers } = result;
  if (slowerLayers === undefined) return [];
  const { of, layers } = slowerLayers;
  if (layers.length === of) return [`None of the ${of} layers in INT8 is faster than before: keep the original.`];
  const unpaid = unpaidLayers(result);
  if (unpaid.length === 0) return [];
  const what = `${unpaid.length} of ${of} layers take longer in INT8, ${formatDuration(lostMs(slowerLayers))} together.`;
  return [control(`${what} Only what pays: ${commandWithout(path, passes, unpaid)}`, what)];
}

function commandWithout(path: string, passes: readonly PassCall[], layers: readonly number[]): string {
  const fewer = withoutLayers(passes, layers);
  const calls = fewer.map(({ id, parameters }) => ` --pass ${shellQuoted(passText({ id, parameters }))}`).join('');
  return `layerwise optimize ${shellFile(path)}${calls} --exclude ${fewer[0]?.exclude?.join() ?? ''}`;
}

function integerNote({ ranAsInt8 }: Omit<OptimizeResult, 'notes'>): readonly string[] {
  if (ranAsInt8 === undefined || ranAsInt8[0] === ranAsInt8[1]) return [];
  return [`${ranAsInt8[1] - ranAsInt8[0]} of ${ranAsInt8[1]} quantized layers still compute in float32: the runtime did not fuse them.`];
}

function dataNote(result: Omit<OptimizeResult, 'notes'>): readonly string[] {
  const { data } = result;
  if (!isFitted(result) || data === undefined) return [];
  if (data.kind === 'data' && data.heldBack === 0)
    return [
      `There is one sample: what was fitted to it was verified with it, so the outputs say nothing of others. ${control('Give more with --data.', 'Choose more.')}`,
    ];
  if (data.kind === 'data') return [];
  return [
    `There were no data, so ranges were fitted on random inputs and mean nothing. ${control('Give calibration data with --data.', 'Choose calibration data.')}`,
  ];
}
