import { groupBy } from '../shared/base/groupBy';
import type { Graph } from '../shared/graph/graph';
import { nodeLabel } from '../shared/graph/nodeLabel';
import { nodePath } from '../shared/graph/traversal';
import type { Analysis } from '../shared/report/analysis';
import { summarizeLayers } from '../shared/report/layerSummary';
import type { Kernel, Profile } from '../shared/report/latency';

const PROCESS = 1;
const EXECUTED = 1;
const WRITTEN = 2;
const US_PER_MS = 1000;

/** One event of the Trace Event Format (Google, "Trace Event Format", 2016), which Chrome and Perfetto read. Times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  readonly ph: 'X' | 'M';
  readonly pid: number;
  readonly tid: number;
  readonly ts?: number;
  readonly dur?: number;
  readonly args: Readonly<Record<string, unknown>>;
}

export interface ChromeTrace {
  readonly displayTimeUnit: 'ms';
  readonly otherData: Readonly<Record<string, string>>;
  readonly traceEvents: readonly TraceEvent[];
}

/**
 * The timeline of one run in two rows: kernels as they were executed, and layers as the model is written. Events are medians laid end to end, scaled as in the
 * report, not a recording of one run; what ran in bodies lies in the event of the node that holds them, all executions together; what the runtime needs between kernels is one event at the end, so that both rows are as long as the latency.
 */
export function chromeTrace(file: string, graph: Graph, analysis: Analysis, profile: Profile): ChromeTrace {
  const residualMs = profile.latency.residualMs ?? 0;
  const rest = { name: 'runtime overhead', cat: 'residual', ms: residualMs, args: { meaning: 'latency less the sum of kernels' } };
  const executed = profile.kernels.map(kernel => kernelSpan(graph, kernel));
  return {
    displayTimeUnit: 'ms',
    otherData: traceFacts(file, profile),
    traceEvents: [
      named('process_name', EXECUTED, file),
      named('thread_name', EXECUTED, 'as executed'),
      named('thread_name', WRITTEN, 'as written'),
      ...laidOut(EXECUTED, [...executed, rest]),
      ...laidOut(WRITTEN, [...layerSpans(graph, analysis, profile), rest]),
    ],
  };
}

interface Span {
  readonly name: string;
  readonly cat: string;
  readonly ms: number;
  readonly args: Readonly<Record<string, unknown>>;
  /** Parts of it: what ran in the bodies of a kernel. */
  readonly inside?: readonly Span[];
}

/** Layers in the order of the file, then what stands on none. */
function layerSpans(graph: Graph, analysis: Analysis, profile: Profile): readonly Span[] {
  const layers = [...summarizeLayers(analysis, profile)].filter(({ kernels }) => kernels.length > 0).sort((a, b) => a.anchor - b.anchor);
  const spans = layers.map(layer => ({
    name: layer.name,
    cat: layer.group === '' ? 'layer' : layer.group,
    ms: layer.latencyMs ?? 0,
    args: { node: nodePath(graph, layer.anchor), op: graph.nodes.ops[layer.anchor] ?? '', nodes: layer.nodes.length },
    inside: layer.kernels.flatMap(kernel => writtenSpans(graph, kernel.inside)),
  }));
  const sum = (items: readonly { readonly ms: number }[]): number => items.reduce((total, { ms }) => total + ms, 0);
  const elsewhereMs = (profile.latency.kernelsMs ?? sum(spans)) - sum(spans);
  // Less is what adding up in another order makes.
  const isRest = elsewhereMs > 1e-9 * sum(spans);
  return isRest ? [...spans, { name: 'kernels on no layer', cat: 'kernel', ms: elsewhereMs, args: {} }] : spans;
}

function kernelSpan(graph: Graph, kernel: Kernel): Span {
  return {
    name: `${kernel.op} ${kernel.name}`,
    cat: kernel.added ? 'added by the runtime' : 'kernel',
    ms: kernel.medianMs,
    args: kernelArguments(graph, kernel),
    inside: (kernel.inside ?? []).map(inner => kernelSpan(graph, inner)),
  };
}

/** Nodes of bodies as the model is written, in the order of the file; kernels that stand on none come last. */
function writtenSpans(graph: Graph, kernels: readonly Kernel[] = []): readonly Span[] {
  const byNode = groupBy(kernels, ({ anchor }) => anchor ?? Infinity);
  return [...byNode]
    .sort(([a], [b]) => a - b)
    .map(([node, own]) => ({
      name: node === Infinity ? 'kernels on no node' : nodeLabel(graph, node),
      cat: own[0]?.body ?? '',
      ms: own.reduce((sum, { medianMs }) => sum + medianMs, 0),
      args: node === Infinity ? {} : { node: nodePath(graph, node), op: graph.nodes.ops[node] ?? '', executions: own[0]?.executions },
      inside: own.flatMap(({ inside }) => writtenSpans(graph, inside)),
    }));
}

function kernelArguments(graph: Graph, kernel: Kernel): Readonly<Record<string, unknown>> {
  const layer = kernel.anchor === undefined ? {} : { layer: graph.nodes.names[kernel.anchor] ?? '', node: nodePath(graph, kernel.anchor) };
  const { provider, outputShape, covers, lowMs, highMs, ownMs, executions } = kernel;
  const paths = covers.map(node => nodePath(graph, node));
  return {
    ...layer,
    provider,
    outputShape,
    covers: paths,
    lowMs,
    highMs,
    ...(ownMs !== undefined && { ownMs }),
    ...(executions !== undefined && { executions }),
  };
}

/** One after the other from `from` (microseconds); what a span is made of begins with it. */
function laidOut(tid: number, spans: readonly Span[], from = 0): readonly TraceEvent[] {
  let ts = from;
  return spans.flatMap(({ name, cat, ms, args, inside = [] }) => {
    const dur = ms * US_PER_MS;
    const events = [{ name, cat, ph: 'X' as const, pid: PROCESS, tid, ts, dur, args }, ...laidOut(tid, inside, ts)];
    ts += dur;
    return events;
  });
}

function named(name: string, tid: number, value: string): TraceEvent {
  return { name, cat: '__metadata', ph: 'M', pid: PROCESS, tid, args: { name: value } };
}

function traceFacts(file: string, { environment, latency }: Profile): Readonly<Record<string, string>> {
  return {
    model: file,
    basis: 'Medians of profiled runs, laid end to end and scaled to the latency measured without profiling; not a recording of one run.',
    latencyMs: `${latency.medianMs} (${latency.lowMs} to ${latency.highMs})`,
    layerwise: environment.layerwise,
    onnxruntime: environment.onnxruntime,
    cpu: environment.cpu,
    threads: String(environment.threads),
    date: environment.date,
  };
}
