import { formatShare } from '../../shared/base/formatNumber';
import type { Graph } from '../../shared/graph/graph';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { LayerPlan, PassParameter } from '../../shared/report/passDescription';
import { changedLayer, skippedLayer } from '../layerPlans';
import type { Findings, Laboratory } from '../laboratory';
import { onceWith } from '../../shared/base/once';
import { parameterText } from '../parameterText';
import type { Pass, PassInput, PassPlan } from '../pass';
import { tensorName } from '../rewrite/rewriter';
import type { ChannelGroup } from '../../shared/graph/channelGroup';
import { findGroups } from './findGroups';
import { channelImportance, mostImportant } from './importance';
import { matchStatistics, observeTargets } from './matchStatistics';
import { CHANNEL_GRID, macsLeft, widthsFor, widthsWithin, type Widths } from './pruneWidths';
import { chooseByReconstruction, observeChannels, reconstructReaders } from './reconstructReaders';
import { removeChannels, type KeptChannels } from './removeChannels';

/** Share of samples that must keep their largest output when the pass chooses how much to prune. */
const LEAST_AGREEMENT = 0.98;
/** Shares of channels tried, the smallest first. */
const SHARES = [0.25, 0.375, 0.5, 0.625, 0.75, 0.875];

const ID = 'prune-channels';
const MACS_KEPT: PassParameter = {
  name: 'macs',
  title: 'MACs Kept',
  type: 'number',
  minimum: 0.05,
  maximum: 0.99,
  description: 'Share of multiply-accumulates to keep. Without it: the smallest on the grid with which 98 % of the data keep their result.',
};

/** Takes out whole channels, so that the model truly computes less. */
export const pruneChannels: Pass = {
  description: {
    id: ID,
    title: 'Prune Channels',
    description:
      'Removes the least important channels of layers whose readers can follow, in steps of 16, and corrects mean and spread of what reads them.',
    fileTag: 'prune',
    parameters: [MACS_KEPT],
    needs: 'calibration',
    promise: 'lossy',
  },
  prepare: () => [{ id: 'clean', parameters: {} }],
  plan: planPruning,
};

async function planPruning(input: PassInput): Promise<PassPlan> {
  const { graph } = input;
  const { groups, skipped } = findGroups(input, graph);
  const macs = macsPerNode(input, graph);
  const share = input.parameters[MACS_KEPT.name];
  if (groups.length === 0) throw nothingToPrune(skipped);
  if (groups.every(({ width }) => width <= CHANNEL_GRID)) throw tooNarrow();
  const pruning = new Pruning(input, graph, groups, macs);
  const candidate = typeof share === 'number' ? await pruning.within(share) : await pruning.search();
  return pruning.planOf(candidate, skipped);
}

function macsPerNode(input: PassInput, graph: Graph): Float64Array {
  return input.analyze(graph).columns.find(column => column.id === 'macs')?.values ?? new Float64Array(graph.nodes.count);
}

function nothingToPrune(skipped: readonly LayerPlan[]): LayerwiseError {
  const [first] = skipped;
  const why = first === undefined ? 'it has no Conv, Gemm or MatMul' : `for example, ${first.detail}`;
  return new LayerwiseError('not-applicable', `No layer of this model can lose channels on its own: ${why}.`);
}

function tooNarrow(): LayerwiseError {
  return new LayerwiseError(
    'not-applicable',
    `Every layer of this model that could lose channels has ${CHANNEL_GRID} or fewer, and fewer than that are not faster. There is nothing to prune.`,
  );
}

interface Candidate {
  readonly graph: Graph;
  readonly widths: Widths;
  readonly notes: readonly string[];
}

/** The groups of one model with everything that candidates share. */
class Pruning {
  /** Both are the same for every candidate. */
  private readonly findings = onceWith((laboratory: Laboratory) => observeChannels(this.input, laboratory, this.graph, this.groups));
  private readonly targets = onceWith((laboratory: Laboratory) => {
    const readers = [...new Set(this.groups.flatMap(group => group.readers.map(({ node }) => node)))];
    return observeTargets(this.input, laboratory, this.graph, readers);
  });

  constructor(
    private readonly input: PassInput,
    private readonly graph: Graph,
    private readonly groups: readonly ChannelGroup[],
    private readonly macs: Float64Array,
  ) {}

  /** As wide as `share` of the MACs allows. Throws `not-applicable` when the grid does not reach so low. */
  async within(share: number): Promise<Candidate> {
    const widths = widthsWithin(this.groups, this.macs, share);
    if (widths !== undefined) return { graph: await this.prune(widths), widths, notes: [] };
    const least = macsLeft(this.groups, widthsFor(this.groups, 0), this.macs);
    throw new LayerwiseError(
      'not-applicable',
      `Pruning in steps of 16 channels leaves at least ${formatShare(least)} of the MACs here. Ask for more than that, or prune fewer layers.`,
    );
  }

  /** The narrowest widths on the grid that keep agreement; in a dry run the middle ones, since nothing can be tried. */
  async search(): Promise<Candidate> {
    const { laboratory } = this.input;
    if (laboratory === undefined) return this.untried();
    let best: Candidate | undefined;
    // Agreement falls with the share, so the boundary is found by bisection.
    for (let low = 0, high = SHARES.length - 1; low <= high;) {
      const middle = Math.floor((low + high) / 2);
      const candidate = await this.tryShare(laboratory, SHARES[middle] ?? 1);
      if (candidate === undefined) low = middle + 1;
      else {
        best = candidate;
        high = middle - 1;
      }
    }
    if (best !== undefined) return best;
    throw new LayerwiseError(
      'not-applicable',
      `Even the smallest step of pruning changes the result of more than ${formatShare(1 - LEAST_AGREEMENT, 0)} of the data. Name the share yourself (${parameterText(ID, MACS_KEPT, '…')}) to prune anyway.`,
    );
  }

  planOf({ graph, widths, notes }: Candidate, skipped: readonly LayerPlan[]): PassPlan {
    const layers = this.groups.map((group, index) => {
      const width = widths[index] ?? group.width;
      if (width === group.width) return skippedLayer(this.graph, group.producer.node, whyWhole(width));
      return changedLayer(this.graph, group.producer.node, `${group.width} → ${width} channels`);
    });
    const changedNodes = layers.filter(({ action }) => action === 'change').length;
    const left = macsLeft(this.groups, widths, this.macs);
    const fileTag = `prune${Math.round((1 - left) * 100)}`;
    return {
      graph,
      layers: [...layers, ...skipped],
      changedNodes,
      notes: [`${formatShare(left)} of the MACs are left.`, ...notes],
      fileTag,
    };
  }

  private async tryShare(laboratory: Laboratory, share: number): Promise<Candidate | undefined> {
    const widths = widthsFor(this.groups, share);
    if (widths.every((width, index) => width === this.groups[index]?.width)) return undefined;
    const graph = await this.prune(widths);
    const agreement = await laboratory.agreement(graph);
    const notes = [`${formatShare(agreement)} of the calibration data keep their result.`];
    return agreement >= LEAST_AGREEMENT ? { graph, widths, notes } : undefined;
  }

  private async untried(): Promise<Candidate> {
    const widths = widthsFor(this.groups, SHARES[Math.floor(SHARES.length / 2)] ?? 1);
    const notes = ['How far pruning goes is found out on the data; shown is a middle step.'];
    return { graph: await this.prune(widths), widths, notes };
  }

  private async prune(widths: Widths): Promise<Graph> {
    const { input, graph, groups } = this;
    const { laboratory } = input;
    if (laboratory === undefined) return removeChannels(input, graph, firstChannels(groups, widths));
    const findings = await this.findings(laboratory);
    const kept = await this.choose(widths, findings);
    const repaired = await reconstructReaders(input, graph, kept, findings);
    const pruned = await removeChannels(input, graph, kept, repaired);
    return matchStatistics(input, laboratory, pruned, await this.targets(laboratory), keptByName(graph, kept));
  }

  private async choose(widths: Widths, findings: Findings): Promise<KeptChannels> {
    const { input, graph } = this;
    const kept = new Map<ChannelGroup, readonly number[]>();
    for (const [index, group] of this.groups.entries()) {
      const width = widths[index] ?? group.width;
      const chosen = width === group.width ? undefined : await chooseByReconstruction(input, graph, group, findings, width);
      kept.set(group, chosen ?? mostImportant(await channelImportance(input, graph, group), width));
    }
    return kept;
  }
}

function whyWhole(width: number): string {
  return width <= CHANNEL_GRID
    ? `its ${width} channels are one step of the grid`
    : `all of its ${width} channels fit into the share of MACs`;
}

/** What a dry run shows: widths are known, which channels are not. */
function firstChannels(groups: readonly ChannelGroup[], widths: Widths): KeptChannels {
  return new Map(groups.map((group, index) => [group, Array.from({ length: widths[index] ?? group.width }, (_, channel) => channel)]));
}

function keptByName(graph: Graph, kept: KeptChannels): ReadonlyMap<string, readonly number[]> {
  return new Map([...kept].map(([{ producer }, channels]) => [tensorName(graph, producer.output), channels]));
}
