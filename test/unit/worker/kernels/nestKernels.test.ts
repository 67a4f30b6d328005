import { describe, expect, it } from 'vitest';
import { openModelBytes } from '../../../../src/onnx/openModelBytes';
import { mainGraph } from '../../../../src/shared/graph/traversal';
import type { KernelTrace } from '../../../../src/shared/protocol/workerRunner';
import { alignKernels } from '../../../../src/worker/kernels/alignKernels';
import { mapKernels, UNKNOWN } from '../../../../src/worker/kernels/mapKernels';
import { scaleKernels } from '../../../../src/worker/kernels/scaleKernels';
import { timedKernels } from '../../../../src/worker/kernels/timedKernels';
import { gapOf, topLevelEvents } from '../../../../src/worker/kernels/topLevelEvents';
import { loopWithIfModel } from '../../../fixtures/nestedBodies';

type Event = readonly [op: string, nodeIndex: number, startUs: number, endUs: number];

const { graph } = openModelBytes(loopWithIfModel());
const LOOP = 1;
const main = mainGraph(graph).nodeCount;
const bodyOf = (owner: number, attribute: string) =>
  graph.subgraphs.find(({ ownerNode, ownerAttribute }) => ownerNode === owner && ownerAttribute === attribute);
const body = bodyOf(LOOP, 'body');
const choice = (body?.firstNode ?? -1) + 3;

/** Two rounds, the first with the branch of three nodes, each node of 4 µs; recorded in the order in which they end. */
const ROUNDS: readonly Event[] = [
  ['Identity', 0, 20, 24],
  ['Mod', 1, 30, 34],
  ['Equal', 2, 40, 44],
  ['MatMul', 0, 51, 55],
  ['Mul', 1, 61, 65],
  ['Tanh', 2, 71, 75],
  ['If', 3, 50, 80],
  ['Add', 4, 84, 88],
  ['Identity', 0, 120, 124],
  ['Mod', 1, 130, 134],
  ['Equal', 2, 140, 144],
  ['Sin', 0, 151, 155],
  ['If', 3, 150, 160],
  ['Add', 4, 164, 168],
];
const EVENTS: readonly Event[] = [['Exp', 0, 2, 6], ...ROUNDS, ['Loop', 1, 10, 180], ['Cos', 2, 184, 188]];

function trace(events: readonly Event[]): KernelTrace {
  const names = [...new Set(events.map(([op, nodeIndex]) => `${op}_${nodeIndex}`))];
  const kernels = names.map(name => {
    const [op = '', index] = name.split('_');
    return { name, op, provider: 'CPU', nodeIndex: Number(index), outputShapes: [], memory: undefined };
  });
  return {
    kernels,
    kernel: Int32Array.from(events, ([op, nodeIndex]) => names.indexOf(`${op}_${nodeIndex}`)),
    startUs: Float64Array.from(events, event => event[2]),
    durationUs: Float64Array.from(events, event => event[3] - event[2]),
    waitUs: new Float64Array(events.length),
    runStartUs: Float64Array.of(0),
    runDurationUs: Float64Array.of(200),
    arenaBytes: 0,
    threads: 1,
    truncated: false,
  };
}

/** As written by the runtime when it changes nothing: names are missing, so kernels of the loop have those of the runtime. */
function timed(eventUs: number) {
  const recorded = trace(EVENTS);
  const runs = topLevelEvents(recorded);
  const origins = mapKernels(graph, graph, undefined);
  const named = { ...graph, nodes: { ...graph.nodes, names: graph.nodes.names.map(() => '') } };
  const task = { trace: recorded, optimized: named, originOf: (node: number) => origins[node] ?? UNKNOWN, eventUs };
  return { runs, kernels: timedKernels(task, alignKernels(recorded, runs, named)) };
}

describe('kernels of bodies', () => {
  it('stand in the node that holds them by interval, rounds added up, at every depth', () => {
    const { kernels } = timed(0);
    expect(kernels.map(({ durationsUs }) => durationsUs)).toEqual([[4], [170], [4]]);
    const [, loop] = kernels;
    expect(loop?.bodies).toEqual([{ attribute: 'body', executions: 2 }]);
    const facts = (loop?.inside ?? []).map(({ origin, executions, durationsUs }) => [origin.anchor, executions[0], durationsUs[0]]);
    const first = body?.firstNode ?? -1;
    expect(facts).toEqual([
      [first, 2, 8],
      [first + 1, 2, 8],
      [first + 2, 2, 8],
      [choice, 2, 40],
      [first + 4, 2, 8],
    ]);
    const branches = loop?.inside?.[3];
    expect(branches?.bodies).toEqual([
      { attribute: 'then_branch', executions: 1 },
      { attribute: 'else_branch', executions: 1 },
    ]);
    expect(branches?.inside?.map(({ body: attribute, kernel }) => [attribute, kernel.op])).toEqual([
      ['then_branch', 'MatMul'],
      ['then_branch', 'Mul'],
      ['then_branch', 'Tanh'],
      ['else_branch', 'Sin'],
    ]);
    expect(branches?.inside?.every(({ origin }) => (origin.anchor ?? -1) >= main)).toBe(true);
  });

  it('are taken off their holder with what recording them cost, and sum with its own time to its own', () => {
    const { runs, kernels } = timed(2);
    // 14 events in the loop, 4 of them in the If.
    expect(kernels[LOOP]?.durationsUs).toEqual([170 - 14 * 2]);
    expect(kernels[LOOP]?.inside?.[3]?.durationsUs).toEqual([40 - 4 * 2]);
    const cost = { insideUs: 1, totalUs: 2, floorUs: 1 };
    const scaled = scaleKernels(
      { threads: 1, kernels, runsUs: Float64Array.of(200), gapsUs: runs.map(gapOf), eventsPerRun: EVENTS.length, cost, arenaBytes: 0 },
      { medianMs: 1 },
    );
    const [, loop] = scaled.kernels;
    const inside = loop?.inside ?? [];
    expect(inside.reduce((sum, { medianMs }) => sum + medianMs, loop?.ownMs ?? 0)).toBeCloseTo(loop?.medianMs ?? 0, 12);
    expect(scaled.kernelsMs + scaled.residualMs).toBeCloseTo(1, 12);
    // Of 141 µs: 6 µs for each of four pairs, 30 µs for the If.
    expect((loop?.ownMs ?? 0) / (loop?.medianMs ?? 1)).toBeCloseTo((141 - 4 * 6 - 30) / 141, 12);
  });
});

describe('mapKernels in bodies', () => {
  it('looks for a node in its own body alone', () => {
    const origins = mapKernels(graph, graph, undefined);
    expect(origins.map(({ anchor }) => anchor)).toEqual(Array.from({ length: graph.nodes.count }, (_, node) => node));
  });
});
