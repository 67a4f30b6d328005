import { describe, expect, it } from 'vitest';
import { parseTrace } from '../../../../src/shared/protocol/parseTrace';
import type { KernelTrace } from '../../../../src/shared/protocol/workerRunner';

/** One event as onnxruntime 1.30 writes it, names unescaped. */
function nodeEvent(name: string, start: number, duration: number, index = 0, op = 'Conv'): string {
  return `{"cat" : "Node","pid" :1,"tid" :1,"dur" :${duration},"ts" :${start},"ph" : "X","name" :"${name}_kernel_time","args" : {"op_name" : "${op}","node_index" : "${index}","provider" : "CPUExecutionProvider","output_type_shape" : [{"float":[1,8,4]},{"int64":[]}],"thread_scheduling_stats" : ""}},`;
}

function runEvent(start: number, duration: number): string {
  return `{"cat" : "Session","pid" :1,"tid" :1,"dur" :${duration},"ts" :${start},"ph" : "X","name" :"model_run","args" : {}},`;
}

async function parse(lines: readonly string[], lastRuns = 10): Promise<KernelTrace> {
  return await parseTrace(`[\n${lines.join('\n')}\n{}]\n`.split('\n'), lastRuns);
}

describe('parseTrace', () => {
  it('reads kernels, events and runs', async () => {
    const trace = await parse([
      nodeEvent('a', 10, 5),
      nodeEvent('b', 16, 2, 1, 'Relu'),
      runEvent(9, 12),
      nodeEvent('a', 30, 6),
      runEvent(29, 9),
    ]);
    expect(trace.kernels).toEqual([
      { name: 'a', op: 'Conv', provider: 'CPUExecutionProvider', nodeIndex: 0, outputShapes: [[1, 8, 4], []], memory: undefined },
      { name: 'b', op: 'Relu', provider: 'CPUExecutionProvider', nodeIndex: 1, outputShapes: [[1, 8, 4], []], memory: undefined },
    ]);
    expect([...trace.kernel]).toEqual([0, 1, 0]);
    expect([...trace.startUs]).toEqual([10, 16, 30]);
    expect([...trace.durationUs]).toEqual([5, 2, 6]);
    expect([...trace.runDurationUs]).toEqual([12, 9]);
    expect(trace.truncated).toBe(false);
  });

  it('reads bytes and waits of threads, as the runtime writes them for several', async () => {
    const stats = `{"main_thread": {"thread_pool_name": "session-2-intra-op", "thread_id": "14", "block_size": [1], "core": 1, "Distribution": 0, "DistributionEnqueue": 2, "Run": 38, "Wait": 3, "WaitRevoke": 5}, "sub_threads": {"15": {"num_run": 51, "core": 1}}}`;
    const sizes = `"activation_size" : "2457600","parameter_size" : "110592","output_size" : "819200",`;
    const event = nodeEvent('a', 10, 50).replace('"thread_scheduling_stats" : ""', `"thread_scheduling_stats" : ${stats}`);
    const trace = await parse([event.replace('{"op_name"', `{${sizes}"op_name"`), nodeEvent('b', 70, 1, 1), runEvent(9, 70)]);
    expect(trace.kernels.map(({ memory }) => memory)).toEqual([
      { inputBytes: 2457600, weightBytes: 110592, outputBytes: 819200 },
      undefined,
    ]);
    expect([...trace.waitUs]).toEqual([3, 0]);
    expect([...trace.durationUs]).toEqual([50, 1]);
  });

  it('drops events before the last runs', async () => {
    const trace = await parse([nodeEvent('a', 10, 5), runEvent(9, 12), nodeEvent('a', 30, 6), runEvent(29, 9)], 1);
    expect([...trace.durationUs]).toEqual([6]);
    expect([...trace.runStartUs]).toEqual([29]);
  });

  it.each(['a "quoted" name', 'back\\slash', 'two\nlines', 'ends with "', '","args" : {'.slice(0, 5), 'ünïcode 🦜'])(
    'survives the name %j, which makes the file invalid JSON',
    async name => {
      const trace = await parse([nodeEvent(name, 10, 5), nodeEvent('next', 20, 1, 1), runEvent(9, 20)]);
      expect(trace.kernels.map(kernel => kernel.name)).toEqual([name, 'next']);
    },
  );

  it('tells kernels of the same name apart', async () => {
    const trace = await parse([nodeEvent('', 10, 5, 0), nodeEvent('', 20, 1, 1), runEvent(9, 20)]);
    expect(trace.kernels).toHaveLength(2);
  });
});
