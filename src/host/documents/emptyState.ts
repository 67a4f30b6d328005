import type { ModelState } from '../../shared/protocol/hostWebview';

/** What a page without a model draws from. */
export const EMPTY_STATE: ModelState = {
  phase: 'empty',
  trust: 'trusted',
  runnable: true,
  fileName: '',
  model: undefined,
  reading: 0,
  profile: undefined,
  profileIsStale: false,
  changedOnDisk: undefined,
  job: undefined,
  error: undefined,
  suggestions: undefined,
  roofline: undefined,
  sparsity: undefined,
  layerTiming: undefined,
  variants: [],
  compared: [],
  showCompared: undefined,
  tensorDifference: undefined,
  passes: [],
  shared: { counter: 0, selected: undefined, metric: 'latencyMs', variant: undefined },
  calibration: undefined,
  result: undefined,
  focusLayers: [],
};
