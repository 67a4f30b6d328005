import { expect, it } from 'vitest';
import { elementsOfBytes } from '../../../src/data/typedArray';

it('takes elements from a Buffer that lies in a pool', () => {
  const values = Float32Array.of(1.5, -2, 3);
  Buffer.from('what else lies in the pool');
  const pooled = Buffer.concat([new Uint8Array(values.buffer)]);
  expect(pooled.buffer.byteLength).toBeGreaterThan(pooled.length);
  expect(elementsOfBytes('float32', pooled)).toEqual(values);
});

it('copies: what is done to the bytes afterwards does not show', () => {
  const bytes = Uint8Array.of(1, 0, 2, 0);
  const elements = elementsOfBytes('int16', bytes);
  bytes.fill(9);
  expect(elements).toEqual(Int16Array.of(1, 2));
});
