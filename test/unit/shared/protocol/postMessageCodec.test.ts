import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFromPostMessage, encodeForPostMessage } from '../../../../src/shared/protocol/postMessageCodec';

/** What VS Code does between a page and the extension host: JSON with the typed arrays kept beside it. */
function throughVsCode(message: unknown): unknown {
  const buffers: ArrayBufferView[] = [];
  const text = JSON.stringify(message, (_key, value: unknown) => (ArrayBuffer.isView(value) ? { buffer: buffers.push(value) - 1 } : value));
  return JSON.parse(text, (_key, value: { buffer?: number } | null) =>
    typeof value?.buffer === 'number' ? buffers[value.buffer] : value,
  ) as unknown;
}

const roundTrip = (value: unknown) => decodeFromPostMessage(throughVsCode(encodeForPostMessage(value)));

describe('the postMessage codec', () => {
  it('keeps what JSON loses', () => {
    const value = { job: undefined, sqnrDb: Infinity, low: -Infinity, mean: NaN, size: 2n ** 63n, list: [undefined, 1, null] };
    expect(roundTrip(value)).toStrictEqual(value);
  });

  it('keeps typed arrays and sends only their own bytes', () => {
    const window = new Float64Array(new ArrayBuffer(1024), 64, 3);
    const encoded = encodeForPostMessage({ values: window }) as { values: Float64Array };
    expect(encoded.values).toEqual(window);
    expect(encoded.values.buffer.byteLength).toBe(24);
  });

  it('takes keys of a model literally', () => {
    const value = Object.fromEntries([
      ['__proto__', [1]],
      ['$layerwise', { $layerwise: 'undefined' }],
    ]);
    expect(roundTrip(value)).toStrictEqual(value);
  });

  it('is the identity over any plain value', () => {
    const plain = fc.anything({ maxDepth: 4 }).filter(value => !(JSON.stringify(value) as string | undefined)?.includes('"buffer"'));
    fc.assert(
      fc.property(plain, value => {
        const expected = withoutNegativeZero(value);
        expect(roundTrip(expected)).toEqual(expected);
      }),
    );
  });
});

/** JSON has no −0, and nothing shown depends on it. */
function withoutNegativeZero(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(withoutNegativeZero);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => [key, withoutNegativeZero(item)]));
}
