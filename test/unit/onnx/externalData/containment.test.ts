import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyModels } from '../../../../src/onnx/copyModel';
import { describeModel } from '../../../../src/onnx/describeModel';
import { onnx } from '../../../../src/onnx/generated/onnx';
import { openModel } from '../../../../src/onnx/openModel';
import { writeModel } from '../../../../src/onnx/writeModel';
import { writeSkeleton } from '../../../../src/onnx/writeSkeleton';
import { applyEdits } from '../../../../src/shared/graph/applyEdits';
import { LayerwiseError } from '../../../../src/shared/report/layerwiseError';
import { spyOnOpenedFiles } from '../../../fixtures/openedFiles';
import { temporaryFolder } from '../../../fixtures/temporaryFolder';

const root = temporaryFolder();
const at = (...names: readonly string[]): string => path.join(root, ...names);
const FLOAT = 1;
const { EXTERNAL } = onnx.TensorProto.DataLocation;
const { AttributeType } = onnx.AttributeProto;
const values = Buffer.alloc(64, 1);

for (const folder of ['m/sub', 'outside']) fs.mkdirSync(at(folder), { recursive: true });
for (const name of ['m/w.bin', 'm/sub/w.bin', 'm/with space.bin', 'm/gewicht-é.bin', 'secret.bin', 'outside/secret.bin'])
  fs.writeFileSync(at(name), values);
fs.symlinkSync('w.bin', at('m/inside.bin'));
fs.symlinkSync('../secret.bin', at('m/link.bin'));
fs.symlinkSync('../outside', at('m/folder'));
fs.symlinkSync('loop.bin', at('m/loop.bin'));
fs.linkSync(at('secret.bin'), at('m/hard.bin'));

const TAKEN = ['w.bin', './w.bin', 'sub/w.bin', 'sub/../w.bin', 'with space.bin', 'gewicht-é.bin', 'inside.bin'];
const REFUSED = [
  '../secret.bin', 'sub/../../secret.bin', './../secret.bin', '../m/w.bin', '../../../../../../etc/hostname', '/etc/hostname', at('secret.bin'), '//host/share/w.bin',
  '\\\\host\\share\\w.bin', 'C:\\w.bin', 'C:w.bin', '\\\\?\\C:\\w.bin', '..\\secret.bin', 'sub\\..\\..\\secret.bin', 'file:///etc/hostname', 'http://127.0.0.1:9/w.bin',
  '%2e%2e/secret.bin', '', '.', '..', 'w.bin/', 'sub', '/dev/zero', '/dev/stdin', '/proc/self/environ', 'w.bin\0.txt', `${'a/'.repeat(2100)}w.bin`, 'CON', 'NUL.bin', 'sub/COM1',
  'w.bin.', 'w.bin ', 'w.bin:evil', 'gewicht-e\u0301.bin', '\uff0e\uff0e/secret.bin', '*/_ORT_MEM_ADDR_/*', 'link.bin', 'folder/secret.bin', 'loop.bin', 'hard.bin', 'gone.bin', 'model.onnx',
]; // prettier-ignore

type Tensor = onnx.TensorProto.$Properties;
type Model = onnx.ModelProto.$Properties;
type Node = onnx.NodeProto.$Properties;

const constant = (t: Tensor): Node => ({
  opType: 'Constant',
  output: ['w'],
  attribute: [{ name: 'value', type: AttributeType.TENSOR, t }],
});
const indices: Tensor = { dims: [4], dataType: 7, rawData: Buffer.alloc(32) };
const four: Tensor = { name: 'w', dims: [4], dataType: FLOAT, rawData: Buffer.alloc(16) };
const body = (t: Tensor): onnx.GraphProto.$Properties => ({
  name: 'b',
  initializer: [t],
  node: [constant({ ...t, name: '' })],
  output: [{ name: 'w' }],
});

/** Everything that can hold a tensor whose values are elsewhere. */
const HOMES: Readonly<Record<string, (tensor: Tensor) => Model>> = {
  initializer: tensor => ({ graph: { initializer: [tensor] } }),
  Constant: tensor => ({ graph: { node: [constant(tensor)] } }),
  'a list attribute': tensor => ({ graph: { node: [{ opType: 'Q', domain: 'my', attribute: [{ name: 't', type: AttributeType.TENSORS, tensors: [tensor] }] }] } }),
  'sparse values': tensor => ({ graph: { sparseInitializer: [{ values: tensor, indices, dims: [8] }] } }),
  'sparse indices': tensor => ({ graph: { sparseInitializer: [{ values: four, indices: { ...tensor, dims: [2], dataType: 7 }, dims: [8] }] } }),
  'an If branch': tensor => ({ graph: { node: [{ opType: 'If', input: ['c'], output: ['y'], attribute: [{ name: 'then_branch', type: AttributeType.GRAPH, g: body(tensor) }] }] } }),
  'a Loop body': tensor => ({ graph: { node: [{ opType: 'Loop', input: ['', ''], output: ['y'], attribute: [{ name: 'body', type: AttributeType.GRAPH, g: body(tensor) }] }] } }),
  'a function': tensor => ({ graph: { node: [{ opType: 'F', domain: 'my' }] }, functions: [{ name: 'F', domain: 'my', node: [constant(tensor)] }] }),
  'a function default': tensor => ({ graph: {}, functions: [{ name: 'F', domain: 'my', attributeProto: [{ name: 't', type: AttributeType.TENSOR, t: tensor }] }] }),
  'a training graph': tensor => ({ graph: {}, trainingInfo: [{ initialization: { initializer: [tensor], node: [constant(tensor)] } }] }),
}; // prettier-ignore

function modelAt(location: string, home: (tensor: Tensor) => Model): Uint8Array {
  const externalData = Object.entries({ location, offset: '0', length: '16' }).map(([key, value]) => ({ key, value }));
  const tensor = { name: 'w', dims: [4], dataType: FLOAT, dataLocation: EXTERNAL, externalData };
  return onnx.ModelProto.encode({ irVersion: 8, opsetImport: [{ domain: '', version: 17 }], ...home(tensor) }).finish();
}

/** Reads, hashes, copies and rewrites a model in every way there is; returns the reasons of what was refused. */
async function doEverything(): Promise<ReadonlySet<string>> {
  const reasons = new Set<string>();
  const attempt = async (work: Promise<unknown>): Promise<void> => {
    await work.catch((error: unknown) => {
      if (!(error instanceof LayerwiseError)) throw error;
      reasons.add(error.reason);
    });
  };
  const file = at('m', 'model.onnx');
  const model = await openModel(file);
  const { problems } = await describeModel(model, { hash: true });
  for (const { severity, reason } of problems) if (severity !== 'info' && /external|permission/.test(reason)) reasons.add(reason);
  for (const [tensor, weight] of model.graph.tensors.weights.entries()) if (weight !== undefined) await attempt(model.reader.read(tensor));
  const edited = applyEdits(model.graph, { edits: [{ kind: 'setMetadata', key: 'k', value: 'v' }] });
  for (const [index, weights] of (['keep', 'embed', 'external'] as const).entries()) {
    await attempt(copyModels(file, at('m', `out-copy-${index}.onnx`), { weights, several: false }));
    await attempt(writeModel(model, edited, at('m', `out-write-${index}.onnx`), { weights }));
  }
  await attempt(writeSkeleton(model, edited, at('m', 'out-skeleton.onnx')));
  await model.close();
  for (const name of fs.readdirSync(at('m'))) if (name.startsWith('out-')) fs.rmSync(at('m', name));
  return reasons;
}

/** The places that may be opened, by their canonical paths. */
function isAllowed(opened: string): boolean {
  const folder = fs.realpathSync(at('m'));
  const real = fs.existsSync(opened) ? fs.realpathSync(opened) : opened;
  return real === folder || real.startsWith(folder + path.sep);
}

describe.each(Object.entries(HOMES))('external data in %s', (_, home) => {
  async function outcome(location: string): Promise<{ readonly reasons: ReadonlySet<string>; readonly escapes: readonly string[] }> {
    fs.writeFileSync(at('m', 'model.onnx'), modelAt(location, home));
    const spy = spyOnOpenedFiles();
    try {
      const reasons = await doEverything();
      return { reasons, escapes: spy.paths().filter(opened => !isAllowed(opened) || opened.includes('hard.bin')) };
    } finally {
      spy.restore();
    }
  }

  it.each(REFUSED)('%j is refused, and nothing outside is opened', async location => {
    const { reasons, escapes } = await outcome(location);
    expect(escapes).toEqual([]);
    expect([...reasons].some(reason => reason.startsWith('external-data'))).toBe(true);
  });

  it.each(TAKEN)('%j is read', async location => {
    const { reasons, escapes } = await outcome(location);
    expect(escapes).toEqual([]);
    expect([...reasons].filter(reason => reason.startsWith('external-data'))).toEqual([]);
  });
});
