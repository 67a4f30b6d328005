/** A step of a job that blocks longer than this is stopped, unless the job says otherwise: session creation, first run, burst. */
export const STEP_DEADLINE_MS = 120_000;
