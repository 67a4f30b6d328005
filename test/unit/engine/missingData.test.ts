import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { missingDataFile, placeDataFile } from '../../../src/engine/models/missingData';
import { OpenDocument } from '../../../src/engine/models/openDocument';
import { onnx } from '../../../src/onnx/generated/onnx';

const BYTES = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
let root = '';
const at = (...names: readonly string[]): string => path.join(root, ...names);

beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'layerwise-missing-'));
  fs.mkdirSync(at('m'));
  fs.writeFileSync(at('downloaded (1).bin'), BYTES);
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

/** A model with a weight in each data file. */
function open(...locations: readonly string[]): Promise<OpenDocument> {
  const initializer = locations.map(location => ({
    ...{ name: location, dims: [2, 2], dataType: 1, dataLocation: 1 },
    externalData: [{ key: 'location', value: location }],
  }));
  const graph = { name: 'g', initializer };
  const bytes = onnx.ModelProto.encode({ irVersion: 8, opsetImport: [{ domain: '', version: 17 }], graph }).finish();
  fs.writeFileSync(at('m', 'model.onnx'), bytes);
  return OpenDocument.open(at('m', 'model.onnx'), true, {});
}

describe('a data file that is missing', () => {
  it('is copied to where the model looks for it, under its name there', async () => {
    fs.writeFileSync(at('m', 'here.bin'), BYTES);
    const document = await open('here.bin', '../outside.bin', 'sub/w.bin');
    expect(missingDataFile(document)).toBe('sub/w.bin');
    await placeDataFile(document, 'sub/w.bin', at('downloaded (1).bin'));
    expect(new Uint8Array(fs.readFileSync(at('m', 'sub', 'w.bin')))).toEqual(BYTES);
    expect(missingDataFile(await OpenDocument.open(document.location, true, {}))).toBeUndefined();
  });

  it('never takes the place of another file, nor of a link', async () => {
    const document = await open('w.bin');
    fs.writeFileSync(at('m', 'w.bin'), 'other');
    await expect(placeDataFile(document, 'w.bin', at('downloaded (1).bin'))).rejects.toMatchObject({ reason: 'output-exists' });
    expect(fs.readFileSync(at('m', 'w.bin'), 'utf8')).toBe('other');
    fs.rmSync(at('m', 'w.bin'));
    fs.symlinkSync(at('gone.bin'), at('m', 'w.bin'));
    await expect(placeDataFile(document, 'w.bin', at('downloaded (1).bin'))).rejects.toThrow(/is a link to a file that is not there/);
    expect(fs.readdirSync(root).sort()).toEqual(['downloaded (1).bin', 'm']);
  });

  it('that is chosen where it belongs is left as it is', async () => {
    const document = await open('w.bin');
    fs.writeFileSync(at('m', 'w.bin'), BYTES);
    await placeDataFile(document, 'w.bin', at('m', 'w.bin'));
    expect(fs.readdirSync(at('m')).sort()).toEqual(['model.onnx', 'w.bin']);
  });

  it('is put nowhere that a link leads to outside of the folder, and at no other place than the model names', async () => {
    fs.mkdirSync(at('elsewhere'));
    fs.symlinkSync(at('elsewhere'), at('m', 'sub'));
    const document = await open('sub/w.bin');
    const place = (location: string) => placeDataFile(document, location, at('downloaded (1).bin'));
    await expect(place('sub/w.bin')).rejects.toMatchObject({ reason: 'external-data-outside' });
    await expect(place('../w.bin')).rejects.toMatchObject({ reason: 'not-applicable' });
    expect(fs.readdirSync(at('elsewhere'))).toEqual([]);
  });
});
