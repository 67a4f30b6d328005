import { analyze } from '../../../../src/analysis/analyze';
import { suggest, type SuggestionContext } from '../../../../src/analysis/suggest/suggest';
import { PASSES } from '../../../../src/optimize/passes';
import { openModel } from '../../../../src/onnx/openModel';
import type { Graph } from '../../../../src/shared/graph/graph';
import type { Kernel, Profile } from '../../../../src/shared/report/latency';
import type { PassDescription } from '../../../../src/shared/report/passDescription';
import type { Advice, SuggestionReport } from '../../../../src/shared/report/suggestion';
import { memoryReader } from '../../../fixtures/passInput';
import { sketchGraph, type Sketch } from '../../../fixtures/sketchGraph';
import { SAMPLE_ENVIRONMENT, sampleLatency } from '../../../fixtures/sampleLatency';

/** A table with passes of these ids. */
export function passTable(...ids: readonly string[]): readonly PassDescription[] {
  return ids.map(id => ({ id, title: id, description: '', fileTag: id, parameters: [], needs: 'nothing', promise: 'lossy' }));
}

export const ALL_PASSES = PASSES.map(({ description }) => description);

/** What is suggested for a file; `profileOf` makes up a measurement of its graph. */
export async function suggestFor(
  file: string,
  data: 'none' | 'unlabelled' | 'labelled' = 'unlabelled',
  profileOf: (graph: Graph) => Profile | undefined = () => undefined,
): Promise<SuggestionReport> {
  const model = await openModel(file);
  try {
    const analysis = analyze(model.graph, model.reader, { dims: new Map() });
    return await suggest(model, analysis, { data, passes: ALL_PASSES, profile: profileOf(model.graph) });
  } finally {
    await model.close();
  }
}

/** What is suggested for a model written down in a test, with anything else that the suggestions may know. */
export function suggestSketch(sketch: Sketch, context: Partial<SuggestionContext> = {}): Promise<SuggestionReport> {
  const graph = sketchGraph(sketch);
  const reader = memoryReader(graph);
  const analysis = analyze(graph, reader, { dims: new Map() });
  return suggest({ graph, reader }, analysis, { data: 'unlabelled', passes: ALL_PASSES, ...context });
}

/** What one rule said: the words of an offer or of advice, or the reason why not; `undefined` when it found nothing of the kind. */
export function saidBy(report: SuggestionReport, rule: string): { readonly kind: string; readonly text: string } | undefined {
  const offer = report.offered.find(item => item.rule === rule);
  const advice = report.advice.find(item => item.rule === rule);
  const declined = report.declined.find(item => item.rule === rule);
  const text = ({ title, why, details }: Advice): string => `${title}. ${why} ${details}`.replaceAll(/[\u202f\u2009]/g, ' ');
  if (offer !== undefined) return { kind: 'offered', text: text(offer) };
  if (advice !== undefined) return { kind: 'advice', text: text(advice) };
  return declined === undefined ? undefined : { kind: 'declined', text: declined.why.replaceAll(/[\u202f\u2009]/g, ' ') };
}

/** A measurement in which each of these nodes was a kernel of its own. */
export function profileOf(latenciesMs: Readonly<Record<number, number>>, provider = 'CPUExecutionProvider'): Profile {
  const even = evenProfile([], []);
  const kernels = Object.entries(latenciesMs).map(([node, medianMs], id) => ({ ...kernelOf(Number(node), id, medianMs), provider }));
  const medianMs = kernels.reduce((sum, kernel) => sum + kernel.medianMs, 0);
  return { ...even, latency: { ...even.latency, medianMs }, kernels };
}

function kernelOf(node: number, id: number, medianMs: number): Kernel {
  return {
    ...{ id, name: `k${String(id)}`, op: 'Conv', provider: 'CPUExecutionProvider', covers: [node], anchor: node, added: false },
    ...{ medianMs, lowMs: medianMs, highMs: medianMs, outputShape: [] },
  };
}

/** A measurement in which every Conv, Gemm and MatMul took one millisecond and everything else nothing, with one millisecond of overhead. */
export function evenProfile(ops: readonly string[], isa: readonly string[]): Profile {
  const nodes = ops.flatMap((op, node) => (op === 'Conv' || op === 'Gemm' || op === 'MatMul' ? [node] : []));
  const kernels = nodes.map((node, id) => kernelOf(node, id, 1));
  const medianMs = kernels.length + 1;
  return {
    latency: { ...sampleLatency(medianMs), kernelsMs: kernels.length, residualMs: 1 },
    kernels,
    environment: { ...SAMPLE_ENVIRONMENT, cores: 1, threads: 1, isa },
    floorMs: 0.02,
    inputShapes: {},
  };
}
