import { integerSentence, staircaseSentence } from '../shared/report/layerTimingText';
import type { LayerTiming, NotTimed, Staircase, TimedForm } from '../shared/report/layerTiming';

/** `layerwise.layer/1`: what is not known is null. */
export function layerJson(file: string, timing: LayerTiming): unknown {
  const { node, name, op, nodes, inputs, original, int8, staircases, environment, notes } = timing;
  return {
    schema: 'layerwise.layer/1',
    model: { file },
    layer: { id: node, name, op, nodes, inputs },
    original: formJson(original),
    ...(int8 === undefined ? {} : { int8: integersJson(int8) }),
    staircases: staircases.map(staircaseJson),
    environment,
    notes,
  };
}

function integersJson(int8: NonNullable<LayerTiming['int8']>): unknown {
  const sentence = integerSentence(int8);
  if ('why' in int8) return { sentence, alone: null, between: null, ranInIntegers: null };
  const { alone, between, ranInIntegers } = int8;
  return { sentence, alone: formJson(alone), between: formJson(between), ranInIntegers };
}

function staircaseJson(stairs: Staircase | (NotTimed & Pick<Staircase, 'side'>)): unknown {
  if ('why' in stairs) return { side: stairs.side, sentence: stairs.why, channels: null, widths: [] };
  const { side, channels, widths } = stairs;
  return {
    side,
    sentence: staircaseSentence(stairs),
    channels,
    widths: widths.map(({ channels: width, step, slowerThan, form }) => ({
      ...{ channels: width, step: step ?? null, slowerThan: slowerThan ?? null },
      ...formJson(form),
    })),
  };
}

function formJson({ macs, flops, flopPerSecond, ofRoof, bound, roofNote, speedup, ...form }: TimedForm): object {
  const work = { macs: macs ?? null, flops: flops ?? null, flopPerSecond: flopPerSecond ?? null };
  return { ...form, ...work, ofRoof: ofRoof ?? null, bound: bound ?? null, roofNote: roofNote ?? null, speedup: speedup ?? null };
}
