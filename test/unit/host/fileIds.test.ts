import { expect, it } from 'vitest';
import { FileIds } from '../../../src/host/documents/fileIds';

it('a file keeps its number, and files around two models never have the same', () => {
  const [first, second] = [new FileIds(), new FileIds()];
  const paths = ['/a.int8.onnx', '/a.fp16.onnx', '/a.clean.onnx'];
  const ids = [...paths.map(path => first.of(path)), ...paths.map(path => second.of(path))];
  expect(new Set(ids).size).toBe(2 * paths.length);
  expect(paths.map(path => first.of(path))).toEqual(ids.slice(0, paths.length));
});
