import { describe, expect, it } from 'vitest';
import { onnx } from '../../../../src/onnx/generated/onnx';
import { parseModelText } from '../../../../src/onnx/text/parse/parseModelText';
import { LayerwiseError } from '../../../../src/shared/report/layerwiseError';

const HEAD = '<ir_version: 8, opset_import: ["": 17]>\n';

function parse(text: string): onnx.ModelProto {
  return onnx.ModelProto.decode(parseModelText(HEAD + text, 'm.onnxtxt'));
}

function errorOf(text: string): LayerwiseError {
  try {
    parseModelText(text, 'm.onnxtxt');
  } catch (error) {
    if (error instanceof LayerwiseError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('parseModelText', () => {
  it('reads what the official syntax allows beyond what is written', () => {
    const { graph, functions } = parse(
      `
      agraph (float[N, "a+b", ?] x = , int64 k = {3}) => (y) # comment
      <float[2] w = {1, -inf}, float16 h = {15360}, float[1] far = ["location": "w.bin"]>
      { y, = com.microsoft.Foo:over (x, , "w") <a = 1, b = 1.5, c = "s", d = [1, 2], e = float[2] {1, 2}, f = @r, g = seq(float), i: float = 3>
        = Bar() }
      <domain: "d", opset_import: ["": 1], doc_string: "what"> Foo <p, q: int = 3> (float[N] x, z) => (y) <int64 t> { y = Relu(x) }`.replace(
        '= ,',
        ',',
      ),
    );
    expect(graph?.node?.[0]).toMatchObject({
      domain: 'com.microsoft',
      opType: 'Foo',
      overload: 'over',
      input: ['x', '', 'w'],
      output: ['y'],
    });
    expect(graph?.node?.[0]?.attribute?.map(({ type }) => type)).toEqual([2, 1, 3, 7, 4, 0, 13, 1]);
    expect(graph?.initializer?.map(({ name }) => name)).toEqual(['k', 'w', 'h', 'far']);
    expect(functions[0]).toMatchObject({ attribute: ['p'], input: ['x', 'z'], docString: 'what' });
    expect(functions[0]?.valueInfo?.map(({ name }) => name)).toEqual(['x', 't']);
  });

  it.each([
    ['an unknown key', '<nothing: 1> g () => () {}', 1, 2],
    ['a missing bracket', 'g (float x => (y) {}', 1, 13],
    ['a wrong type', '<ir_version: 8>\ng () => () {\n  y = Foo <a: ints = [1.5]> ()\n}', 3, 26],
    ['an open text', '<domain: "abc> g () => () {}', 1, 10],
    ['a number too large', 'g () => () <int8[1] w = {99999999999}> {}', 1, 26],
    ['a number of many digits', `g () => () <int64[1] w = {${'9'.repeat(1000)}}> {}`, 1, 27],
    ['a float too large', 'g () => () { y = F <a: float = 1e39> () }', 1, 36],
    ['an empty list without a type', 'g () => () { y = F <a = []> () }', 1, 27],
    ['a weight of unknown size', 'g () => () <float[N] w = {1}> {}', 1, 25],
    ['the end', 'g () => () {', 1, 13],
  ])('names line and column of %s', (_, text, line, column) => {
    const error = errorOf(text);
    expect(error.reason).toBe('syntax-error');
    expect(error.message).toContain(`m.onnxtxt, line ${line}, column ${column}:`);
  });

  it('does not follow nesting without end', () => {
    expect(errorOf(`g (${'seq('.repeat(100_000)}`).message).toContain('nested more than');
    expect(errorOf('g () => () { '.concat('y = If <b: graph = g () => () { '.repeat(10_000))).message).toContain('nested more than');
  });

  it.each([
    ['float', 'floatData'],
    ['double', 'doubleData'],
    ['int8', 'int32Data'],
    ['int64', 'int64Data'],
    ['uint64', 'uint64Data'],
  ] as const)('keeps all values of a long %s tensor, and none of an empty one', (type, field) => {
    const count = 40_000;
    const values = Array.from({ length: count }, (_, index) => index % 100);
    const { graph } = parse(`g () => () <${type}[${String(count)}] w = {${values.join(', ')}}, ${type}[0] none = {}> {}`);
    expect(Array.from(graph?.initializer?.[0]?.[field] ?? [], Number)).toEqual(values);
    expect(graph?.initializer?.[1]?.[field]).toEqual([]);
  });
});
