import { describe, expect, it } from 'vitest';
import { findLoadSites } from '../../../src/host/loadSites/findLoadSites';

function names(text: string, language = 'python'): readonly string[] {
  return findLoadSites(text, language).map(({ path, start, end }) => {
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
    ['an address', 'fetch("https://example.com/a.onnx")'],
    ['a name with places to fill in', 'load(f"{folder}/a.onnx")'],
    ['a pattern', 'glob("*.onnx")'],
    ['an ending alone', 'name.endswith(".onnx")'],
    ['two lines', '"a\nb.onnx"'],
    ['another kind of file', 'load("a.onnx.bak")'],
  ])('leaves %s alone', (_, text) => {
    expect(names(text)).toEqual([]);
  });

  it.each([
    ['a pointer that is written through', 'cpp', '*session = load("a.onnx");'],
    ['what is defined', 'c', '#define MODEL "a.onnx"'],
    ['a private field', 'typescript', '#model = load("a.onnx");'],
    ['a list that is spread', 'python', 'load(\n*paths("a.onnx"))'],
    ['what follows a comment', 'rust', '/* two\n * lines */ load("a.onnx")'],
    ['what follows a pattern in a string', 'javascript', 'glob("models/*");\nload("a.onnx");'],
  ])('finds %s', (_, language, text) => {
    expect(names(text, language)).toEqual(['a.onnx']);
  });

  it.each([
    ['a comment of one line', 'cpp', '  // load("a.onnx")'],
    ['a comment of several', 'csharp', '/** Loads\n  * "a.onnx"\n *  or "b.onnx".\n */'],
    ['a comment without an end', 'c', 'int a;\n/* "a.onnx"'],
  ])('leaves %s alone', (_, language, text) => {
    expect(names(text, language)).toEqual([]);
  });

  it('takes no time for comments without an end', () => {
    expect(names(`${'/*\n'.repeat(300_000)}"a.onnx"`, 'cpp')).toEqual([]);
  });

  it('takes no time for a long line of quotes', () => {
    expect(names(`${'"'.repeat(200_000)}.onnx"`)).toEqual([]);
  });
});
