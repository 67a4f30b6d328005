import { setTimeout as sleep } from 'node:timers/promises';
import type { Disposable } from '../shared/base/disposable';
import { Emitter } from '../shared/base/emitter';
import type { NotificationKind, RequestKind } from '../shared/protocol/message';
import { LayerwiseError, type ErrorInfo } from '../shared/report/layerwiseError';
import { EngineProcess, type EngineProgram } from './engineProcess';

/** Crashes within this time are counted together. */
const CRASH_WINDOW_MS = 60_000;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 8000;

/** Starts the engine when it is first needed and again after a crash; listeners survive its restarts, open models do not. */
export class EngineClient implements Disposable {
  private readonly crashed = new Emitter<ErrorInfo>();
  /** Fires after the engine ended without being told to; every open model is gone. */
  readonly onDidCrash = this.crashed.event;
  private readonly listeners = new Set<(engine: EngineProcess) => Disposable>();
  private readonly attached = new Map<(engine: EngineProcess) => Disposable, Disposable>();
  private engine: EngineProcess | undefined;
  private readonly crashTimes: number[] = [];
  private disposed = false;

  constructor(
    private readonly program: EngineProgram,
    private readonly log: (line: string) => void,
  ) {}

  /** Process id of the running engine, for diagnostics. */
  get pid(): number | undefined {
    return this.engine?.pid;
  }

  /** Throws `LayerwiseError`: what the engine answers, or `engine-crash` with the end of its log. */
  async request<P, R>(kind: RequestKind<P, R>, parameters: P): Promise<R> {
    const engine = await this.running();
    try {
      return await engine.link.request(kind, parameters);
    } catch (error) {
      if (!(error instanceof LayerwiseError) || error.reason !== 'engine-crash' || error.logTail !== '') throw error;
      throw LayerwiseError.from(crashInfo(await engine.ended, engine.logTail));
    }
  }

  on<P>(kind: NotificationKind<P>, handler: (parameters: P) => void): Disposable {
    const attach = (engine: EngineProcess): Disposable => engine.link.on(kind, handler);
    this.listeners.add(attach);
    if (this.engine !== undefined) this.attached.set(attach, attach(this.engine));
    return {
      dispose: () => {
        this.listeners.delete(attach);
        this.attached.get(attach)?.dispose();
        this.attached.delete(attach);
      },
    };
  }

  /** Ends the engine with everything it started. The next request starts another; listeners are told as after a crash. */
  async restart(): Promise<void> {
    const engine = this.forget();
    if (engine === undefined) return;
    await engine.stop();
    this.crashed.fire({ reason: 'engine-crash', message: 'The engine was restarted.' });
  }

  /** Ends the engine for good. */
  async stop(): Promise<void> {
    this.disposed = true;
    await this.forget()?.stop();
  }

  dispose(): void {
    void this.stop();
  }

  private async running(): Promise<EngineProcess> {
    if (this.engine === undefined) await sleep(this.delay());
    if (this.disposed) throw new LayerwiseError('engine-crash', 'Layerwise is being shut down.');
    return (this.engine ??= this.start());
  }

  private start(): EngineProcess {
    const engine = new EngineProcess(this.program, this.log);
    for (const attach of this.listeners) this.attached.set(attach, attach(engine));
    void engine.ended.then(how => this.onEnded(engine, how));
    return engine;
  }

  private onEnded(engine: EngineProcess, how: string): void {
    if (this.engine !== engine) return;
    this.forget();
    this.crashTimes.push(Date.now());
    engine.link.dispose();
    this.crashed.fire(crashInfo(how, engine.logTail));
  }

  private forget(): EngineProcess | undefined {
    const engine = this.engine;
    this.engine = undefined;
    this.attached.clear();
    return engine;
  }

  /** Nothing before the first crash, then longer each time, so that a file that kills the engine cannot keep the machine busy. */
  private delay(): number {
    const recent = this.crashTimes.filter(time => Date.now() - time < CRASH_WINDOW_MS).length;
    return recent === 0 ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (recent - 1), LONGEST_DELAY_MS);
  }
}

function crashInfo(how: string, logTail: string): ErrorInfo {
  return {
    reason: 'engine-crash',
    message: `The engine stopped unexpectedly (${how}). It starts again when it is needed. Nothing was written, and the model is unchanged.`,
    ...(logTail === '' ? {} : { logTail }),
  };
}
