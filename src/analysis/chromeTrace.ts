import type { Graph } from '../shared/graph/graph';
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
 * report, not a recording of one run; what the runtime needs between kernels is one event at the end, so that both rows are as long as the latency.
 */
export function chromeTrace(file: string, graph: Graph, analysis: Analysis, profile: Profile): ChromeTrace {
  const residualMs = profile.latency.residualMs ?? 0;
  const rest = { name: 'runtime overhead', cat: 'residual', ms: residualMs, args: { meaning: 'latency less the sum of kernels' } };
  const executed = profile.kernels.map(kernel => ({
    name: `${kernel.op} ${kernel.name}`,
    cat: kernel.added ? 'added by the runtime' : 'kernel',
    ms: kernel.medianMs,
    args: kernelArguments(graph, kernel),
  }));
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
}

/** Layers in the order of the file, then what stands on none. */
function layerSpans(graph: Graph, analysis: Analysis, profile: Profile): readonly Span[] {
  const layers = [...summarizeLayers(analysis, profile)].filter(({ kernels }) => kernels.length > 0).sort((a, b) => a.anchor - b.anchor);
  const spans = layers.map(layer => ({
    name: layer.name,
    cat: layer.group === '' ? 'layer' : layer.group,
    ms: layer.latencyMs ?? 0,
    args: { node: nodePath(graph, layer.anchor), op: graph.nodes.ops[layer.anchor] ?? '', nodes: layer.nodes.length },
  }));
  const sum = (items: readonly { readonly ms: number }[]): number => items.reduce((total, { ms }) => total + ms, 0);
  const elsewhereMs = (profile.latency.kernelsMs ?? sum(spans)) - sum(spans);
  // Less is what adding up in another order makes.
  const isRest = elsewhereMs > 1e-9 * sum(spans);
  return isRest ? [...spans, { name: 'kernels on no layer', cat: 'kernel', ms: elsewhereMs, args: {} }] : spans;
}

function kernelArguments(graph: Graph, kernel: Kernel): Readonly<Record<string, unknown>> {
  const layer = kernel.anchor === undefined ? {} : { layer: graph.nodes.names[kernel.anchor] ?? '', node: nodePath(graph, kernel.anchor) };
  const { provider, outputShape, covers, lowMs, highMs } = kernel;
  return { ...layer, provider, outputShape, covers, lowMs, highMs };
}

function laidOut(tid: number, spans: readonly Span[]): readonly TraceEvent[] {
  let ts = 0;
  return spans.map(({ name, cat, ms, args }) => {
    const dur = ms * US_PER_MS;
    const event: TraceEvent = { name, cat, ph: 'X', pid: PROCESS, tid, ts, dur, args };
    ts += dur;
    return event;
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
