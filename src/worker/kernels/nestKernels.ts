import { groupBy } from '../../shared/base/groupBy';
import { NONE, type Graph, type NodeId, type Subgraph } from '../../shared/graph/graph';
import type { KernelTrace, TracedKernel } from '../../shared/protocol/workerRunner';
import type { BodyExecutions } from '../../shared/report/latency';
import { matchBodies } from './matchBodies';
import type { KernelOrigin } from './mapKernels';
import type { BodyKernelTimes } from './scaleKernels';
import { countEvents, type TracedEvent } from './topLevelEvents';

/** What ran inside of a node. */
export interface NestedKernels {
  /** In the order of their first execution. */
  readonly kernels: readonly BodyKernelTimes[];
  /** How often the first run executed each body; `undefined` where that cannot be told, and for nodes without bodies. */
  readonly executions: readonly BodyExecutions[] | undefined;
}

export interface NestingTask {
  readonly trace: KernelTrace;
  /** The graph whose nodes ran. */
  readonly optimized: Graph;
  readonly originOf: (node: NodeId) => KernelOrigin;
  /** What recording one event costs inside and outside of its own duration, in microseconds. */
  readonly eventUs: number;
}

/** Everything that a node of the optimized graph ran in its bodies: by run, by execution of the node, in order. */
type Calls = readonly (readonly (readonly TracedEvent[])[])[];

/** Sums what the nodes of bodies took in every run, over all executions, at every depth. `node`: the one that holds the bodies. */
export function nestKernels(task: NestingTask): (node: NodeId, calls: Calls) => NestedKernels {
  const bodiesOf = groupBy(task.optimized.subgraphs, ({ kind, ownerNode }) => (kind === 'body' ? ownerNode : undefined));
  const nest = (node: NodeId, calls: Calls): NestedKernels => {
    if (!bodiesOf.has(node) && calls.every(run => run.every(events => events.length === 0))) return NOTHING;
    const slots = new Slots(calls.length, task, bodiesOf);
    const executed = calls.map((run, at) => run.map(events => slots.add(at, events, node)));
    const kernels = slots.all().map(({ inside, ...slot }): BodyKernelTimes => {
      const below = nest(slot.node, inside);
      const { node: own, ...times } = slot;
      return { ...times, origin: task.originOf(own), inside: below.kernels, bodies: below.executions };
    });
    return { kernels, executions: sumOf(executed[0] ?? []) };
  };
  return nest;
}

const NOTHING: NestedKernels = { kernels: [], executions: undefined };

/** Executions of bodies, added up; `undefined` where one of them is not known. */
function sumOf(counts: readonly (readonly BodyExecutions[] | undefined)[]): readonly BodyExecutions[] | undefined {
  const [first] = counts;
  if (first === undefined || counts.includes(undefined)) return undefined;
  return first.map(({ attribute }, at) => ({
    attribute,
    executions: counts.reduce((sum, one) => sum + (one?.[at]?.executions ?? 0), 0),
  }));
}

/** One kernel of a body while runs are added up. */
interface Slot {
  readonly kernel: TracedKernel;
  /** Of the optimized graph. */
  readonly node: NodeId;
  readonly body: string;
  readonly durationsUs: number[];
  readonly waitsUs: number[];
  readonly executions: number[];
  /** What it ran itself, as `Calls`. */
  readonly inside: (readonly TracedEvent[])[][];
}

class Slots {
  private readonly slots = new Map<number, Slot>();

  constructor(
    private readonly runs: number,
    private readonly task: NestingTask,
    private readonly bodiesOf: ReadonlyMap<NodeId, readonly Subgraph[]>,
  ) {}

  all(): readonly Slot[] {
    return [...this.slots.values()];
  }

  /** Adds what one execution of a node ran; returns how often it executed each body. */
  add(run: number, events: readonly TracedEvent[], holder: NodeId): readonly BodyExecutions[] | undefined {
    const { trace, optimized, eventUs } = this.task;
    const kernels = events.flatMap(({ event }) => trace.kernels[trace.kernel[event]!] ?? []);
    const { nodes, executions } = matchBodies(optimized, this.bodiesOf.get(holder) ?? [], kernels);
    for (const [at, { event, inside }] of events.entries()) {
      const slot = this.slotOf(nodes[at] ?? NONE, trace.kernel[event]!);
      slot.durationsUs[run]! += Math.max(0, trace.durationUs[event]! - countEvents(inside) * eventUs);
      slot.waitsUs[run]! += trace.waitUs[event]!;
      slot.executions[run]!++;
      if (inside.length > 0 || this.bodiesOf.has(slot.node)) slot.inside[run]!.push(inside);
    }
    return executions;
  }

  /** A kernel whose node is not known stands for itself. */
  private slotOf(node: NodeId, kernel: number): Slot {
    const key = node === NONE ? -1 - kernel : node;
    let slot = this.slots.get(key);
    if (slot === undefined) this.slots.set(key, (slot = this.emptySlot(node, kernel)));
    return slot;
  }

  private emptySlot(node: NodeId, kernel: number): Slot {
    const { trace, optimized } = this.task;
    const zeros = (): number[] => new Array<number>(this.runs).fill(0);
    return {
      kernel: trace.kernels[kernel]!,
      node,
      body: optimized.subgraphs[optimized.nodes.subgraphs[node] ?? NONE]?.ownerAttribute ?? '',
      durationsUs: zeros(),
      waitsUs: zeros(),
      executions: zeros(),
      inside: Array.from({ length: this.runs }, () => []),
    };
  }
}
