import type { Graph, NodeId } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';
import type { TensorReader } from '../../shared/graph/tensorReader';
import type { Analysis } from '../../shared/report/analysis';
import type { Variant } from '../../shared/report/variant';
import type { Profile } from '../../shared/report/latency';
import type { ModelPrediction } from '../roofline/predictModel';
import { findCleanableNodes, type CleanableNodes } from './cleanableNodes';
import { findLinearWork, type LinearWork } from './linearWork';
import { measuredTimes, predictedTimes, type LayerTimes } from './layerTimes';
import { PatternGraph } from './patterns/patternGraph';
import type { WeightFindings } from './weightFindings';

export type DataKind = 'none' | 'unlabelled' | 'labelled';

/** What rules are given. */
export interface EvidenceSources {
  readonly graph: Graph;
  /** Small constants only: the values of large weights were looked at before, and are in `weights`. */
  readonly reader: TensorReader;
  readonly analysis: Analysis;
  readonly weights: WeightFindings;
  readonly data: DataKind;
  readonly profile?: Profile | undefined;
  /** Used while nothing was measured. */
  readonly prediction?: ModelPrediction | undefined;
  /** Instruction sets of the processor; those of the profile where there is one. */
  readonly isa?: readonly string[] | undefined;
  /** What was made of this model directly and measured, oldest first. */
  readonly variants?: readonly Variant[] | undefined;
}

/** What rules judge a model by: its linear layers, and where its time goes, measured, predicted, or by MACs. */
export class ModelEvidence {
  readonly graph: Graph;
  readonly analysis: Analysis;
  readonly weights: WeightFindings;
  readonly data: DataKind;
  readonly profile: Profile | undefined;
  readonly variants: readonly Variant[];
  /** Empty where nothing is known. */
  readonly isa: readonly string[];
  readonly patterns: PatternGraph;
  readonly linear: readonly LinearWork[];
  /** MACs of all nodes of the main graph; open dims count as 1. */
  readonly totalMacs: number;
  /** `undefined` before anything was measured or predicted. */
  readonly times: LayerTimes | undefined;
  private readonly macs: Float64Array;
  private foundCleanable: CleanableNodes | undefined;

  constructor({ graph, reader, analysis, weights, data, profile, prediction, isa, variants = [] }: EvidenceSources) {
    this.graph = graph;
    this.analysis = analysis;
    this.weights = weights;
    this.data = data;
    this.profile = profile;
    this.variants = variants;
    this.isa = profile?.environment.isa ?? isa ?? [];
    this.patterns = new PatternGraph(graph, reader);
    this.linear = findLinearWork(graph, analysis);
    this.macs = macsPerNode(graph, analysis, this.linear);
    this.totalMacs = this.macs.reduce((sum, macs) => sum + macs, 0);
    const macsOf = (node: NodeId): number => this.macs[node] ?? 0;
    if (profile !== undefined) this.times = measuredTimes(profile, macsOf, this.macs.length);
    else this.times = prediction === undefined ? undefined : predictedTimes(prediction, macsOf, this.macs.length);
  }

  /** Linear layers with a constant float32 weight. */
  get weighted(): readonly LinearWork[] {
    return this.linear.filter(({ weight }) => weight?.dtype === 'float32');
  }

  /** Some weights lie in a data file that is not there, so nothing can be written yet. */
  get lacksWeights(): boolean {
    return this.linear.some(({ weight }) => weight?.bytes.kind === 'unavailable');
  }

  /** Nodes that a clean-up takes out. */
  get cleanable(): CleanableNodes {
    return (this.foundCleanable ??= findCleanableNodes(this.patterns, this.analysis));
  }

  macsOf(nodes: readonly NodeId[]): number {
    return nodes.reduce((sum, node) => sum + (this.macs[node] ?? 0), 0);
  }

  /** Share of the time in kernels where it is known, else of the MACs; 0..1. */
  shareOf(nodes: readonly NodeId[]): number {
    return this.timeShareOf(nodes) ?? (this.totalMacs === 0 ? 0 : this.macsOf(nodes) / this.totalMacs);
  }

  /** Share of the time in kernels, 0..1; `undefined` while no time is known. */
  timeShareOf(nodes: readonly NodeId[]): number | undefined {
    const { times } = this;
    return times === undefined || times.kernelsMs === 0 ? undefined : this.latencyMsOf(nodes) / times.kernelsMs;
  }

  /** Measured or predicted time of these nodes; 0 while no time is known. */
  latencyMsOf(nodes: readonly NodeId[]): number {
    return nodes.reduce((sum, node) => sum + (this.times?.nodeMs[node] ?? 0), 0);
  }

  /** What shares are of: `time in kernels`, or `MACs`. */
  get shareWord(): string {
    if (this.times !== undefined && this.times.kernelsMs > 0) return this.times.kind === 'measured' ? 'time in kernels' : 'predicted time';
    return this.analysis.totals.macs === undefined ? 'MACs (open dimensions counted as 1)' : 'MACs';
  }
}

/** MACs of the main graph's nodes, 0 where unknown; linear layers with open dims have a lower bound. */
function macsPerNode(graph: Graph, { columns }: Analysis, linear: readonly LinearWork[]): Float64Array {
  const known = columns.find(({ id }) => id === 'macs')?.values;
  const macs = Float64Array.from({ length: mainGraph(graph).nodeCount }, (_, node) => {
    const value = known?.[node] ?? 0;
    return value > 0 ? value : 0;
  });
  for (const { node, macs: least } of linear) macs[node] = least;
  return macs;
}
