import * as v from 'valibot';
import { RUNNER_PHASES, type WatchdogLine } from '../shared/protocol/workerRunner';

const LINE: v.GenericSchema<unknown, WatchdogLine> = v.object({
  phase: v.picklist(RUNNER_PHASES),
  rssBytes: v.number(),
  peakRssBytes: v.number(),
});

/** What the watchdog says. The pipe is the runner's, whom a model may have taken over; a last line may be cut off. `undefined` for anything else. */
export function parseWatchdogLine(text: string): WatchdogLine | undefined {
  try {
    const checked = v.safeParse(LINE, JSON.parse(text));
    return checked.success ? checked.output : undefined;
  } catch {
    return undefined;
  }
}
