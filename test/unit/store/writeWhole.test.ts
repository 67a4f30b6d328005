import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeWhole } from '../../../src/store/writeWhole';
import { temporaryFolder } from '../../fixtures/temporaryFolder';

const folder = temporaryFolder();

describe('writeWhole', () => {
  it('makes the folder and puts the new text in place of the old', () => {
    const file = path.join(folder, 'made', 'kept.json');
    writeWhole(file, 'old');
    writeWhole(file, 'new');
    expect(fs.readFileSync(file, 'utf8')).toBe('new');
    expect(fs.readdirSync(path.dirname(file))).toEqual(['kept.json']);
  });

  it('leaves nothing where it fails', () => {
    const file = path.join(folder, 'taken', 'kept.json');
    fs.mkdirSync(path.join(file, 'inside'), { recursive: true });
    expect(() => writeWhole(file, 'text')).toThrow();
    expect(fs.readdirSync(path.dirname(file))).toEqual(['kept.json']);
  });
});
