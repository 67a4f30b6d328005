import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onnx } from '../../../../src/onnx/generated/onnx';
import { MemorySource } from '../../../../src/onnx/memorySource';
import { modelText, type ModelTextOptions, type ModelTextSummary } from '../../../../src/onnx/text/modelText';
import { parseModelText } from '../../../../src/onnx/text/parse/parseModelText';
import { decodeText } from '../../../../src/onnx/wire/decodeText';
import { encodeText } from '../../../../src/onnx/wire/encodeText';
import { buildModel, type FixtureModel } from '../../../fixtures/buildModel';
import { normalizedModel } from '../../../fixtures/normalizedModel';
import { randomModel } from '../../../fixtures/randomModel';

interface Written extends ModelTextSummary {
  readonly text: string;
}

function write(bytes: Uint8Array, options: Partial<ModelTextOptions> = {}): Written {
  const pieces = modelText(new MemorySource(bytes, 'model.onnx'), { full: true, raw: true, ...options });
  let text = '';
  for (;;) {
    const piece = pieces.next();
    if (piece.done === true) return { ...piece.value, text };
    text += piece.value;
  }
}

const writeFixture = (model: FixtureModel, options: Partial<ModelTextOptions> = {}): Written => write(buildModel(model), options);

const RELU: FixtureModel = {
  name: 'g',
  inputs: [{ name: 'x', dtype: 'float32', shape: ['N', 2] }],
  outputs: [{ name: 'y', dtype: 'float32', shape: undefined as never }],
  nodes: [{ name: 'relu', op: 'Relu', inputs: ['x'], outputs: ['y'] }],
};

describe('modelText', () => {
  it('writes the official syntax, one line per node', () => {
    const { text, nodeOfLine, problems } = writeFixture(RELU);
    expect(text).toBe(
      [
        '<', '   ir_version: 8,', '   opset_import: ["" : 17],', '   producer_name: "fixture"', '>', 'g (float[N,2] x) => (float[] y)', '{', '   [relu] y = Relu (x)', '}', '',
      ].join('\n'), // prettier-ignore
    );
    expect(nodeOfLine.map(node => node ?? '-').join('')).toBe('-------0-');
    expect(problems).toEqual([]);
  });

  it('reads back as the same model, whatever the names and values are', () => {
    fc.assert(
      fc.property(randomModel, bytes => {
        const { text, problems } = write(bytes);
        expect(problems).toEqual([]);
        expect(normalizedModel(parseModelText(text, 'text'))).toEqual(normalizedModel(bytes));
      }),
      { numRuns: 100 },
    );
  });

  it('knows the node of every line, in bodies too and past line ends in names', () => {
    fc.assert(
      fc.property(randomModel, bytes => {
        const { text, nodeOfLine } = write(bytes);
        expect(nodeOfLine).toHaveLength(text.split('\n').length - 1);
        const { graph } = onnx.ModelProto.decode(bytes);
        const own = new Set(nodeOfLine.filter(node => typeof node === 'number'));
        expect([...own].sort((a, b) => a - b)).toEqual([...(graph?.node ?? []).keys()]);
      }),
      { numRuns: 50 },
    );
  });

  it('gives lines of bodies to the nodes inside', () => {
    const body = { name: 'body', outputs: [{ name: 'b' }], nodes: [{ op: 'Foo', outputs: ['b'] }] };
    const { text, nodeOfLine } = writeFixture({ nodes: [{ op: 'If', outputs: ['y'], attributes: { then_branch: { graph: body } } }] });
    const line = text.split('\n').findIndex(candidate => candidate.includes('b = Foo'));
    expect(nodeOfLine[line]).toBe('0/then_branch/0');
    expect(nodeOfLine[line - 1]).toBe(0);
    expect(nodeOfLine[line + 1]).toBe(0);
  });

  it('abbreviates long constants, and a text with marks is not read back', () => {
    const values = Array.from({ length: 100_000 }, (_, index) => index);
    const model: FixtureModel = { nodes: [], initializers: [{ name: 'w', dims: [values.length], values }] };
    const { text, abbreviated } = writeFixture(model, { full: false });
    expect(text).toContain('float[100000] w = {0, 1, 2, 3, 4, 5, 6, 7, ...}');
    expect(abbreviated).toBe(1);
    expect(() => parseModelText(text, 'short.onnxtxt')).toThrow(/short\.onnxtxt, line \d+, column \d+: the values of "w" are abbreviated/);
    expect(writeFixture(model).abbreviated).toBe(0);
  });

  it('marks what would break a line where the text is only shown', () => {
    const hostile = `a\nb\u202e\0${'x'.repeat(1_000_000)}`;
    const { text, nodeOfLine } = writeFixture({ nodes: [{ name: hostile, op: 'Relu', outputs: [hostile] }] }, { raw: false });
    expect(text).toContain('["a\ufffdb\ufffd\ufffdxxx');
    expect(nodeOfLine.filter(node => node === 0)).toHaveLength(1);
  });

  it('says what the syntax cannot hold', () => {
    const bytes = onnx.ModelProto.encode({
      trainingInfo: [{}],
      graph: {
        name: 'g',
        docString: 'about it',
        sparseInitializer: [{ dims: [1] }],
        node: [
          { opType: 'aten::add', metadataProps: [{ key: 'k', value: 'v' }], attribute: [{ name: 'a', type: onnx.AttributeProto.AttributeType.TENSORS, tensors: [{ dataType: 1, floatData: [1], dims: [1] }] }] },
          { opType: 'If', attribute: [{ name: 'then_branch', type: onnx.AttributeProto.AttributeType.GRAPH, g: { name: 'not an identifier' } }] },
        ],
      },
    }).finish(); // prettier-ignore
    const { text, problems } = write(bytes);
    const said = problems.map(({ message }) => message).join('\n');
    for (const what of ['training_info', 'doc_string of a graph', 'sparse weights', 'metadata_props of a node', 'type tensors', 'name of a subgraph', 'no identifier, other']) expect(said).toContain(what); // prettier-ignore
    for (const { message, reason } of problems) {
      expect(reason).toBe('not-in-text');
      expect(text).toContain(`# ${message}\n`);
    }
    expect(() => parseModelText(text, 'text')).not.toThrow();
  });

  it('says that messages are nested too deep', () => {
    const field = (tag: number, value: Uint8Array): Uint8Array =>
      Buffer.from([tag, (value.length & 0x7f) | 0x80, value.length >>> 7, ...value]);
    let type: Uint8Array = Buffer.from([]);
    for (let depth = 0; depth < 120; depth++) type = field(4 * 8 + 2, field(1 * 8 + 2, type));
    const bytes = field(7 * 8 + 2, field(11 * 8 + 2, field(2 * 8 + 2, type)));
    expect(() => write(bytes)).toThrow('messages inside messages deeper');
  });

  it.each([
    ['a byte of no character', [0x61, 0xff, 0x62]],
    ['a longer form than needed', [0x61, 0xc0, 0x80]],
    ['half of a pair', [0xed, 0xa0, 0x80]],
  ])('keeps the bytes of names and sizes that are not UTF-8: %s', (_, odd) => {
    const type = { tensorType: { elemType: 1, shape: { dim: [{ dimParam: 'ZZZ' }] } } };
    const node = [{ name: 'n_ZZZ', opType: 'Relu', input: ['x_ZZZ'], output: ['y'] }];
    const input = [{ name: 'x_ZZZ', type: { sequenceType: { elemType: type } } }];
    const graph = { name: 'ZZZ', node, input, output: [{ name: 'y', type }] };
    const opsetImport = [{ domain: '', version: 17 }];
    const bytes = Buffer.from(onnx.ModelProto.encode({ irVersion: 8, producerName: 'ZZZ', opsetImport, graph }).finish());
    for (let at = bytes.indexOf('ZZZ'); at >= 0; at = bytes.indexOf('ZZZ')) bytes.set(odd, at);
    const { text, problems } = write(bytes);
    expect(problems).toEqual([]);
    const back = Buffer.from(parseModelText(decodeText(encodeText(text)).text, 'm.onnxtxt'));
    const count = (where: Buffer): number => where.toString('latin1').split(Buffer.from(odd).toString('latin1')).length - 1;
    expect(count(back)).toBe(count(bytes));
    expect(back.includes(Buffer.from('\ufffd'))).toBe(false);
  });
});
