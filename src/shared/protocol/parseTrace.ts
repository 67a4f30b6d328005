import type { KernelMemory } from '../report/latency';
import type { KernelTrace, TracedKernel } from './workerRunner';

/** The runtime records no more events than this, and says so only in its log (onnxruntime, core/common/profiler.cc). */
export const MOST_EVENTS = 1_000_000;

const NODE_SUFFIX = '_kernel_time';

const EVENT_END = /\}\},?$|\}\]?$/;
/** What line breaks inside a name have split into more lines is no event. */
const MOST_LINES = 100;

/**
 * Reads the lines of a profile that onnxruntime wrote: one JSON object per line. Names are written unescaped, so a quote in a name makes the line invalid JSON;
 * fields are therefore cut out by the text that the runtime puts around them (1.30, `EventRecord` in core/common/profiler.cc).
 * Lines come one after the other: a full profile is larger than the longest string. Events before the last `lastRuns` runs are dropped.
 */
export async function parseTrace(lines: AsyncIterable<string> | Iterable<string>, lastRuns: number): Promise<KernelTrace> {
  const columns = new TraceColumns();
  let pending: string[] = [];
  for await (const line of lines) {
    // A line break inside a node's name splits its event.
    pending = line.startsWith('{"cat"') ? [line] : pending.length === 0 ? [] : [...pending, line];
    if (pending.length > 0 && EVENT_END.test(line.slice(-4))) columns.add(pending.join('\n'));
    else if (pending.length <= MOST_LINES) continue;
    pending = [];
  }
  return columns.finish(lastRuns);
}

class TraceColumns {
  private readonly kernels: TracedKernel[] = [];
  private readonly indexes = new Map<string, number>();
  private readonly kernel: number[] = [];
  private readonly startUs: number[] = [];
  private readonly durationUs: number[] = [];
  private readonly waitUs: number[] = [];
  private readonly runStartUs: number[] = [];
  private readonly runDurationUs: number[] = [];
  private events = 0;
  private arenaBytes = 0;
  private threads = Number.NaN;

  add(text: string): void {
    this.events++;
    const duration = numberAfter(text, '"dur" :');
    const start = numberAfter(text, '"ts" :');
    const name = between(text, '"name" :"', '","args" : {');
    if (name === undefined) return;
    if (text.startsWith('{"cat" : "Node"')) this.addNode(name, text, start, duration);
    else if (name === 'model_run') {
      this.runStartUs.push(start);
      this.runDurationUs.push(duration);
    }
  }

  finish(lastRuns: number): KernelTrace {
    const firstRun = Math.max(0, this.runStartUs.length - lastRuns);
    const from = this.runStartUs[firstRun] ?? 0;
    const kept = this.startUs.findIndex(start => start >= from);
    const first = kept < 0 ? this.startUs.length : kept;
    return {
      kernels: this.kernels,
      kernel: Int32Array.from(this.kernel.slice(first)),
      startUs: Float64Array.from(this.startUs.slice(first)),
      durationUs: Float64Array.from(this.durationUs.slice(first)),
      waitUs: Float64Array.from(this.waitUs.slice(first)),
      runStartUs: Float64Array.from(this.runStartUs.slice(firstRun)),
      runDurationUs: Float64Array.from(this.runDurationUs.slice(firstRun)),
      arenaBytes: this.arenaBytes,
      threads: this.threads,
      truncated: this.events >= MOST_EVENTS,
    };
  }

  private addNode(eventName: string, text: string, start: number, duration: number): void {
    if (!eventName.endsWith(NODE_SUFFIX)) return;
    const name = eventName.slice(0, -NODE_SUFFIX.length);
    this.arenaBytes = Math.max(this.arenaBytes, Number(between(text, '"mem_arena_held" : "', '"') ?? 0));
    const nodeIndex = between(text, '"node_index" : "', '"') ?? '';
    const op = between(text, '"op_name" : "', '"') ?? '';
    const key = `${nodeIndex}\n${op}\n${name}`;
    let kernel = this.indexes.get(key);
    if (kernel === undefined) {
      kernel = this.kernels.length;
      this.indexes.set(key, kernel);
      this.threads = maximum(this.threads, threadsOf(text));
      const provider = between(text, '"provider" : "', '"') ?? '';
      this.kernels.push({ name, op, provider, nodeIndex: Number(nodeIndex), outputShapes: outputShapes(text), memory: memoryOf(text) });
    }
    this.kernel.push(kernel);
    this.startUs.push(start);
    this.durationUs.push(duration);
    this.waitUs.push(waitOf(text));
  }
}

function numberAfter(text: string, label: string): number {
  const at = text.indexOf(label);
  return at < 0 ? Number.NaN : Number.parseInt(text.slice(at + label.length, at + label.length + 20), 10);
}

function between(text: string, before: string, after: string): string | undefined {
  const start = text.indexOf(before);
  if (start < 0) return undefined;
  const end = text.indexOf(after, start + before.length);
  return end < 0 ? undefined : text.slice(start + before.length, end);
}

function memoryOf(text: string): KernelMemory | undefined {
  const bytes = (label: string): number => Number(between(text, `"${label}" : "`, '"') ?? Number.NaN);
  const memory = { inputBytes: bytes('activation_size'), weightBytes: bytes('parameter_size'), outputBytes: bytes('output_size') };
  return Object.values(memory).every(Number.isFinite) ? memory : undefined;
}

/** Of the thread pool's figures, which stand there with several threads only (onnxruntime, core/common/threadpool.cc, `ThreadPoolProfiler`). */
function waitOf(text: string): number {
  const wait = numberAfter(text, '"Wait": ');
  return Number.isNaN(wait) ? 0 : wait;
}

/** The runtime lists what every thread but the one that runs the kernel did; nothing when there is none. */
function threadsOf(text: string): number {
  const stats = text.split('"thread_scheduling_stats" : ')[1];
  return stats === undefined ? Number.NaN : stats.split('"num_run"').length;
}

function maximum(known: number, value: number): number {
  return Number.isNaN(known) ? value : Math.max(known, value);
}

/** `"output_type_shape" : [{"float":[1,8,56,56]}]` → `[[1, 8, 56, 56]]`. */
function outputShapes(text: string): readonly (readonly number[])[] {
  const list = between(text, '"output_type_shape" : [', ']}]');
  if (list === undefined) return [];
  return [...list.matchAll(/\[([\d,-]*)/g)].map(([, sizes = '']) => (sizes === '' ? [] : sizes.split(',').map(Number)));
}
