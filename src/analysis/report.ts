import { MAIN_GRAPH, NONE, type Graph, type NodeId, type TensorId } from '../shared/graph/graph';
import type { TensorReader } from '../shared/graph/tensorReader';
import { mainGraph, nodeOutputs, nodePath } from '../shared/graph/traversal';
import type { Analysis, TensorFacts } from '../shared/report/analysis';
import type { Column } from '../shared/report/column';
import type { Environment, Profile } from '../shared/report/latency';
import { placementOf } from '../shared/report/placement';
import type { Problem } from '../shared/report/problem';
import type { RoofSource } from '../shared/report/machine';
import { splitKernels } from '../shared/report/splitKernels';
import type { Advice, SuggestionReport } from '../shared/report/suggestion';
import { controlFlowJson } from './controlFlowJson';
import { missedFusions } from './fusions/missedFusions';
import { groupsJson } from './groupsJson';
import { kernelsJson } from './kernelsJson';
import { layerTimesJson } from './layerTimesJson';
import { memoryTimeline } from './memory/memoryTimeline';
import { latencyStatisticsJson } from './latencyStatisticsJson';
import { nodeDtype } from './nodeDtype';
import { reportedProblems } from './reportedProblems';
import { rooflineJson, type RooflineJson } from './roofline/rooflineJson';
import { scenarioTotals } from './scenarioTotals';
import { suggestionCommand } from './suggest/command';
import { totalsJson } from './totalsJson';
import { valueJson } from './valueJson';

/** The file that a report is about. */
export interface ReportedModel {
  readonly byteLength: number;
  readonly graph: Graph;
  readonly reader: TensorReader;
  readonly problems: readonly Problem[];
}

/** What a report is made of. */
export interface ReportSources {
  /** The model's path as the user gave it. */
  readonly file: string;
  readonly model: ReportedModel;
  readonly analysis: Analysis;
  readonly profile?: Profile | undefined;
  readonly suggestions?: SuggestionReport | undefined;
  /** Columns of what only the values of weights tell, when they were read. */
  readonly sparsity?: readonly Column[] | undefined;
  /** Limits that layers are held against; of the machine that was profiled where there is a profile. */
  readonly roofs?: RoofSource | undefined;
  /** Of the file, when it was computed. */
  readonly sha256?: string | undefined;
  /** Known parts of the environment when there is no profile. */
  readonly environment?: Partial<Environment> | undefined;
}

/** The contract's `layerwise.report/1` as plain JSON: unknown numbers are null, tensors keep file order, nodes of bodies and functions follow the main graph's. */
export function buildReport(sources: ReportSources): Readonly<Record<string, unknown>> {
  const { file, model, analysis, profile, suggestions } = sources;
  const { facts } = model.graph;
  const roofline = rooflineJson(model.graph, sources);
  return {
    schema: 'layerwise.report/1',
    model: {
      file,
      bytes: model.byteLength,
      sha256: sources.sha256 ?? null,
      irVersion: facts.irVersion,
      opsets: Object.fromEntries(facts.opsets),
      producer: facts.producer,
      parent: facts.metadata.get('layerwise.parent') ?? null,
    },
    inputs: analysis.inputs.map(valueJson),
    outputs: analysis.outputs.map(valueJson),
    problems: reportedProblems(model.problems, analysis),
    totals: totalsJson(analysis.totals),
    memory: memoryJson(model.graph, sources),
    ...(profile === undefined ? {} : { latency: latencyJson(profile), placement: placementOf(profile.kernels) }),
    ...groupsJson(sources),
    ...(analysis.bodies.length === 0 ? {} : { controlFlow: controlFlowJson(model.graph, sources) }),
    ...scenariosJson(model),
    ...(analysis.measuredDims === undefined
      ? {}
      : { measuredDims: Object.fromEntries(analysis.measuredDims.map(({ name, value }) => [name, value])) }),
    ...roofline.whole,
    layers: layersJson(sources, roofline),
    ...(profile === undefined
      ? {}
      : {
          kernels: kernelsJson(model.graph, profile),
          missedFusions: missedFusions(model.graph, analysis, profile.kernels, profile.environment.graphOptimization),
        }),
    ...(suggestions === undefined ? {} : suggestionsJson(file, suggestions)),
    ...environmentJson(sources),
  };
}

/** `arenaBytes`: what the arena was measured to hold, with graph optimizations and prepacking as in the profile. */
function memoryJson(graph: Graph, { analysis, profile }: ReportSources): Readonly<Record<string, unknown>> {
  const { liveBytes, peakNode, peakTensors } = memoryTimeline(graph, analysis);
  const { plannedPeakBytes, lowerBoundBytes, prepackedBytes } = analysis.memory;
  return {
    plannedPeakBytes: plannedPeakBytes ?? null,
    lowerBoundBytes: lowerBoundBytes ?? null,
    weightBytes: analysis.totals.weightBytes,
    prepackedBytes: { value: prepackedBytes, basis: 'estimated' },
    ...(profile === undefined ? {} : { arenaBytes: { value: finite(profile.latency.arenaBytes), basis: 'measured' } }),
    timelineBytes: Array.from(liveBytes, finite),
    peakNode: peakNode ?? null,
    peakTensors: peakTensors.map(({ tensor, bytes }) => ({ name: graph.tensors.names[tensor] ?? '', bytes: finite(bytes) })),
  };
}

/** Two ways to run a decoder with a cache, with what each costs. */
function scenariosJson({ graph, reader }: ReportedModel): Readonly<Record<string, unknown>> {
  const scenarios = scenarioTotals(graph, reader);
  return scenarios.length === 0 ? {} : { scenarios: scenarios.map(scenario => ({ ...scenario, totals: totalsJson(scenario.totals) })) };
}

function latencyJson({ latency, floorMs }: Profile): Readonly<Record<string, unknown>> {
  const { kernelsMs, residualMs, ...statistics } = latency;
  return { ...latencyStatisticsJson(statistics), kernelsMs: finite(kernelsMs), residualMs: finite(residualMs), floorMs: finite(floorMs) };
}

function layersJson(sources: ReportSources, roofline: RooflineJson): readonly Readonly<Record<string, unknown>>[] {
  const { analysis, profile } = sources;
  const { graph } = sources.model;
  const times = layerTimesJson(graph, profile);
  const split = profile && splitKernels(profile.kernels, analysis.columns, graph.nodes.count);
  const columns = new Map([...analysis.columns, ...(sources.sparsity ?? [])].map(column => [column.id, column.values]));
  const number = (id: string, node: NodeId): number | null => finite(columns.get(id)?.[node]);
  return nodeOrder(graph).map(node => ({
    id: nodePath(graph, node),
    name: graph.nodes.names[node] ?? '',
    op: graph.nodes.ops[node] ?? '',
    domain: graph.nodes.domains[node] ?? '',
    scope: scopeOf(analysis, node),
    inLayer: inLayer(analysis, node),
    dtype: nodeDtype(graph, analysis, node) ?? null,
    outputs: Array.from(nodeOutputs(graph, node), tensor => valueJson(outputFacts(analysis, tensor))),
    macs: number('macs', node),
    flops: number('flops', node),
    params: number('params', node),
    weightBytes: number('weightBytes', node),
    activationBytes: number('activationBytes', node),
    intensity: number('intensity', node),
    ...(sources.sparsity === undefined ? {} : { zeroSparsity: number('zeroSparsity', node), effectiveMacs: number('effectiveMacs', node) }),
    ...times(node),
    ...(split === undefined ? {} : { splitLatencyMs: splitJson(split[node]) }),
    ...(profile === undefined && sources.roofs === undefined ? {} : { roofline: roofline.layers.get(node) ?? null }),
  }));
}

/** Main graph first, then bodies, then functions, each in file order. */
function nodeOrder(graph: Graph): readonly NodeId[] {
  const nodes = Array.from({ length: graph.nodes.count }, (_, node) => node);
  const { nodeCount } = mainGraph(graph);
  return [...nodes.slice(0, nodeCount), ...nodes.slice(nodeCount).filter(node => graph.nodes.subgraphs[node] !== MAIN_GRAPH)];
}

const OMITTED: TensorFacts = { name: '', dtype: undefined, shape: undefined };

function outputFacts(analysis: Analysis, tensor: TensorId): TensorFacts {
  return tensor === NONE ? OMITTED : (analysis.tensors[tensor] ?? OMITTED);
}

function scopeOf({ hierarchy }: Analysis, node: NodeId): string {
  return hierarchy.groups[hierarchy.groupOf[node] ?? NONE]?.path ?? '';
}

/** Anchor of the node's layer; null for hidden nodes and nodes outside the main graph. */
function inLayer({ hierarchy }: Analysis, node: NodeId): number | null {
  const anchor = hierarchy.layerOf[node] ?? NONE;
  return anchor === NONE ? null : anchor;
}

function splitJson(ms: number | undefined): Readonly<Record<string, unknown>> | null {
  const value = finite(ms);
  return value === null ? null : { median: value, basis: 'estimated' };
}

/** Sentences and details are one text here; what no pass does, and what does not help, stand apart from what can be run. */
function suggestionsJson(file: string, { offered, advice, declined, checks }: SuggestionReport): Readonly<Record<string, unknown>> {
  return {
    suggestions: offered.map(suggestion => ({
      ...adviceJson(suggestion),
      pass: suggestion.pass,
      parameters: suggestion.parameters,
      command: suggestionCommand(file, suggestion),
    })),
    advice: advice.map(adviceJson),
    declinedSuggestions: declined,
    suggestionChecks: checks,
  };
}

function adviceJson({ rule, title, layers, promise, gain, why, details }: Advice): Readonly<Record<string, unknown>> {
  return { rule, title, layers, promise, gain: gain ?? null, why: details === '' ? why : `${why} ${details}` };
}

/** Of the profile where there is one; otherwise only what the caller knows, with the dims that the numbers are for. */
function environmentJson({ analysis, profile, environment }: ReportSources): Readonly<Record<string, unknown>> {
  const dims = Object.fromEntries(analysis.dims.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const])));
  if (profile === undefined) return environment === undefined ? {} : { environment: { ...environment, dims } };
  return { environment: { ...profile.environment, dims: { ...dims, ...profile.environment.dims } } };
}

function finite(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value;
}
