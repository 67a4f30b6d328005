import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nodesPerRun, scopeRuns } from '../../../../src/onnx/text/scopeRuns';
import type { Hierarchy } from '../../../../src/shared/report/analysis';

/** A tree of groups, each below an earlier one or at the top, and the group of each node. */
const hierarchies: fc.Arbitrary<Hierarchy> = fc
  .tuple(fc.array(fc.nat(), { maxLength: 12 }), fc.array(fc.nat(), { minLength: 1, maxLength: 60 }))
  .map(([parents, places]) => ({
    groups: parents.map((parent, id) => ({ id, name: `g${id}`, path: `g${id}`, parent: (parent % (id + 1)) - 1, inferred: false })),
    groupOf: Int32Array.from(places, place => (place % (parents.length + 1)) - 1),
    layerOf: Int32Array.from(places, (_, node) => node),
    layerNames: places.map(() => ''),
    source: 'names',
  }));

it('keeps every node, in order, within the lines that there are', () => {
  fc.assert(
    fc.property(hierarchies, fc.integer({ min: 8, max: 200 }), (hierarchy, mostLines) => {
      const nodes = [...hierarchy.groupOf.keys()];
      const runs = scopeRuns(hierarchy, nodes, mostLines);
      expect(runs.flatMap(run => run.nodes)).toEqual(nodes);
      const most = nodesPerRun(runs, mostLines);
      const lines = runs.reduce((sum, run) => sum + Math.min(most, run.nodes.length) + 3, 0);
      expect(lines).toBeLessThanOrEqual(mostLines);
      if (nodes.length * 4 <= mostLines)
        expect(runs.every(({ group, nodes: own }) => own.every(node => hierarchy.groupOf[node] === group))).toBe(true);
    }),
  );
});
