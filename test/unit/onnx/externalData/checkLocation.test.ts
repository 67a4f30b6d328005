import { describe, expect, it } from 'vitest';
import { checkLocation } from '../../../../src/onnx/externalData/checkLocation';

const LONG = 'a'.repeat(300);

describe('checkLocation', () => {
  it.each([
    'w.bin',
    './w.bin',
    'sub/w.bin',
    'sub/../w.bin',
    'w with space.bin',
    'gewicht-é中.bin',
    '...bin',
    '..w.bin',
    '%2e%2e.bin',
    '~/w.bin',
    '$HOME/w.bin',
    'a//b',
  ])('takes %s', location => expect(checkLocation(location)).toBeUndefined());

  it.each([
    '../x', 'a/../../x', './../x', '../m/w.bin', '/abs', '//host/share', '\\\\host\\share', 'C:\\x', 'C:x', '\\\\?\\C:\\x', '..\\x', 'a\\..\\..\\x', 'file:///etc/hostname', 'http://127.0.0.1/w',
  ])('refuses %s as outside', location => expect(checkLocation(location)?.reason).toBe('external-data-outside')); // prettier-ignore

  it.each([
    '', '.', '..', 'w.bin/', 'w.bin\0.txt', 'w\n.bin', `${'a/'.repeat(2100)}w.bin`, LONG, 'CON', 'NUL.bin', 'sub/COM1', 'w.bin.', 'w.bin ', 'w.bin:evil', 'a\\b', '*/_ORT_MEM_ADDR_/*', '\udcc0\udcae/x',
  ])('refuses %s as invalid', location => expect(checkLocation(location)?.reason).toBe('external-data-invalid')); // prettier-ignore
});
