import { RUNNER_PHASES, type RunnerPhase } from '../shared/protocol/workerRunner';

/** What the main thread is doing, readable by the watchdog thread while the main thread is blocked inside the runtime. */
export class PhaseCell {
  private readonly cell: Int32Array;

  constructor(readonly buffer: SharedArrayBuffer = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.cell = new Int32Array(buffer);
  }

  get phase(): RunnerPhase {
    return RUNNER_PHASES[Atomics.load(this.cell, 0)] ?? 'idle';
  }

  /** Runs `work` inside a phase; the watchdog wakes up at once, so that the phase is on the pipe before the runtime is entered. */
  async during<T>(phase: RunnerPhase, work: () => Promise<T>): Promise<T> {
    this.set(phase);
    try {
      return await work();
    } finally {
      this.set('idle');
    }
  }

  /** Blocks the calling thread until the phase is no longer `known`, or the time is over. For the watchdog. */
  waitForChange(known: RunnerPhase, maxMs: number): void {
    Atomics.wait(this.cell, 0, RUNNER_PHASES.indexOf(known), maxMs);
  }

  private set(phase: RunnerPhase): void {
    Atomics.store(this.cell, 0, RUNNER_PHASES.indexOf(phase));
    Atomics.notify(this.cell, 0);
  }
}
