import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTraceFile } from '../../../../src/worker/importTrace/readTraceFile';
import { temporaryFolder } from '../../../fixtures/temporaryFolder';

const folder = temporaryFolder();

const EVENTS = [
  { cat: 'Session', pid: 1, tid: 1, dur: 9, ts: 1, ph: 'X', name: 'session_initialization', args: {} },
  node('conv', 20, 5, 'Conv', 0),
  node('relu', 26, 2, 'Relu', 1),
  { cat: 'Session', pid: 1, tid: 1, dur: 12, ts: 19, ph: 'X', name: 'model_run', args: {} },
];

function node(name: string, ts: number, dur: number, op: string, index: number) {
  const args = { op_name: op, node_index: String(index), provider: 'CPUExecutionProvider', output_type_shape: [{ float: [1, 8] }] };
  return { cat: 'Node', pid: 1, tid: 1, dur, ts, ph: 'X', name: `${name}_kernel_time`, args };
}

function written(name: string, text: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return file;
}

/** As the runtime spells it. */
function original(events: readonly object[]): string {
  const spelled = events.map(event =>
    JSON.stringify(event)
      .replace(/"(cat|ph|args)":/g, '"$1" : ')
      .replace(/"(pid|tid|dur|ts|name)":/g, '"$1" :'),
  );
  return `[\n${spelled.map(line => line.replace(/"(op_name|node_index|provider|output_type_shape)":/g, '"$1" : ')).join(',\n')}\n]\n`;
}

describe('readTraceFile', () => {
  it.each([
    ['as the runtime wrote it', original(EVENTS)],
    ['indented', JSON.stringify(EVENTS, undefined, 2)],
    ['on one line, in another order', JSON.stringify([...EVENTS].reverse())],
    ['as traceEvents', JSON.stringify({ displayTimeUnit: 'ms', traceEvents: EVENTS })],
  ])('reads a trace %s', async (name, text) => {
    const trace = await readTraceFile(written(`${name}.json`, text));
    expect(trace.kernels).toMatchObject([
      { name: 'conv', op: 'Conv', provider: 'CPUExecutionProvider', outputShapes: [[1, 8]] },
      { name: 'relu', op: 'Relu' },
    ]);
    expect([[...trace.startUs], [...trace.durationUs], [...trace.runDurationUs]]).toEqual([[20, 26], [5, 2], [12]]);
  });

  it('reads a trace that ends in the middle as far as it goes', async () => {
    const text = original([...EVENTS, node('conv', 40, 5, 'Conv', 0), node('relu', 46, 2, 'Relu', 1)]);
    const trace = await readTraceFile(written('cut.json', text.slice(0, -90)));
    expect([...trace.runDurationUs]).toEqual([12]);
  });

  it.each([
    ['empty', '', 'wrong-format', /is not a profile that onnxruntime wrote/],
    ['binary', '\0\u0001\u0002', 'wrong-format', /not JSON/],
    ['other JSON', '{"a": [1, 2]}', 'wrong-format', /no event of a kernel/],
    ['hostile events', JSON.stringify([null, 1, { cat: 'Node' }, { cat: 'Node', name: 1, ts: 'x', dur: {} }]), 'wrong-format', /no event/],
    ['no run', original(EVENTS.slice(0, 3)), 'wrong-format', /holds no complete run/],
    ['deeply nested', '['.repeat(200_000), 'wrong-format', /not JSON/],
    ['an endless line', `[\n{"cat" : "Node",${'x'.repeat(18 << 20)}`, 'corrupt', /more than 16 MB/],
    ['events without an end', `[\n${'{"cat" : "Node","pid" :1\n'.repeat(100_000)}`, 'wrong-format', /no event/],
  ])('says what is wrong with a file that is %s', async (name, text, reason, message) => {
    const failure = readTraceFile(written(`${name}.json`, text));
    await expect(failure).rejects.toMatchObject({ reason });
    await expect(failure).rejects.toThrow(message);
  });

  it('says that there is no file, and does not read a folder', async () => {
    await expect(readTraceFile(path.join(folder, 'none.json'))).rejects.toMatchObject({ reason: 'file-missing' });
    await expect(readTraceFile(folder)).rejects.toMatchObject({ reason: 'not-a-file' });
  });

  it('refuses a file that is larger than any profile, without reading it', async () => {
    const file = written('large.json', original(EVENTS));
    fs.truncateSync(file, 2 ** 31);
    await expect(readTraceFile(file)).rejects.toMatchObject({ reason: 'too-large' });
  });
});
