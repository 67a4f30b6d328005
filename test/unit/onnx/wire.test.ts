import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ByteSource } from '../../../src/onnx/byteSource';
import { onnx } from '../../../src/onnx/generated/onnx';
import { MemorySource } from '../../../src/onnx/memorySource';
import { openModelBytes } from '../../../src/onnx/openModelBytes';
import { decodeText } from '../../../src/onnx/wire/decodeText';
import { encodeText } from '../../../src/onnx/wire/encodeText';
import { WireCursor } from '../../../src/onnx/wire/wireCursor';
import { ComposedSource } from '../../../src/onnx/write/composedSource';
import { spliceModel } from '../../../src/onnx/write/spliceModel';
import { hashOfName } from '../../../src/shared/graph/nameHash';
import { LayerwiseError } from '../../../src/shared/report/layerwiseError';
import { buildModel } from '../../fixtures/buildModel';

const model = buildModel({
  inputs: [{ name: 'x', shape: ['n', 2] }],
  outputs: [{ name: 'y', shape: ['n', 2] }],
  initializers: [{ name: 'w', dims: [2, 2], values: [1, 2, 3, 4] }],
  nodes: [
    { op: 'MatMul', name: 'mm', inputs: ['x', 'w'], outputs: ['h'] },
    { op: 'LeakyRelu', inputs: ['h'], outputs: ['y'], attributes: { alpha: 0.5 } },
  ],
  valueInfo: [{ name: 'h', shape: ['n', 2] }],
  metadata: { k: 'v' },
});

/** A source that is read through the window like a file. */
class WindowedSource implements ByteSource {
  readonly name = 'windowed';
  readonly byteLength: number;

  constructor(private readonly bytes: Uint8Array) {
    this.byteLength = bytes.length;
  }

  readInto(target: Uint8Array, offset: number): number {
    const part = this.bytes.subarray(offset, offset + target.length);
    target.set(part);
    return part.length;
  }

  readIntoAsync(target: Uint8Array, offset: number): Promise<number> {
    return Promise.resolve(this.readInto(target, offset));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function varint(value: bigint, length = 0): number[] {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, value); rest > 0n || bytes.length < Math.max(1, length); rest >>= 7n)
    bytes.push(Number(rest & 127n) | 128);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) & 127;
  return bytes;
}

/** Rewrites a model without edits, by the writer that edits go through. */
function rewrite(bytes: Uint8Array): Uint8Array {
  const opened = openModelBytes(bytes);
  const composed = new ComposedSource(spliceModel(opened, { ...opened.graph }), () => opened.source, 'rewritten');
  const target = new Uint8Array(composed.byteLength);
  composed.readInto(target, 0);
  return target;
}

describe('WireCursor', () => {
  it('reads every 64-bit number, however long it is written', () => {
    fc.assert(
      fc.property(fc.bigInt(-(2n ** 63n), 2n ** 64n - 1n), fc.integer({ min: 1, max: 10 }), (value, length) => {
        const bytes = Uint8Array.from(varint(value, length));
        const bits = BigInt.asUintN(64, value);
        expect(new WireCursor(new MemorySource(bytes, '')).bits64()).toBe(bits);
        expect(new WireCursor(new MemorySource(bytes, '')).unsigned()).toBe(Number(bits));
        expect(new WireCursor(new MemorySource(bytes, '')).signed()).toBe(Number(BigInt.asIntN(64, bits)));
      }),
    );
  });

  it.each([
    ['a number of 11 bytes', [...varint(8n, 11)], 'corrupt'],
    ['a number that is cut off', [0x80], 'truncated'],
    ['field number 0', [0x02, 1, 0], 'corrupt'],
    ['an illegal wire type', [0x0f, 1], 'corrupt'],
    ['a length beyond the end', [0x3a, 100, 1], 'truncated'],
    ['a length of 2^63', [0x3a, ...varint(2n ** 63n)], 'truncated'],
    ['a group without end', [0xfb, 0x7f, 8, 1], 'corrupt'],
    ['an end without group', [0xfc, 0x7f], 'corrupt'],
    ['a group that ends as another', [0xfb, 0x7f, 0x84, 0x01], 'corrupt'],
    ['a fixed number that is cut off', [0x7d, 1, 2], 'truncated'],
  ])('names %s', (_, bytes, reason) => {
    expect(() => openModelBytes(Uint8Array.from([...model, ...bytes]))).toThrow(expect.objectContaining({ reason }) as Error);
  });

  it('reads the same through a small window as from memory', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200_000 }), { maxLength: 5 }), blobs => {
        const bytes = onnx.ModelProto.encode({
          irVersion: 8,
          functions: blobs.map(blob => ({ docString: Buffer.from(blob).toString('latin1') })),
        }).finish();
        const walk = (cursor: WireCursor): readonly number[] => {
          const positions: number[] = [];
          while (cursor.more(bytes.length)) {
            const tag = cursor.tag();
            cursor.skip(tag, bytes.length);
            positions.push(tag, cursor.position);
          }
          return positions;
        };
        expect(walk(new WireCursor(new WindowedSource(bytes)))).toEqual(walk(new WireCursor(new MemorySource(bytes, ''))));
      }),
      { numRuns: 20 },
    );
  });
});

/** A field as bytes: its tag written in `tagBytes`, and a value of its wire type. */
const fieldBytes = fc
  .record({
    number: fc.constantFrom(1, 2, 15, 16, 2000, 2047, 2048),
    wireType: fc.constantFrom(0, 1, 2, 5),
    value: fc.bigInt(0n, 2n ** 64n - 1n),
    length: fc.constantFrom(0, 1, 127, 128, 300),
    times: fc.constantFrom(1, 2, 70),
  })
  .map(({ number, wireType, value, length, times }) => {
    const text = [...varint(BigInt(length)), ...new Array<number>(length).fill(9)];
    const values = new Map([[0, varint(value)], [1, new Array<number>(8).fill(7)], [2, text], [5, [1, 2, 3, 4]]]); // prettier-ignore
    const bytes = [...varint(BigInt(8 * number + wireType)), ...(values.get(wireType) ?? [])];
    return Array.from({ length: times }, () => bytes).flat();
  });

/** Tags of the fields of a message that follow other ones, as far as it is sound. */
function passOver(
  source: ByteSource,
  end: number,
  skip: 'skip' | 'skipRun',
): { readonly tags: readonly number[]; readonly fault?: string } {
  const cursor = new WireCursor(source);
  const tags: number[] = [];
  try {
    while (cursor.more(end)) {
      const tag = cursor.tag();
      if (tag !== tags.at(-1)) tags.push(tag);
      cursor[skip](tag, end);
    }
  } catch (error) {
    return { tags, fault: error instanceof LayerwiseError ? error.message : 'another error' };
  }
  return { tags };
}

describe('a run of fields', () => {
  it('is passed over as one by one, to the same end or the same fault', () => {
    fc.assert(
      fc.property(fc.array(fieldBytes, { maxLength: 6 }), fc.integer({ min: 0, max: 40 }), fc.nat(), (fields, cut, end) => {
        const bytes = Uint8Array.from(fields.flat());
        const whole = bytes.subarray(0, bytes.length - (cut > 20 ? Math.min(cut - 20, bytes.length) : 0));
        const last = cut % 2 === 0 ? bytes.length : end % (bytes.length + 1);
        const expected = passOver(new MemorySource(whole, 'windowed'), last, 'skip');
        expect(passOver(new MemorySource(whole, 'windowed'), last, 'skipRun')).toEqual(expected);
        expect(passOver(new WindowedSource(whole), last, 'skipRun')).toEqual(expected);
      }),
    );
  });
});

describe('the length of a run', () => {
  it('is told without leaving its first field', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9000 }), fc.constantFrom(0, 1, 200, 20_000), (count, length) => {
        const times = Math.min(count, Math.ceil(200_000 / (length + 1)));
        const one = [...varint(10n), ...varint(BigInt(length)), ...new Array<number>(length).fill(9)];
        const bytes = Buffer.concat([...Array.from({ length: times }, () => Uint8Array.from(one)), Uint8Array.of(16, 1)]);
        const cursor = new WireCursor(new WindowedSource(bytes));
        const tag = cursor.tag();
        expect([cursor.runLength(tag, bytes.length), cursor.position]).toEqual([times, 1]);
        cursor.skipRun(tag, bytes.length);
        expect(cursor.tag()).toBe(16);
      }),
      { numRuns: 30 },
    );
  });
});

describe('texts', () => {
  it('come back byte for byte, and different bytes give different texts', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc.string({ unit: 'grapheme', maxLength: 10 }).map(text => new TextEncoder().encode(text)),
    );
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect([...encodeText(decodeText(a).text)]).toEqual([...a]);
        expect(decodeText(a).text === decodeText(b).text).toBe(Buffer.compare(a, b) === 0);
      }),
    );
  });

  it('are read the same in any order, through a window or from memory, with the hash of the name', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 6 }),
      fc.string({ unit: 'binary-ascii', maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 10 }),
      fc.integer({ min: 0, max: 9 }).map(digit => `/model/layers.${digit}/attention/MatMul_output_0`),
      fc.integer({ min: 4000, max: 50_000 }).map(length => 'x'.repeat(length)),
    );
    const reads = fc.tuple(fc.array(text, { minLength: 1, maxLength: 40 }), fc.array(fc.nat(), { maxLength: 100 }));
    fc.assert(
      fc.property(reads, ([texts, order]) => {
        const encoded = texts.map(encodeText);
        const starts = encoded.map((_, index) => encoded.slice(0, index).reduce((sum, { length }) => sum + length, 0));
        const bytes = Buffer.concat(encoded);
        for (const cursor of [new WireCursor(new WindowedSource(bytes)), new WireCursor(new MemorySource(bytes, ''))]) {
          for (const index of [...texts.keys(), ...order.map(position => position % texts.length)]) {
            cursor.seek(starts[index] ?? 0);
            expect(cursor.text((starts[index] ?? 0) + (encoded[index]?.length ?? 0))).toBe(texts[index]);
            if (texts[index] !== '') expect(cursor.textHash).toBe(hashOfName(texts[index] ?? ''));
          }
        }
      }),
    );
  });
});

describe('a rewrite without edits', () => {
  const unknown = fc.oneof(
    fc.tuple(fc.integer({ min: 900, max: 2 ** 28 }), fc.bigInt(0n, 2n ** 64n - 1n), fc.integer({ min: 1, max: 10 })).map(([field, value, length]) => [...varint(BigInt(field) * 8n), ...varint(value, length)]),
    fc.tuple(fc.integer({ min: 900, max: 2 ** 28 }), fc.uint8Array({ maxLength: 9 })).map(([field, bytes]) => [...varint(BigInt(field) * 8n + 2n, 6), ...varint(BigInt(bytes.length), 3), ...bytes]),
    fc.constant([0xfb, 0x7f, 8, 5, 0xfc, 0x7f]),
  ); // prettier-ignore

  it('keeps unknown fields, long numbers and the order of fields at the top', () => {
    fc.assert(
      fc.property(fc.array(unknown, { maxLength: 4 }), fc.array(unknown, { maxLength: 4 }), (before, after) => {
        const bytes = Uint8Array.from([...before.flat(), ...model, ...after.flat()]);
        expect(Buffer.compare(rewrite(bytes), bytes)).toBe(0);
        expect(openModelBytes(bytes).graph.nodes.names).toEqual(['mm', '']);
      }),
    );
  });

  it('keeps everything inside messages as well', () => {
    const { graph } = onnx.ModelProto.decode(model);
    fc.assert(
      fc.property(fc.array(unknown, { maxLength: 3 }), fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), (extra, order) => {
        const within = (bytes: Uint8Array): Uint8Array => Uint8Array.from([...bytes, ...extra.flat()]);
        const parts: (readonly [number, Uint8Array])[] = [
          ...(graph?.node ?? []).map(node => [0x0a, within(onnx.NodeProto.encode(node).finish())] as const),
          [0x2a, within(onnx.TensorProto.encode(graph?.initializer?.[0] ?? {}).finish())],
          [0x5a, within(onnx.ValueInfoProto.encode(graph?.input?.[0] ?? {}).finish())],
          [0x62, within(onnx.ValueInfoProto.encode(graph?.output?.[0] ?? {}).finish())],
        ];
        const content = order.flatMap(index => {
          const [tag = 0, bytes = new Uint8Array()] = parts[index] ?? [];
          return [tag, ...varint(BigInt(bytes.length), 3), ...bytes];
        });
        const bytes = Uint8Array.from([8, 8, 0x3a, ...varint(BigInt(content.length), 5), ...content, ...extra.flat()]);
        expect(Buffer.compare(rewrite(bytes), bytes)).toBe(0);
        expect(openModelBytes(bytes).graph.nodes.count).toBe(2);
      }),
    );
  });
});

describe('an attribute that is damaged inside', () => {
  it('is left unread, and the model opens and is rewritten as it was', () => {
    // LeakyRelu with alpha = { name: 'alpha', floats: 3 bytes of packed floats }.
    const attribute = [0x0a, 5, ...new TextEncoder().encode('alpha'), 0x3a, 3, 1, 2, 3];
    const node = [0x0a, 1, 0x78, 0x12, 1, 0x79, 0x22, 4, ...new TextEncoder().encode('Relu'), 0x2a, attribute.length, ...attribute];
    const graph = [0x0a, node.length, ...node];
    const bytes = Uint8Array.from([8, 8, 0x3a, graph.length, ...graph]);
    expect(openModelBytes(bytes).graph.nodes.attributes(0).get('alpha')).toEqual({ kind: 'unread' });
    expect(Buffer.compare(rewrite(bytes), bytes)).toBe(0);
  });
});

describe('what is no model', () => {
  it.each([
    ['a text that is cut off in a character', [...new TextEncoder().encode('Grüße'), 0xe2, 0x82], 'text-file'],
    ['bytes that begin a character and nothing else', [0xf0, 0x9f], 'text-file'],
  ])('is named: %s', (_, bytes, reason) => {
    expect(() => openModelBytes(Uint8Array.from(bytes))).toThrow(expect.objectContaining({ reason }) as Error);
    expect(() => openModelBytes(Uint8Array.from([0x61, 0x62, 0x63, 0x64]))).toThrow(LayerwiseError);
  });

  it.each([
    ['# made by hand\nir_version: 7\ngraph {\n}\n', 'protobuf text'],
    ['<\n   ir_version: 7,\n   opset_import: ["" : 17]\n>\ng () => () {}\n', 'ONNX text syntax'],
    ['{"irVersion": 7}', 'JSON'],
    ['<!DOCTYPE html>', 'web page'],
    ['version https://git-lfs.github.com/spec/v1\n', 'Git LFS'],
  ])('is named: %j', (text, name) => {
    expect(() => openModelBytes(new TextEncoder().encode(text))).toThrow(name);
  });
});

describe('mutated models', () => {
  it('are opened or refused by name, never anything else, and what opens is rewritten as it was', () => {
    const mutation = fc.tuple(fc.nat(model.length - 1), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 3 }));
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), mutations => {
        const bytes = [...model];
        for (const [position, value, kind] of mutations) {
          if (kind === 0) bytes[position] = value;
          else if (kind === 1) bytes.splice(position, 1);
          else if (kind === 2) bytes.splice(position, 0, value);
          else bytes.length = Math.min(bytes.length, position + 1);
        }
        const mutant = Uint8Array.from(bytes);
        try {
          const opened = openModelBytes(mutant);
          for (let node = 0; node < opened.graph.nodes.count; node++) opened.graph.nodes.attributes(node);
          expect(Buffer.compare(rewrite(mutant), mutant)).toBe(0);
        } catch (error) {
          expect(error).toBeInstanceOf(LayerwiseError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
