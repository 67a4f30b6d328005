import { nextTask } from '../ui/nextTask';

const waiting: (() => void)[] = [];

/**
 * Runs something after the next frame was painted, each in a task of its own and after the drawing that the one before it caused: a large page is drawn part
 * by part, and a click or a key need not wait for all of it.
 */
export function laterTask(run: () => void): void {
  waiting.push(run);
  if (waiting.length === 1) requestAnimationFrame(() => nextTask(() => nextTask(runOne)));
}

function runOne(): void {
  try {
    waiting[0]?.();
  } finally {
    nextTask(() => {
      waiting.shift();
      if (waiting.length > 0) runOne();
    });
  }
}
