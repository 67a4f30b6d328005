import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openModel } from '../../src/onnx/openModel';
import { nodePath } from '../../src/shared/graph/traversal';
import { allKernels, bodyExecutions, type Kernel } from '../../src/shared/report/latency';
import { loopModel } from '../fixtures/hostileModels';
import { loopWithIfModel, scanModel } from '../fixtures/nestedBodies';
import { temporaryFolder } from '../fixtures/temporaryFolder';
import { quickProfile } from './jobFixtures';

const folder = temporaryFolder();

/** Profile of a model, and what ran in bodies by path: the operator, how often, and what it covers. */
async function profiled(name: string, bytes: Uint8Array) {
  const file = path.join(folder, name);
  fs.writeFileSync(file, bytes);
  const profile = await quickProfile(file);
  const model = await openModel(file);
  const { graph } = model;
  const pathOf = (node: number): string => String(nodePath(graph, node));
  const inBodies = allKernels(profile.kernels).filter(({ executions }) => executions !== undefined);
  const rows = inBodies.map(({ anchor, op, executions, covers }) => ({
    at: anchor === undefined ? '' : pathOf(anchor),
    op,
    executions,
    covers: covers.map(pathOf).sort(),
  }));
  await model.close();
  const nodeOf = (at: string): number =>
    Array.from({ length: graph.nodes.count }, (_, node) => node).find(node => pathOf(node) === at) ?? -1;
  const executions = (at: string, attribute: string) => bodyExecutions(profile, { node: nodeOf(at), attribute });
  return { profile, rows: new Map(rows.map(({ at, ...row }) => [at, row])), executions };
}

/** At every depth a kernel's time is its own and that of what ran in its bodies. */
function expectSums(kernels: readonly Kernel[]): void {
  for (const { inside, ownMs, medianMs } of allKernels(kernels)) {
    if (inside === undefined) continue;
    expect(inside.reduce((sum, kernel) => sum + kernel.medianMs, ownMs ?? Number.NaN)).toBeCloseTo(medianMs, 9);
  }
}

describe('bodies of control flow', () => {
  it('stand in their loop, every round counted', async () => {
    const { profile, rows, executions } = await profiled('loop.onnx', loopModel());
    expect(rows.get('1/body/1')).toMatchObject({ op: 'MatMul', executions: 25 });
    expect(rows.get('1/body/2')).toMatchObject({ op: 'Tanh', executions: 25 });
    expect(executions('1', 'body')).toBe(25);
    expectSums(profile.kernels);
  });

  it('stand in the branch of an If in every round of a loop, without names', async () => {
    const { profile, rows, executions } = await profiled('nested.onnx', loopWithIfModel());
    expect(profile.kernels.map(({ anchor }) => anchor)).toEqual([0, 1, 2]);
    expect(rows.get('1/body/3')).toMatchObject({ op: 'If', executions: 6 });
    expect(rows.get('1/body/3/then_branch/0')).toMatchObject({ executions: 3 });
    expect(rows.get('1/body/3/then_branch/2')).toMatchObject({ op: 'Tanh', executions: 3 });
    expect(rows.get('1/body/3/else_branch/0')).toMatchObject({ op: 'Sin', executions: 3 });
    expect([executions('1', 'body'), executions('1/body/3', 'then_branch'), executions('1/body/3', 'else_branch')]).toEqual([6, 3, 3]);
    expectSums(profile.kernels);
    const { latency, kernels } = profile;
    const sum = kernels.reduce((total, { medianMs }) => total + medianMs, 0);
    expect(sum + (latency.residualMs ?? Number.NaN)).toBeCloseTo(latency.medianMs, 6);
  });

  it('tell what was fused in a Scan, whose names are those of the main graph', async () => {
    const { profile, rows, executions } = await profiled('scan.onnx', scanModel());
    expect(executions('1', 'body')).toBe(9);
    const fused = rows.get('1/body/1');
    expect(fused).toMatchObject({ executions: 9, covers: ['1/body/1', '1/body/2'] });
    expect(rows.get('1/body/3')).toMatchObject({ op: 'ReduceMean', executions: 9 });
    expect(rows.has('')).toBe(false);
    expectSums(profile.kernels);
  });
});
