import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pathThrough } from '../../../webview/views/graph/pathThrough';

const LAYERS = 9;
const layer = fc.integer({ min: 0, max: LAYERS - 1 });

test('a layer is on the path of another when one is computed from the other, and that is mutual', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(layer, layer), { maxLength: 20 }), pairs => {
      // The inputs and outputs of a model, −1, lead nowhere: all layers would be on one path.
      const edges = [...pairs, [-1, 0], [-1, LAYERS - 1], [0, -1], [LAYERS - 1, -1]] as const;
      const [from, to] = [Int32Array.from(edges, ([start]) => start), Int32Array.from(edges, ([, end]) => end)];
      const reaches = closure(pairs);
      for (let seed = 0; seed < LAYERS; seed++) {
        const path = pathThrough({ from, to, tensor: new Int32Array(edges.length) }, [seed], LAYERS);
        const expected = Array.from({ length: LAYERS }, (_, other) => (reaches[seed]?.[other] || reaches[other]?.[seed] ? 1 : 0));
        expect([...path]).toEqual(expected);
      }
    }),
    { numRuns: 200, seed: 5 },
  );
});

/** Which layer leads to which, itself included, by Warshall's algorithm. */
function closure(pairs: readonly (readonly [number, number])[]): readonly (readonly boolean[])[] {
  const reaches = Array.from({ length: LAYERS }, (_, a) => Array.from({ length: LAYERS }, (_, b) => a === b));
  for (const [a, b] of pairs) reaches[a]![b] = true;
  for (let via = 0; via < LAYERS; via++)
    for (let a = 0; a < LAYERS; a++) for (let b = 0; b < LAYERS; b++) reaches[a]![b] ||= reaches[a]![via]! && reaches[via]![b]!;
  return reaches;
}
