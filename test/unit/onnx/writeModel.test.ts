import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { copyModels } from '../../../src/onnx/copyModel';
import { onnx } from '../../../src/onnx/generated/onnx';
import { FileSource } from '../../../src/onnx/files/fileSource';
import { openModel, type OnnxModel } from '../../../src/onnx/openModel';
import { MemorySource } from '../../../src/onnx/memorySource';
import { verifyWritten } from '../../../src/onnx/verifyWritten';
import type { ComposedModel } from '../../../src/onnx/write/composeModel';
import { writeModel } from '../../../src/onnx/writeModel';
import { defineLike } from '../../../src/optimize/rewrite/rewriter';
import { applyEdits } from '../../../src/shared/graph/applyEdits';
import type { Edit } from '../../../src/shared/graph/edit';
import type { Graph } from '../../../src/shared/graph/graph';
import { tensorByName } from '../../../src/shared/graph/traversal';
import { buildModel } from '../../fixtures/buildModel';

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'layerwise-write-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const weights = Float32Array.from({ length: 1024 }, (_, index) => index / 7);
const chain = buildModel({
  inputs: [{ name: 'x', shape: ['n', 32] }],
  outputs: [{ name: 'y', shape: ['n', 32] }],
  initializers: [
    { name: 'w', dims: [32, 32], raw: new Uint8Array(weights.buffer) },
    { name: 'b', dims: [32], raw: new Uint8Array(128) },
  ],
  nodes: [
    { op: 'MatMul', name: 'mm', inputs: ['x', 'w'], outputs: ['h'] },
    { op: 'Identity', name: 'id', inputs: ['h'], outputs: ['i'] },
    { op: 'Add', name: 'add', inputs: ['i', 'b'], outputs: ['y'] },
  ],
  valueInfo: [
    { name: 'h', shape: ['n', 32] },
    { name: 'i', shape: ['n', 32] },
  ],
  metadata: { author: 'somebody' },
});

const big = buildModel({ nodes: [], initializers: [{ name: 'w', dims: [256, 256], raw: new Uint8Array(1 << 18).fill(1) }] });

function at(name: string): string {
  return path.join(folder, name);
}

async function opened(bytes: Uint8Array, name = 'model.onnx'): Promise<OnnxModel> {
  fs.writeFileSync(at(name), bytes);
  return openModel(at(name));
}

async function written(model: OnnxModel, edits: readonly Edit[], name = 'out.onnx'): Promise<OnnxModel> {
  await writeModel(model, applyEdits(model.graph, { edits }), at(name));
  return openModel(at(name));
}

function names({ nodes }: Graph): readonly string[] {
  return nodes.names;
}

describe('writeModel', () => {
  it('copies an unedited model byte for byte', async () => {
    const model = await opened(chain);
    await writeModel(model, model.graph, at('out.onnx'));
    expect(Buffer.compare(fs.readFileSync(at('out.onnx')), chain)).toBe(0);
    expect(fs.readdirSync(folder).sort()).toEqual(['model.onnx', 'out.onnx']);
  });

  it('writes edits and leaves the rest as it was', async () => {
    const model = await opened(chain);
    const gelu = {
      name: 'scaled', op: 'LeakyRelu', domain: '', inputs: ['h', ''], outputs: ['i'], origins: [1],
      attributes: new Map([
        ['alpha', { kind: 'float', value: 0.25 } as const],
        ['big', { kind: 'int', value: 2 ** 63 } as const],
        ['small', { kind: 'ints', values: [-(2 ** 63), -1] } as const],
      ]),
    }; // prettier-ignore
    const after = await written(model, [
      { kind: 'replaceNodes', nodes: [1], at: 1, with: [gelu] },
      {
        kind: 'setInitializer',
        name: 'b',
        weight: { dtype: 'int8', dims: [2], bytes: { kind: 'memory', bytes: Uint8Array.of(1, 255) } },
        origins: ['b'],
      },
      { kind: 'setType', name: 'y', type: { kind: 'tensor', dtype: 'float16', shape: ['m', undefined] } },
      { kind: 'dropTypes', names: ['i'] },
      { kind: 'addOutput', name: 'h' },
      { kind: 'setOpset', domain: '', version: 20 },
      { kind: 'setOpset', domain: 'com.microsoft', version: 1 },
      { kind: 'setIrVersion', version: 9 },
      { kind: 'setMetadata', key: 'k', value: 'v' },
    ]);
    const { graph } = after;
    expect(names(graph)).toEqual(['mm', 'scaled', 'add']);
    expect(graph.nodes.attributes(1).get('big')).toEqual({ kind: 'int', value: 2 ** 63 });
    expect(graph.nodes.attributes(1).get('small')).toEqual({ kind: 'ints', values: [-(2 ** 63), -1] });
    expect((await after.reader.read(tensorByName(graph, 'b'))).data).toEqual(Int8Array.of(1, -1));
    expect((await after.reader.read(tensorByName(graph, 'w'))).data).toEqual(weights);
    expect(graph.tensors.declaredTypes[tensorByName(graph, 'y')]).toEqual({ kind: 'tensor', dtype: 'float16', shape: ['m', undefined] });
    expect(graph.tensors.declaredTypes[tensorByName(graph, 'i')]).toBeUndefined();
    expect(graph.subgraphs[0]?.outputs.map(tensor => graph.tensors.names[tensor])).toEqual(['y', 'h']);
    expect(graph.facts.irVersion).toBe(9);
    expect(graph.facts.opsets).toEqual(
      new Map([
        ['', 20],
        ['com.microsoft', 1],
      ]),
    );
    expect(graph.facts.metadata).toEqual(
      new Map([
        ['author', 'somebody'],
        ['k', 'v'],
      ]),
    );
    expect(after.problems).toEqual([]);
  });

  it('gives a value another type and keeps what else the file says of it, byte for byte', async () => {
    const name = [0x0a, 1, 0xff];
    const documented = [0x1a, 2, 0x68, 0x69];
    const unknown = [0xa0, 0x06, 0x85, 0x80, 0];
    const denoted = [...onnx.TypeProto.encode({ tensorType: { elemType: 1, shape: {} }, denotation: 'IMAGE' }).finish()];
    for (const [type, denotation] of [
      [denoted, 'IMAGE'],
      [[0x0a, 2, 0x0f, 1], ''],
    ] as const) {
      const info = [...unknown, ...name, 0x12, type.length, ...type, ...documented];
      const graph = [0x0a, 9, 0x12, 1, 0xff, 0x22, 4, 0x52, 0x65, 0x6c, 0x75, 0x62, info.length, ...info];
      fs.rmSync(at('out.onnx'), { force: true });
      const model = await opened(Uint8Array.from([8, 8, 0x3a, graph.length, ...graph]));
      const after = await written(model, [{ kind: 'setType', name: '\udcff', type: { kind: 'tensor', dtype: 'float16', shape: ['n'] } }]);
      expect(after.graph.tensors.declaredTypes[tensorByName(after.graph, '\udcff')]).toMatchObject({ dtype: 'float16', shape: ['n'] });
      const bytes = fs.readFileSync(at('out.onnx'));
      for (const kept of [[...unknown, ...name], documented]) expect(bytes.includes(Buffer.from(kept))).toBe(true);
      expect(bytes.includes('IMAGE')).toBe(denotation === 'IMAGE');
    }
  });

  it('refuses to change a graph of which it read only a part', async () => {
    const count = 1_000_001;
    const length = 2 * count;
    const head = [8, 8, 0x3a, (length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, ((length >> 14) & 0x7f) | 0x80, length >> 21];
    const model = await opened(Buffer.concat([Uint8Array.from(head), Buffer.alloc(length, Uint8Array.of(0x0a, 0))]));
    expect(model.problems.map(({ reason }) => reason)).toContain('too-many');
    const edited = applyEdits(model.graph, { edits: [{ kind: 'replaceNodes', nodes: [0], at: 0, with: [] }] });
    await expect(writeModel(model, edited, at('out.onnx'))).rejects.toMatchObject({ reason: 'too-many' });
    expect(fs.readdirSync(folder)).toEqual(['model.onnx']);
  });

  it('stores lineage and provenance', async () => {
    const model = await opened(chain);
    const graph = applyEdits(model.graph, {
      edits: [
        { kind: 'replaceNodes', nodes: [2], at: 2, with: [] },
        { kind: 'addOutput', name: 'i' },
      ],
    });
    await writeModel(model, graph, at('out.onnx'), { lineage: { parent: 'a'.repeat(64), recipe: '[]', version: '1' } });
    const after = await openModel(at('out.onnx'));
    expect(after.graph.facts.metadata.get('layerwise.parent')).toBe('a'.repeat(64));
    expect(after.graph.provenance).toEqual(graph.provenance);
    await after.close();
  });

  it.each([
    ['x', false],
    ['\u00e9', true],
  ])('keeps a provenance of 256 kB of UTF-8 in the model, a longer one beside it (%s)', async (letter, isBeside) => {
    const model = await opened(chain);
    const provenance = { ...model.graph.provenance, isIdentity: false, tensorOrigins: new Map([['t', [letter.repeat(200_000)]]]) };
    const nodeOrigins = [[0], [1], [2]];
    const lineage = { parent: 'a'.repeat(64), recipe: '[]', version: '1' };
    await writeModel(model, { ...model.graph, provenance: { ...provenance, nodeOrigins } }, at('out.onnx'), { lineage });
    expect(fs.existsSync(at('out.onnx.provenance.json'))).toBe(isBeside);
    const after = await openModel(at('out.onnx'));
    expect(after.graph.provenance.tensorOrigins).toEqual(provenance.tensorOrigins);
    await after.close();
  });

  it.each(['keep', 'embed', 'external'] as const)('moves weights: %s', async placement => {
    const model = await opened(chain);
    await writeModel(model, model.graph, at('ext.onnx'), { weights: 'external' });
    expect(fs.statSync(at('ext.onnx.data')).size).toBe(4096);
    const external = await openModel(at('ext.onnx'));
    await writeModel(external, external.graph, at('again.onnx'), { weights: placement });
    const again = await openModel(at('again.onnx'));
    expect((await again.reader.read(tensorByName(again.graph, 'w'))).data).toEqual(weights);
    expect(fs.statSync(at('again.onnx')).size > 4096).toBe(placement === 'embed');
    expect(again.problems).toEqual([]);
  });

  it('embeds external data into a variant', async () => {
    const model = await opened(chain);
    await writeModel(model, model.graph, at('ext.onnx'), { weights: 'external' });
    const external = await openModel(at('ext.onnx'));
    const after = await written(external, [{ kind: 'setMetadata', key: 'k', value: 'v' }]);
    expect((await after.reader.read(tensorByName(after.graph, 'w'))).data).toEqual(weights);
    expect(after.weights.externalFiles.size).toBe(0);
  });

  it('never replaces a file, and leaves nothing behind when it fails', async () => {
    const model = await opened(chain);
    fs.writeFileSync(at('out.onnx'), 'mine');
    await expect(writeModel(model, model.graph, at('out.onnx'))).rejects.toMatchObject({ reason: 'output-exists' });
    fs.symlinkSync(at('elsewhere'), at('link.onnx'));
    await expect(writeModel(model, model.graph, at('link.onnx'))).rejects.toMatchObject({ reason: 'output-exists' });
    await expect(writeModel(model, model.graph, at('no/folder.onnx'))).rejects.toMatchObject({ reason: 'file-missing' });
    expect(fs.readFileSync(at('out.onnx'), 'utf8')).toBe('mine');
    expect(fs.readdirSync(folder).sort()).toEqual(['link.onnx', 'model.onnx', 'out.onnx']);
  });

  it('gives the name where the file system has no links, and replaces nothing there either', async () => {
    const model = await opened(chain);
    const spy = vi.spyOn(fs.promises, 'link').mockRejectedValue(Object.assign(new Error('no links'), { code: 'EPERM' }));
    try {
      await writeModel(model, model.graph, at('out.onnx'));
      expect(Buffer.compare(fs.readFileSync(at('out.onnx')), chain)).toBe(0);
      spy.mockImplementationOnce((_, target) => {
        fs.writeFileSync(target, 'mine');
        return Promise.reject(Object.assign(new Error('no links'), { code: 'EPERM' }));
      });
      await expect(writeModel(model, model.graph, at('taken.onnx'))).rejects.toMatchObject({ reason: 'output-exists' });
      expect(fs.readFileSync(at('taken.onnx'), 'utf8')).toBe('mine');
      expect(fs.readdirSync(folder).sort()).toEqual(['model.onnx', 'out.onnx', 'taken.onnx']);
    } finally {
      spy.mockRestore();
    }
  });

  it('says that it was cancelled, and leaves nothing behind', async () => {
    const model = await opened(chain);
    const edited = applyEdits(model.graph, { edits: [{ kind: 'setMetadata', key: 'k', value: 'v' }] });
    const signal = AbortSignal.abort();
    await expect(writeModel(model, edited, at('out.onnx'), { signal })).rejects.toMatchObject({ reason: 'cancelled' });
    await expect(writeModel(model, model.graph, at('out.onnx'), { signal })).rejects.toMatchObject({ reason: 'cancelled' });
    expect(fs.readdirSync(folder)).toEqual(['model.onnx']);
  });

  it('refuses a source that changed', async () => {
    const model = await opened(chain);
    fs.appendFileSync(at('model.onnx'), 'x');
    await expect(writeModel(model, model.graph, at('out.onnx'))).rejects.toMatchObject({ reason: 'changed-on-disk' });
    expect(fs.readdirSync(folder)).toEqual(['model.onnx']);
  });

  it('refuses a data file that changed', async () => {
    const model = await opened(chain);
    await writeModel(model, model.graph, at('ext.onnx'), { weights: 'external' });
    const external = await openModel(at('ext.onnx'));
    fs.utimesSync(at('ext.onnx.data'), 1, 1);
    for (const placement of ['embed', 'keep', 'external'] as const) {
      const writing = writeModel(external, external.graph, at('out.onnx'), { weights: placement });
      await expect(writing).rejects.toMatchObject({ reason: 'changed-on-disk' });
    }
    expect(fs.readdirSync(folder).sort()).toEqual(['ext.onnx', 'ext.onnx.data', 'model.onnx']);
  });
});

/** A disk that is full after some bytes of every file: writes fail as the system says it. */
async function whileDiskIsFull(freeBytes: number, work: () => Promise<void>): Promise<void> {
  const { writeSync } = fs;
  const left = new Map<number, number>();
  const limited = (file: number, bytes: Uint8Array, offset: number, length: number, position: number): number => {
    const free = left.get(file) ?? freeBytes;
    if (free === 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const written = writeSync(file, bytes, offset, Math.min(free, length), position);
    left.set(file, free - written);
    return written;
  };
  const spy = vi.spyOn(fs, 'writeSync').mockImplementation(limited as typeof writeSync);
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
}

describe('a full disk', () => {
  it('leaves neither the model nor its data file, whichever of them does not fit', async () => {
    const model = await opened(chain);
    const before = fs.readdirSync(folder);
    for (const freeBytes of [0, 100, 700, 3000]) {
      await whileDiskIsFull(freeBytes, async () => {
        await expect(writeModel(model, model.graph, at('out.onnx'), { weights: 'external' })).rejects.toMatchObject({
          reason: 'disk-full',
        });
      });
      expect(fs.readdirSync(folder)).toEqual(before);
    }
    expect(Buffer.compare(fs.readFileSync(at('model.onnx')), chain)).toBe(0);
  });

  const canMount = process.platform === 'linux' && process.getuid?.() === 0;
  it(
    canMount ? 'is told as it is by a real one' : '(left out: mounting a small file system needs root) is told by a real one',
    async () => {
      if (!canMount) return;
      const small = at('small');
      fs.mkdirSync(small);
      if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', small]).status !== 0) return;
      try {
        fs.writeFileSync(at('big.onnx'), big);
        await expect(copyModels(at('big.onnx'), small, { weights: 'keep', several: false })).rejects.toMatchObject({ reason: 'disk-full' });
        await expect(copyModels(at('big.onnx'), small, { weights: 'external', several: false })).rejects.toMatchObject({
          reason: 'disk-full',
        });
        expect(fs.readdirSync(small)).toEqual([]);
      } finally {
        spawnSync('umount', [small]);
      }
    },
  );
});

describe('temporary files', () => {
  it('go when the process that made them is gone', async () => {
    const model = await opened(chain);
    const host = createHash('sha256').update(os.hostname()).digest('hex').slice(0, 8);
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const [left, alive] = [`.layerwise.${host}.${dead}.0123456789ab.tmp`, `.layerwise.${host}.${process.pid}.0123456789ab.tmp`];
    for (const name of [left, alive]) fs.writeFileSync(at(name), 'half');
    await writeModel(model, model.graph, at('out.onnx'));
    expect(fs.readdirSync(folder).sort()).toEqual([alive, 'model.onnx', 'out.onnx']);
  });
});

const { EXTERNAL } = onnx.TensorProto.DataLocation;

function externalTensor(name: string, elements: number, location: string): onnx.TensorProto.$Properties {
  return { name, dims: [elements], dataType: 1, dataLocation: EXTERNAL, externalData: [{ key: 'location', value: location }] };
}

function modelOf(graph: onnx.GraphProto.$Properties): Uint8Array {
  return onnx.ModelProto.encode({ irVersion: 8, opsetImport: [{ domain: '', version: 17 }], graph }).finish();
}

describe('copyModels', () => {
  it('moves weights out into a file of a name that no other data file has', async () => {
    fs.mkdirSync(at('there'));
    fs.writeFileSync(at('model.onnx.data'), Buffer.alloc(4096, 1));
    const inside = { name: 'inside', dims: [1024], dataType: 1, rawData: Buffer.alloc(4096, 2) };
    fs.writeFileSync(at('model.onnx'), modelOf({ initializer: [externalTensor('outside', 1024, './model.onnx.data'), inside] }));
    const { files } = await copyModels(at('model.onnx'), at('there'), { weights: 'external', several: false });
    expect(files.map(file => path.basename(file))).toEqual(['model.onnx', 'model.onnx.data', 'model.onnx.2.data']);
    const { graph, reader } = await openModel(at('there/model.onnx'));
    const bytesOf = async (name: string): Promise<Buffer> =>
      Buffer.from(((await reader.read(tensorByName(graph, name))).data as Float32Array).buffer);
    expect(await bytesOf('outside')).toEqual(Buffer.alloc(4096, 1));
    expect(await bytesOf('inside')).toEqual(Buffer.alloc(4096, 2));
  });

  it('leaves sparse weights in the model', async () => {
    const values = { name: 's', dims: [1024], dataType: 1, rawData: Buffer.alloc(4096, 1) };
    const indices = {
      dims: [1024],
      dataType: 7,
      rawData: Buffer.from(BigInt64Array.from({ length: 1024 }, (_, index) => BigInt(index)).buffer),
    };
    const bytes = modelOf({ sparseInitializer: [{ values, indices, dims: [4096] }] });
    fs.writeFileSync(at('model.onnx'), bytes);
    const { files } = await copyModels(at('model.onnx'), at('out.onnx'), { weights: 'external', several: false });
    expect(files).toEqual([at('out.onnx')]);
    expect(Buffer.compare(fs.readFileSync(at('out.onnx')), bytes)).toBe(0);
  });

  it.each([
    ['nobody may read', { dataType: 1 }, 0o000, 'permission'],
    ['of a type whose size nobody knows', { dataType: 99 }, 0o600, 'unsupported-type'],
  ])('does not bring in data that %s as if there were none', async (_, type, mode, reason) => {
    fs.writeFileSync(at('w.bin'), Buffer.alloc(16, 1), { mode });
    fs.writeFileSync(at('model.onnx'), modelOf({ initializer: [{ ...externalTensor('w', 4, 'w.bin'), ...type }] }));
    await expect(copyModels(at('model.onnx'), at('out.onnx'), { weights: 'embed', several: false })).rejects.toMatchObject({ reason });
    expect(fs.readdirSync(folder).sort()).toEqual(['model.onnx', 'w.bin']);
  });

  it('copies nothing when a data file is missing', async () => {
    fs.writeFileSync(at('model.onnx'), modelOf({ initializer: [externalTensor('w', 4, 'gone.bin')] }));
    const copied = copyModels(at('model.onnx'), at('out.onnx'), { weights: 'keep', several: false });
    await expect(copied).rejects.toMatchObject({ reason: 'external-data-missing' });
    expect(fs.readdirSync(folder)).toEqual(['model.onnx']);
  });

  it('copies data files that only a training graph names, wherever in it', async () => {
    for (const name of ['a.bin', 'b.bin', 'c.bin']) fs.writeFileSync(at(name), Buffer.alloc(16, 1));
    const constant = { opType: 'Constant', output: ['c'], attribute: [{ name: 'value', type: 4, t: externalTensor('', 4, 'b.bin') }] };
    const body = { name: 'b', initializer: [externalTensor('c', 4, 'c.bin')] };
    const node = { opType: 'If', input: ['x'], attribute: [{ name: 'then_branch', type: 5, g: body }] };
    const training = { initialization: { node: [constant] }, algorithm: { initializer: [externalTensor('a', 4, 'a.bin')], node: [node] } };
    fs.writeFileSync(at('model.onnx'), onnx.ModelProto.encode({ irVersion: 8, graph: {}, trainingInfo: [training] }).finish());
    fs.mkdirSync(at('there'));
    const { files } = await copyModels(at('model.onnx'), at('there'), { weights: 'keep', several: false });
    expect(files.map(file => path.basename(file)).sort()).toEqual(['a.bin', 'b.bin', 'c.bin', 'model.onnx']);
  });

  it('copies data files that only the default of a function attribute names, and puts them inside', async () => {
    fs.writeFileSync(at('a.bin'), Buffer.alloc(16, 7));
    const byDefault = { name: 'value', type: 4, t: externalTensor('d', 4, 'a.bin') };
    const functions = [{ name: 'F', domain: 'my', attributeProto: [byDefault], node: [] }];
    fs.writeFileSync(at('model.onnx'), onnx.ModelProto.encode({ irVersion: 9, graph: {}, functions }).finish());
    fs.mkdirSync(at('there'));
    const { files } = await copyModels(at('model.onnx'), at('there'), { weights: 'keep', several: false });
    expect(files.map(file => path.basename(file)).sort()).toEqual(['a.bin', 'model.onnx']);
    await copyModels(at('model.onnx'), at('embedded.onnx'), { weights: 'embed', several: false });
    const { functions: embedded } = onnx.ModelProto.decode(fs.readFileSync(at('embedded.onnx')));
    expect(embedded[0]?.attributeProto?.[0]?.t?.rawData).toEqual(Buffer.alloc(16, 7));
  });

  it('copies the data file of a weight whose element type is not known, and nothing without it', async () => {
    fs.writeFileSync(at('u.bin'), Buffer.alloc(16, 1));
    fs.writeFileSync(at('model.onnx'), modelOf({ initializer: [{ ...externalTensor('u', 4, 'u.bin'), dataType: 99 }] }));
    fs.mkdirSync(at('there'));
    const { files } = await copyModels(at('model.onnx'), at('there'), { weights: 'keep', several: false });
    expect(files.map(file => path.basename(file)).sort()).toEqual(['model.onnx', 'u.bin']);
    fs.rmSync(at('u.bin'));
    const copied = copyModels(at('model.onnx'), at('out.onnx'), { weights: 'keep', several: false });
    await expect(copied).rejects.toMatchObject({ reason: 'external-data-missing' });
  });

  it('copies a provenance that lies beside the model, and says when it is gone', async () => {
    const model = await opened(chain);
    const origins = Array.from({ length: 30_000 }, (_, index) => `a name of a weight ${index}`);
    const graph = applyEdits(model.graph, {
      edits: [
        {
          kind: 'setInitializer',
          name: 'b',
          weight: { dtype: 'int8', dims: [1], bytes: { kind: 'memory', bytes: Uint8Array.of(1) } },
          origins,
        },
      ],
    });
    await writeModel(model, graph, at('out.onnx'), { lineage: { parent: 'a'.repeat(64), recipe: '[]', version: '1' } });
    fs.mkdirSync(at('there'));
    const { files } = await copyModels(at('out.onnx'), at('there'), { weights: 'keep', several: false });
    expect(files).toEqual([at('there/out.onnx'), at('there/out.onnx.provenance.json')]);
    expect((await openModel(at('there/out.onnx'))).graph.provenance).toEqual(graph.provenance);
    fs.rmSync(at('there/out.onnx.provenance.json'));
    const { problems, graph: alone } = await openModel(at('there/out.onnx'));
    expect(alone.provenance.isIdentity).toBe(true);
    expect(problems).toMatchObject([{ severity: 'info', reason: 'external-data-missing' }]);
  });

  it('compares what it wrote with what it meant: nodes, counts, and where weights lie', async () => {
    const tensor = externalTensor('w', 1, 'w.bin');
    const graph = { initializer: [tensor], node: [{ name: 'n', opType: 'Relu', input: ['w'], output: ['y'] }], output: [{ name: 'y' }] };
    fs.writeFileSync(at('w.bin'), 'data');
    const source = await opened(onnx.ModelProto.encode({ irVersion: 8, graph }).finish());
    const companion = (length: number): ComposedModel => ({
      model: source.source,
      companions: [{ location: 'w.bin', source: new MemorySource(new Uint8Array(length), 'w.bin') }],
    });
    const check = (changed: Graph, length: number) => (): void =>
      verifyWritten(at('model.onnx'), 'out.onnx', { source, graph: changed, composed: companion(length) });
    const edited = (edits: readonly Edit[]): Graph => applyEdits(source.graph, { edits });
    expect(check(source.graph, 4)).not.toThrow();
    expect(check(source.graph, 3)).toThrow(/reads back with 1 weights whose values/);
    const renamed = { ...defineLike(source.graph, 0), name: 'm' };
    expect(check(edited([{ kind: 'replaceNodes', nodes: [0], at: 0, with: [renamed] }]), 4)).toThrow(/another node at position 0/);
    expect(check(edited([{ kind: 'removeInitializer', name: 'w' }]), 4)).toThrow(/1 weights instead of 0/);
    expect(check(edited([{ kind: 'addOutput', name: 'w' }]), 4)).toThrow(/other inputs or outputs/);
    expect(check(edited([{ kind: 'setIrVersion', version: 9 }]), 4)).toThrow(/8 as IR version instead of 9/);
    await source.close();
  });

  it.each(['back\\slash.onnx', 'a:b?.onnx', 'con.onnx', `${'\u65e5'.repeat(83)}.onnx`])(
    'names a data file so that it is read again: %s',
    async name => {
      const model = await opened(chain);
      await writeModel(model, model.graph, at(name), { weights: 'external' });
      const back = await openModel(at(name));
      expect(back.problems).toEqual([]);
      expect((await back.reader.read(tensorByName(back.graph, 'w'))).data).toEqual(weights);
      await back.close();
    },
  );

  it('says of a name that is longer than any may be, and makes nothing', async () => {
    fs.writeFileSync(at('model.onnx'), chain);
    const options = { weights: 'external', several: false } as const;
    await expect(copyModels(at('model.onnx'), at(`${'x'.repeat(300)}.onnx`), options)).rejects.toMatchObject({ reason: 'file-missing' });
    expect(fs.readdirSync(folder)).toEqual(['model.onnx']);
  });

  it('takes the folders of data files away again when the copy fails', async () => {
    const tensors = ['s/t/a.bin', 's/b.bin', 'z.bin'].map((location, index) => externalTensor(`w${index}`, 1, location));
    fs.writeFileSync(at('model.onnx'), onnx.ModelProto.encode({ irVersion: 8, graph: { initializer: tensors } }).finish());
    fs.mkdirSync(at('s/t'), { recursive: true });
    for (const file of ['s/t/a.bin', 's/b.bin', 'z.bin']) fs.writeFileSync(at(file), 'data');
    fs.mkdirSync(at('there'));
    fs.writeFileSync(at('there/z.bin'), 'else');
    const options = { weights: 'keep', several: false } as const;
    await expect(copyModels(at('model.onnx'), at('there'), options)).rejects.toMatchObject({ reason: 'output-exists' });
    expect(fs.readdirSync(at('there'))).toEqual(['z.bin']);
    fs.rmSync(at('there/z.bin'));
    await copyModels(at('model.onnx'), at('there'), options);
    expect(fs.readdirSync(at('there/s')).sort()).toEqual(['b.bin', 't']);
  });

  it('reads no data file to copy a model within its folder', async () => {
    fs.writeFileSync(
      at('model.onnx'),
      onnx.ModelProto.encode({ irVersion: 8, graph: { initializer: [externalTensor('w', 1, 'w.bin')] } }).finish(),
    );
    fs.writeFileSync(at('w.bin'), 'data');
    const read = vi.spyOn(FileSource.prototype, 'readIntoAsync');
    const { files } = await copyModels(at('model.onnx'), at('copy.onnx'), { weights: 'keep', several: false });
    expect(files).toEqual([at('copy.onnx')]);
    expect(read).not.toHaveBeenCalled();
    read.mockRestore();
  });

  it('copies data files along and refuses other ones of their name', async () => {
    const model = await opened(chain);
    await writeModel(model, model.graph, at('ext.onnx'), { weights: 'external' });
    fs.mkdirSync(at('there'));
    const copied = await copyModels(at('ext.onnx'), at('there'), { weights: 'keep', several: false });
    expect(copied).toEqual({ output: at('there/ext.onnx'), bytes: copied.bytes, files: [at('there/ext.onnx'), at('there/ext.onnx.data')] });
    expect(Buffer.compare(fs.readFileSync(at('ext.onnx')), fs.readFileSync(at('there/ext.onnx')))).toBe(0);
    fs.rmSync(at('there/ext.onnx'));
    expect((await copyModels(at('ext.onnx'), at('there'), { weights: 'keep', several: true })).files).toEqual([at('there/ext.onnx')]);
    fs.rmSync(at('there/ext.onnx'));
    fs.writeFileSync(at('there/ext.onnx.data'), 'other');
    await expect(copyModels(at('ext.onnx'), at('there'), { weights: 'keep', several: false })).rejects.toMatchObject({
      reason: 'output-exists',
    });
    expect(fs.readdirSync(at('there'))).toEqual(['ext.onnx.data']);
  });
});
