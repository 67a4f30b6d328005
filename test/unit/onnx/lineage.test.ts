import { describe, expect, it } from 'vitest';
import { packText } from '../../../src/onnx/files/packedText';
import { decodeProvenance, encodeProvenance, LARGEST_INLINE_PROVENANCE_BYTES } from '../../../src/onnx/lineage';
import type { Provenance } from '../../../src/shared/graph/provenance';

function provenance(name: string): Provenance {
  const axisMaps = new Map([['w', [{ axis: 0, kept: [0, 2] }]]]);
  return { isIdentity: false, nodeOrigins: [[0], [1, 2], []], tensorOrigins: new Map([[name, ['w']]]), axisMaps };
}

describe('provenance in the metadata of a model', () => {
  it('is read back from its packed form and from plain text', () => {
    const stored = provenance('é');
    const text = encodeProvenance(stored);
    expect(decodeProvenance(packText(text), [3])).toEqual(stored);
    expect(decodeProvenance(text, [3])).toEqual(stored);
  });

  it('is ignored where it is not packed, fits another graph, or unpacks to more than a model may hold', () => {
    const packed = packText(encodeProvenance(provenance('w_quantized')));
    const large = packText(encodeProvenance(provenance('w'.repeat(LARGEST_INLINE_PROVENANCE_BYTES))));
    expect([decodeProvenance('no provenance', [3]), decodeProvenance(packed, [2]), decodeProvenance(large, [3])]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
