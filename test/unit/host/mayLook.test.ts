import { expect, it } from 'vitest';
import { mayLook } from '../../../src/host/loadSites/mayLook';

const place = (path: string, authority = '', scheme = 'file') => ({ scheme, authority, path });
const ROOTS = [place('/home/me/work')];

it.each([
  [place('/home/me/work/models/a.onnx'), true],
  [place('/home/me/workshop/a.onnx'), false],
  [place('/home/me/work/../../you/a.onnx'), false],
  [place('/etc/a.onnx'), false],
  [place('/home/me/work/a.onnx', 'host'), false],
  [place('/home/me/work/a.onnx', '', 'other'), false],
])('without trust %j is looked for: %s', (file, allowed) => {
  expect(mayLook(file, ROOTS, false)).toBe(allowed);
  expect(mayLook(file, ROOTS, true)).toBe(true);
  expect(mayLook(file, [], false)).toBe(false);
});
