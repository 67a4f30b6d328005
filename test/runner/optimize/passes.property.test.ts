import fc from 'fast-check';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LayerwiseError } from '../../../src/shared/report/layerwiseError';
import type { PassCall } from '../../../src/shared/report/jobRequest';
import type { OptimizeResult } from '../../../src/shared/report/optimizeResult';
import { optimizeModel } from '../../../src/worker/optimize/optimize';
import { buildModel, type FixtureModel } from '../../fixtures/buildModel';
import { inBranches, inFunction } from '../../fixtures/enclosedNetwork';
import { randomNetworks } from '../../fixtures/randomNetwork';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { recordedContext } from '../jobFixtures';

/** Few, since each run starts a runtime and makes several sessions. Always the same models, so that a failure can be looked at; other seeds are for whoever looks for more. */
const PARAMETERS = { numRuns: 12, endOnFailure: true, seed: 11 };
/** What nodes and names of a variant may add to its file. */
const SMALL_BYTES = 20_000;
const folder = temporaryFolder();
let written = 0;

/** The result, or the reason for which the pass refuses. */
async function optimized(model: FixtureModel, ...passes: readonly PassCall[]): Promise<OptimizeResult | string> {
  const file = path.join(folder, `random${written++}.onnx`);
  fs.writeFileSync(file, buildModel(model));
  const conditions = { dims: {}, threads: 1, seed: 3 };
  try {
    const request = {
      kind: 'optimize',
      path: file,
      output: undefined,
      passes,
      conditions,
      evaluationData: undefined,
      measure: false,
      batch: 1,
    } as const;
    return await optimizeModel(request, recordedContext());
  } catch (error) {
    if (error instanceof LayerwiseError && error.reason === 'not-applicable') return error.message;
    throw error;
  }
}

function holds(call: PassCall, check: (result: OptimizeResult) => void, enclose = (model: FixtureModel) => model): Promise<void> {
  return fc.assert(
    fc.asyncProperty(randomNetworks, async model => {
      const result = await optimized(enclose(model), call);
      if (typeof result === 'string') expect(result).toMatch(/\w{3,}.*\.$/);
      else check(result);
    }),
    PARAMETERS,
  );
}

describe('passes on random networks', { timeout: 240_000 }, () => {
  it('clean: the same results up to rounding, never more nodes', () =>
    holds({ id: 'clean', parameters: {} }, ({ verification, before, after }) => {
      expect(verification?.sqnrDb).toBeGreaterThan(90);
      expect(after.nodes).toBeLessThanOrEqual(before.nodes);
    }));

  it('upgrade-opset: exactly the same results', () =>
    holds({ id: 'upgrade-opset', parameters: { to: 21 } }, ({ verification }) => expect(verification?.maxAbs).toBe(0)));

  it('quantize-static: close results, and every planned layer in integers', () =>
    holds({ id: 'quantize-static', parameters: {} }, ({ verification, ranAsInt8, notes }) => {
      expect(verification?.sqnrDb).toBeGreaterThan(12);
      expect(ranAsInt8?.[0]).toBe(ranAsInt8?.[1]);
      expect(notes.join()).toContain('random inputs');
    }));

  it('quantize-dynamic: close results', () =>
    holds({ id: 'quantize-dynamic', parameters: {} }, ({ verification, ranAsInt8 }) => {
      expect(verification?.sqnrDb).toBeGreaterThan(20);
      expect(ranAsInt8?.[0]).toBe(ranAsInt8?.[1]);
    }));

  it('prune-channels: runs, with as few MACs as asked for', () =>
    holds({ id: 'prune-channels', parameters: { macs: 0.7 } }, ({ before, after, verification }) => {
      expect((after.macs ?? 0) / (before.macs ?? 1)).toBeLessThanOrEqual(0.7);
      // Random weights have nothing to spare, so only that it runs can be asked for.
      expect(verification?.samples).toBeGreaterThan(0);
    }));

  it.each([
    ['quantize-dynamic', 'branches', inBranches],
    ['quantize-weights', 'branches', inBranches],
    ['float16', 'branches', inBranches],
    ['float16', 'a function', inFunction],
  ] as const)('%s in %s: close results, no large weight twice', (id, _where, enclose) =>
    holds(
      { id, parameters: id === 'quantize-weights' ? { bits: 8 } : {} },
      ({ verification, before, after }) => {
        expect(verification?.sqnrDb).toBeGreaterThan(id === 'float16' ? 45 : 20);
        expect(after.bytes).toBeLessThan(before.bytes + SMALL_BYTES);
      },
      enclose,
    ),
  );
});
