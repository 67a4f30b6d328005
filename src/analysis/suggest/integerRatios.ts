import { groupBy } from '../../shared/base/groupBy';
import type { ChangedLayers } from './expectedGain';
import { ratioHere } from './integerKernels';
import type { LinearWork } from './linearWork';
import { MEASURED_RATIOS, type MeasuredRatio } from './measuredRatiosTable';

/** Products per output below which conversions around a convolution cost more than it gains (first layers, depthwise). */
export const FEWEST_PRODUCTS = 32;
const FEWEST_INPUT_CHANNELS = 4;
/** From this depth on the products outweigh quantizing the activations. */
const WIDE_DEPTH = 512;

/** Whether static INT8 makes a layer faster by itself, whatever stands around it. */
export function paysInIntegers({ op, groups, inputChannels, depth }: LinearWork): boolean {
  return (
    op !== 'Conv' ||
    (groups === 1
      ? inputChannels >= FEWEST_INPUT_CHANNELS && depth >= FEWEST_PRODUCTS
      : depth >= FEWEST_PRODUCTS && inputChannels / groups >= FEWEST_INPUT_CHANNELS)
  );
}

/** Time of a layer in static INT8 over that in float32; one that does not pay by itself is taken to follow its neighbours. */
export function staticRatio(work: LinearWork): MeasuredRatio {
  if (work.op !== 'Conv') return MEASURED_RATIOS.staticProduct;
  if (!paysInIntegers(work)) return MEASURED_RATIOS.staticCarried;
  return work.kernelElements > 1 ? MEASURED_RATIOS.staticConvolution : MEASURED_RATIOS.staticPointwise;
}

/** Time of a matrix product in dynamic INT8 over that in float32. */
export function dynamicRatio({ depth }: LinearWork): MeasuredRatio {
  return depth >= WIDE_DEPTH ? MEASURED_RATIOS.dynamicWideProduct : MEASURED_RATIOS.dynamicNarrowProduct;
}

/** Layers by what is expected of them on a processor with these instruction sets. */
export function changesByRatio(
  works: readonly LinearWork[],
  ratioOf: (work: LinearWork) => MeasuredRatio,
  isa: readonly string[],
): readonly ChangedLayers[] {
  const byRatio = groupBy(works, ratioOf);
  return Array.from(byRatio, ([ratio, same]) => ({ nodes: same.map(({ node }) => node), ratio: ratioHere(ratio, isa) }));
}
