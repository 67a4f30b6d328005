import type { JobProgress } from '../../shared/report/job';

/** One line on standard error that is rewritten as a job goes on; silent unless standard error is a terminal. */
export class ProgressLine {
  private shown = 0;

  constructor(private readonly active: boolean) {}

  show(progress: JobProgress): void {
    if (!this.active) return;
    const percent = progress.fraction === undefined ? '' : ` ${String(Math.round(progress.fraction * 100))} %`;
    this.write(`${progress.phase}${percent}${progress.detail === '' ? '' : `  ${progress.detail}`}`);
  }

  clear(): void {
    if (this.shown > 0) this.write('');
  }

  private write(text: string): void {
    const line = text.slice(0, Math.max(20, process.stderr.columns - 1));
    process.stderr.write(`\r${line.padEnd(this.shown)}\r${line}`);
    this.shown = line.length;
  }
}
