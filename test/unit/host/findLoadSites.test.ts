import { describe, expect, it } from 'vitest';
import { findLoadSites } from '../../../src/host/loadSites/findLoadSites';

function names(text: string): readonly string[] {
  return findLoadSites(text).map(({ path, start, end }) => {
    expect(text.slice(start, end).replace(/\\+/g, '/'), 'the range is that of the name').toBe(path);
    return path;
  });
}

describe('findLoadSites', () => {
  it.each([
    ['session = ort.InferenceSession("models/resnet50.onnx", opts)', 'models/resnet50.onnx'],
    ["const session = await ort.InferenceSession.create('./det.onnx');", './det.onnx'],
    ['Ort::Session session(env, L"C:\\\\models\\\\a.onnx", options);', 'C:/models/a.onnx'],
    ['using var s = new InferenceSession(@"models\\a.onnx");', 'models/a.onnx'],
    ['let model = Session::builder()?.commit_from_file("cls.onnx")?;', 'cls.onnx'],
    ['path = r"a b/Model.ONNX"', 'a b/Model.ONNX'],
  ])('finds the name in %s', (text, name) => {
    expect(names(text)).toEqual([name]);
  });

  it('tells names in one text apart, in order', () => {
    expect(names('a = load("a.onnx")\nb = load("b.onnx", "c.onnx")\n')).toEqual(['a.onnx', 'b.onnx', 'c.onnx']);
  });

  it.each([
    ['a comment', '# load("a.onnx")'],
    ['a comment of another language', '  // load("a.onnx")'],
    ['an address', 'fetch("https://example.com/a.onnx")'],
    ['a name with places to fill in', 'load(f"{folder}/a.onnx")'],
    ['a pattern', 'glob("*.onnx")'],
    ['an ending alone', 'name.endswith(".onnx")'],
    ['two lines', '"a\nb.onnx"'],
    ['another kind of file', 'load("a.onnx.bak")'],
  ])('leaves %s alone', (_, text) => {
    expect(names(text)).toEqual([]);
  });

  it('takes no time for a long line of quotes', () => {
    expect(names(`${'"'.repeat(200_000)}.onnx"`)).toEqual([]);
  });
});
