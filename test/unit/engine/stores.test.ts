import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ProfileStore } from '../../../src/store/profileStore';
import { JsonFolder } from '../../../src/store/jsonFolder';
import { VariantStore } from '../../../src/store/variantStore';
import type { ModelToken } from '../../../src/shared/report/modelToken';
import { sampleOptimizeResult } from '../../engine/sampleOptimizeResult';
import { sampleProfile } from '../../engine/sampleProfile';

const token: ModelToken = { size: 80, mtimeNs: 1n, inode: 2n, skeletonHash: 'a'.repeat(64), dataState: '' };
const conditions = { dims: { batch: 1, seq: 128 }, threads: undefined };
let folder = '';

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'layerwise-test-'));
});

function onlyFile(name: string): string {
  const [file = ''] = fs.readdirSync(path.join(folder, name));
  return path.join(folder, name, file);
}

describe('the profile store', () => {
  it('gives back what was saved, for the same model under the same conditions', () => {
    const store = new ProfileStore(folder);
    store.save(token, conditions, sampleProfile({ batch: 1 }));
    const copy = { ...token, mtimeNs: 5n, inode: 7n };
    expect(store.find(copy, { dims: { seq: 128, batch: 1 }, threads: undefined })).toEqual(sampleProfile({ batch: 1 }));
    expect(store.find(token, { ...conditions, threads: 1 })).toBeUndefined();
    expect(store.find({ ...token, skeletonHash: 'b'.repeat(64) }, conditions)).toBeUndefined();
  });

  it.each([{ graphOptimization: 'basic' as const }, { arena: false }, { provider: 'cuda' }, { threads: 1 }])(
    'does not show a profile with %j as the default one',
    special => {
      const store = new ProfileStore(folder);
      store.save(token, { ...conditions, ...special }, sampleProfile());
      expect(store.find(token, conditions)).toBeUndefined();
      expect(store.find(token, { ...conditions, ...special })).toBeDefined();
      store.save(token, { ...conditions, provider: 'cpu', graphOptimization: 'all', arena: true }, sampleProfile());
      expect(store.find(token, conditions)).toBeDefined();
    },
  );

  it('shows no profile of another processor', () => {
    const store = new ProfileStore(folder);
    const profile = sampleProfile();
    store.save(token, conditions, { ...profile, environment: { ...profile.environment, cpu: 'Another 9000' } });
    expect(store.find(token, conditions)).toBeUndefined();
  });

  it('knows this processor although its name is filled up with blanks', () => {
    vi.spyOn(os, 'cpus').mockReturnValue([
      { model: 'Some(R) CPU           9000  @ 2 GHz ', speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } },
    ]);
    const store = new ProfileStore(folder);
    const profile = sampleProfile();
    store.save(token, conditions, { ...profile, environment: { ...profile.environment, cpu: 'Some(R) CPU 9000 @ 2 GHz' } });
    expect(store.find(token, conditions)).toBeDefined();
    vi.restoreAllMocks();
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, -20)],
    ['of another shape', (text: string) => text.replace('"kernels":[', '"kernels":[{"id":"__proto__"},')],
    ['with a negative node', (text: string) => text.replace('"covers":[0]', '"covers":[-5]')],
    ['not a profile', () => '[]'],
    ['with a forged mark', (text: string) => text.replace('"floorMs":0.02', '"floorMs":{"$layerwise":"bigint","value":"x"}')],
  ])('ignores a file that is %s', (_what, tamper) => {
    const store = new ProfileStore(folder);
    store.save(token, conditions, sampleProfile());
    const file = onlyFile('profiles');
    fs.writeFileSync(file, tamper(fs.readFileSync(file, 'utf8')));
    expect(store.find(token, conditions)).toBeUndefined();
  });
});

describe('a folder of JSON files', () => {
  const key = (index: number): string => String(index).padStart(64, '0');
  const write = (files: JsonFolder<string>, index: number, text = 'x'): void => {
    files.write(key(index), text);
    fs.utimesSync(path.join(folder, `${key(index)}.json`), index, index);
  };

  it('lets the oldest entries go when there are too many', () => {
    const files = new JsonFolder(folder, v.string(), { entries: 3, bytes: 1000 });
    for (let index = 1; index <= 5; index++) write(files, index);
    expect(files.keys().map(Number)).toEqual([3, 4, 5]);
  });

  it('lets the oldest entries go when they are too large together, never the one just written', () => {
    const files = new JsonFolder(folder, v.string(), { entries: 9, bytes: 250 });
    for (let index = 1; index <= 3; index++) write(files, index, 'x'.repeat(100));
    expect(files.keys().map(Number)).toEqual([2, 3]);
    write(files, 4, 'x'.repeat(900));
    expect(files.keys().map(Number)).toEqual([4]);
  });
});

describe('the variant store', () => {
  const HASH = 'of the graph';
  const model = () => path.join(folder, 'net.onnx');
  const make = (store: VariantStore, parent: string, name: string) => {
    const output = path.join(folder, name);
    fs.writeFileSync(output, `bytes of ${name}`);
    return store.add(parent, HASH, sampleOptimizeResult(parent, output));
  };

  it('lists what was made from a model, and what was made from that', () => {
    const store = new VariantStore(folder);
    const int8 = make(store, model(), 'net.int8.onnx');
    const pruned = make(store, int8.path, 'net.int8.prune50.onnx');
    make(store, path.join(folder, 'other.onnx'), 'other.int8.onnx');
    const found = new VariantStore(folder).descendants(model());
    expect(found.map(({ name, state }) => `${name} ${state}`)).toEqual(['int8 unreviewed', 'prune50 unreviewed']);
    expect(found[0]?.result).toEqual(int8.result);
    expect(found[0]?.parentSkeletonHash).toBe(HASH);
    expect(store.descendants(int8.path)).toEqual([pruned]);
  });

  it('knows the way from the root of a lineage to a file, and what was run on it', () => {
    const store = new VariantStore(folder);
    const int8 = make(store, model(), 'net.int8.onnx');
    const pruned = make(store, int8.path, 'net.int8.prune50.onnx');
    expect(store.ancestry(pruned.path)).toEqual([model(), int8.path, pruned.path]);
    expect(store.ancestry(model())).toEqual([model()]);
    expect(store.passesOf(pruned.path)).toEqual(pruned.result.passes);
    expect(store.passesOf(model())).toEqual([]);
  });

  it('remembers numbers that could not be measured', () => {
    const store = new VariantStore(folder);
    const output = path.join(folder, 'net.int8.onnx');
    fs.writeFileSync(output, 'bytes');
    const result = sampleOptimizeResult(model(), output);
    const latency = result.latency && { ...result.latency, after: { ...result.latency.after, peakRssBytes: NaN } };
    expect(store.add(model(), HASH, { ...result, latency }).result.latency?.after.peakRssBytes).toBeNaN();
  });

  it('remembers what is kept', () => {
    const store = new VariantStore(folder);
    const { path: file } = make(store, model(), 'net.int8.onnx');
    store.keep(file);
    expect(store.descendants(model())[0]?.state).toBe('kept');
  });

  it('deletes a discarded file and nothing else', () => {
    const store = new VariantStore(folder);
    fs.writeFileSync(model(), 'the original');
    const { path: file } = make(store, model(), 'net.int8.onnx');
    expect(() => store.discard(model())).toThrow(/not written by Layerwise/);
    store.discard(file);
    expect(fs.existsSync(file)).toBe(false);
    expect(fs.readFileSync(model(), 'utf8')).toBe('the original');
    expect(store.descendants(model())).toEqual([]);
  });

  it('deletes the data of a discarded file along, and no file of another name or place', () => {
    const store = new VariantStore(folder);
    const output = path.join(folder, 'net.int8.onnx');
    const elsewhere = path.join(folder, 'elsewhere');
    fs.mkdirSync(elsewhere);
    const own = [`${output}.data`, `${output}.provenance.json`];
    const others = [model(), path.join(elsewhere, 'net.int8.onnx.data'), path.join(folder, 'net.int8.onnx2')];
    for (const file of [output, ...own, ...others]) fs.writeFileSync(file, 'bytes');
    store.add(model(), HASH, { ...sampleOptimizeResult(model(), output), companions: [...own, ...others] });
    store.discard(output);
    expect([output, ...own, ...others].filter(file => fs.existsSync(file))).toEqual(others);
  });

  it('leaves a file alone that is no longer what was written', () => {
    const store = new VariantStore(folder);
    const { path: file } = make(store, model(), 'net.int8.onnx');
    fs.appendFileSync(file, ' and more');
    expect(store.descendants(model())).toEqual([]);
    expect(() => store.discard(file)).toThrow(/changed or removed/);
    expect(fs.existsSync(file)).toBe(true);
  });

  it('knows what other parts of Layerwise made, each file once, and forgets it everywhere', () => {
    const commandLine = path.join(folder, 'cache');
    const [own, theirs] = [new VariantStore(folder, [commandLine]), new VariantStore(commandLine)];
    const int8 = make(theirs, model(), 'net.int8.onnx');
    make(own, int8.path, 'net.int8.prune50.onnx');
    make(own, int8.path, 'net.int8.clean.onnx');
    make(theirs, int8.path, 'net.int8.clean.onnx');
    const names = (store: VariantStore) => store.descendants(model()).map(({ name }) => name);
    expect(names(own).sort()).toEqual(['clean', 'int8', 'prune50']);
    expect(names(theirs).sort()).toEqual(['clean', 'int8']);
    expect(own.ancestry(path.join(folder, 'net.int8.prune50.onnx'))).toHaveLength(3);
    own.discard(path.join(folder, 'net.int8.clean.onnx'));
    expect([names(own).sort(), names(theirs)]).toEqual([['int8', 'prune50'], ['int8']]);
    fs.rmSync(int8.path);
    fs.writeFileSync(int8.path, 'made anew by the command line');
    own.add(model(), HASH, sampleOptimizeResult(model(), int8.path));
    fs.appendFileSync(int8.path, ', and once more');
    theirs.add(model(), HASH, sampleOptimizeResult(model(), int8.path), 'kept');
    expect(own.descendants(model()).find(({ name }) => name === 'int8')?.state, 'the one whose file is there').toBe('kept');
  });

  it('goes by what was written down last, also of a file of the same size, and sees what others write meanwhile', () => {
    const commandLine = path.join(folder, 'cache');
    const [own, theirs] = [new VariantStore(folder, [commandLine]), new VariantStore(commandLine)];
    const { path: file } = make(own, model(), 'net.int8.onnx');
    const passes = () => own.descendants(model()).map(({ result }) => result.passes.map(({ id }) => id));
    expect(passes()).toEqual([['clean']]);
    fs.utimesSync(onlyFile('variants'), 1, 1);
    const anew = sampleOptimizeResult(model(), file);
    theirs.add(model(), HASH, { ...anew, passes: anew.passes.map(pass => ({ ...pass, id: 'quantize-static' })) });
    expect(passes()).toEqual([['quantize-static']]);
    own.keep(file);
    expect([passes(), own.descendants(model())[0]?.state]).toEqual([[['quantize-static']], 'kept']);
  });

  it('reads of all variants on the machine again only those that it lists', () => {
    const store = new VariantStore(folder);
    make(store, model(), 'net.int8.onnx');
    for (const name of ['a', 'b', 'c']) make(store, path.join(folder, 'other.onnx'), `other.${name}.onnx`);
    store.descendants(model());
    const read = vi.spyOn(fs, 'readFileSync');
    expect(store.descendants(model())).toHaveLength(1);
    expect(read).toHaveBeenCalledTimes(1);
    read.mockRestore();
  });

  it('does not hang on a ring of parents', () => {
    const store = new VariantStore(folder);
    const a = make(store, path.join(folder, 'b.onnx'), 'a.onnx');
    make(store, a.path, 'b.onnx');
    expect(store.descendants(model())).toEqual([]);
  });
});
