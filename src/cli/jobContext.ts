import type { JobContext } from '../worker/jobContext';
import type { CommandContext } from './command';
import { interruptible } from './interruptible';
import { ProgressLine } from './terminal/progressLine';

/** Lets a procedure report to the terminal and be cancelled with Ctrl+C. */
export interface TerminalJob extends JobContext {
  /** Clears what progress left on the screen; call it when the procedure has ended, well or not. */
  readonly finish: () => void;
}

export function jobContext(context: CommandContext): TerminalJob {
  const line = new ProgressLine(context.progress);
  return {
    signal: context.signal,
    interruptibly: interruptible,
    progress: progress => line.show(progress),
    log: (level, text) => {
      if (level === 'info') return;
      line.clear();
      context.complain(text);
    },
    finish: () => line.clear(),
  };
}
