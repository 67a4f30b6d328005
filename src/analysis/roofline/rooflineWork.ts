import type { Graph, NodeId } from '../../shared/graph/graph';
import type { Analysis } from '../../shared/report/analysis';
import type { Profile } from '../../shared/report/latency';
import type { RoofSource } from '../../shared/report/machine';
import type { RooflineWork } from '../../shared/report/roofline';
import type { KernelWork } from './kernelWork';
import { placeKernel } from './placeKernel';
import { predictModel } from './predictModel';

interface Point {
  readonly node: NodeId;
  readonly work: KernelWork;
  readonly timeMs: number;
}

/** Where every kernel that computes stands in the plot: measured ones with a profile, else those that are expected at their predicted times. */
export function rooflineWork(graph: Graph, analysis: Analysis, source: RoofSource, profile: Profile | undefined): RooflineWork {
  const points = profile === undefined ? predicted(graph, analysis, source) : measured(graph, analysis, source, profile);
  const drawn = points.filter(({ work }) => work.flops > 0 && bytesOf(work) > 0);
  return {
    nodes: Int32Array.from(drawn, ({ node }) => node),
    timeMs: Float64Array.from(drawn, ({ timeMs }) => timeMs),
    flops: Float64Array.from(drawn, ({ work }) => work.flops),
    bytes: Float64Array.from(drawn, ({ work }) => bytesOf(work)),
    integer: Uint8Array.from(drawn, ({ work }) => Number(work.integer)),
  };
}

function measured(graph: Graph, analysis: Analysis, { roofs }: RoofSource, { kernels }: Profile): readonly Point[] {
  return kernels.flatMap(kernel => {
    const placement = placeKernel(graph, analysis, kernel, roofs);
    return placement === undefined || kernel.anchor === undefined
      ? []
      : [{ node: kernel.anchor, work: placement.work, timeMs: kernel.medianMs }];
  });
}

function predicted(graph: Graph, analysis: Analysis, source: RoofSource): readonly Point[] {
  return predictModel(graph, analysis, source).kernels.map(({ work, predictedMs }) => ({ node: work.leader, work, timeMs: predictedMs }));
}

function bytesOf({ weightBytes, activationBytes }: KernelWork): number {
  return weightBytes + activationBytes;
}
