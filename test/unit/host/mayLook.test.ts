import { expect, it } from 'vitest';
import { mayLook } from '../../../src/host/loadSites/mayLook';

const place = (path: string, authority = '', scheme = 'file') => ({ scheme, authority, path });
const ROOTS = [place('/projects/work')];

it.each([
  [place('/projects/work/models/a.onnx'), true],
  [place('/projects/workshop/a.onnx'), false],
  [place('/projects/work/../../you/a.onnx'), false],
  [place('/etc/a.onnx'), false],
  [place('/projects/work/a.onnx', 'host'), false],
  [place('/projects/work/a.onnx', '', 'other'), false],
])('without trust %j is looked for: %s', (file, allowed) => {
  expect(mayLook(file, ROOTS, false)).toBe(allowed);
  expect(mayLook(file, ROOTS, true)).toBe(true);
  expect(mayLook(file, [], false)).toBe(false);
});
