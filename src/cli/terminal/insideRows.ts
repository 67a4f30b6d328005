import { formatCount } from '../../shared/base/formatNumber';
import type { Graph } from '../../shared/graph/graph';
import { nodeLabel } from '../../shared/graph/nodeLabel';
import { isAtFloor, kernelTimes } from '../../shared/report/kernelTimes';
import type { Kernel, Profile } from '../../shared/report/latency';
import type { LayerSummary } from '../../shared/report/layerSummary';

/** Rows below one holder, in the bodies of a layer and of what runs in them. */
const MOST_ROWS = 6;
const MOST_ROWS_DEEPER = 3;
const LONGEST_NAME = 36;

/** A row of the layer table below the layer in whose bodies it ran. */
export interface InsideRow {
  /** Indented. */
  readonly name: string;
  readonly op: string;
  /** As a layer of its own, for the columns; `undefined` for what is only summed. */
  readonly layer: LayerSummary | undefined;
  readonly latencyMs: number;
}

/** What ran in the bodies of a layer's kernels, the hottest first, at every depth; what is no longer than timing takes is only summed. */
export function insideRows(
  graph: Graph,
  kernels: readonly Kernel[],
  profile: Pick<Profile, 'kernels' | 'floorMs'>,
  depth = 1,
): readonly InsideRow[] {
  const inside = kernels.flatMap(kernel => kernel.inside ?? []).sort((a, b) => b.medianMs - a.medianMs);
  const shown = inside.filter(kernel => !isAtFloor([kernel], profile.floorMs)).slice(0, depth === 1 ? MOST_ROWS : MOST_ROWS_DEEPER);
  const rest = inside.filter(kernel => !shown.includes(kernel));
  const ownMs = kernels.reduce((sum, kernel) => sum + (kernel.ownMs ?? 0), 0);
  const indent = '  '.repeat(depth);
  return [
    ...shown.flatMap(kernel => [kernelRow(graph, kernel, profile.kernels, indent), ...insideRows(graph, [kernel], profile, depth + 1)]),
    ...(rest.length === 0 ? [] : [sumRow(`${indent}${formatCount(rest.length)} more`, kernelTimes(rest).medianMs)]),
    ...(ownMs > profile.floorMs ? [sumRow(`${indent}itself`, ownMs)] : []),
  ];
}

function sumRow(name: string, latencyMs: number): InsideRow {
  return { name, op: '', layer: undefined, latencyMs };
}

function kernelRow(graph: Graph, kernel: Kernel, main: readonly Kernel[], indent: string): InsideRow {
  const { anchor, name, op, medianMs, executions = 1, covers } = kernel;
  const label = anchor === undefined ? name : nodeLabel(graph, anchor);
  const kernelsMs = kernelTimes(main).medianMs;
  const share = kernelsMs === 0 ? undefined : medianMs / kernelsMs;
  const layer = { anchor: anchor ?? -1, name: label, group: '', nodes: covers, kernels: [kernel], latencyMs: medianMs, share };
  const times = executions === 1 ? '' : `${formatCount(executions)} × `;
  return { name: `${indent}${times}${tail(label)}`, op, layer, latencyMs: medianMs };
}

/** Names in bodies begin alike and differ at their ends. */
function tail(name: string): string {
  return name.length <= LONGEST_NAME ? name : `…${name.slice(1 - LONGEST_NAME)}`;
}
