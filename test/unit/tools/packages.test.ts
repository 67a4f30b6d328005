import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { packagesAreCurrent } from '../../../tools/packages.mjs';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'packages-'));
  fs.mkdirSync(path.join(folder, 'node_modules'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

type Entries = Record<string, { version?: string; optional?: boolean }>;

function write(wanted: Entries, installed?: Entries): void {
  fs.writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...wanted } }));
  if (installed) fs.writeFileSync(path.join(folder, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }));
}

it('wants an installation where there is none', () => {
  write({ 'node_modules/a': { version: '1.0.0' } });
  expect(packagesAreCurrent(folder)).toBe(false);
});

it('is content with the same versions, and without the optional ones of other platforms', () => {
  write(
    { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0', optional: true } },
    { 'node_modules/a': { version: '1.0.0' } },
  );
  expect(packagesAreCurrent(folder)).toBe(true);
});

it('sees a missing package and another version', () => {
  write({ 'node_modules/a': { version: '1.0.0' } }, {});
  expect(packagesAreCurrent(folder)).toBe(false);
  write({ 'node_modules/a': { version: '1.0.1' } }, { 'node_modules/a': { version: '1.0.0' } });
  expect(packagesAreCurrent(folder)).toBe(false);
});
