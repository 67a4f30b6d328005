export const DISMISSAL_REASONS = ['no-help', 'inaccurate', 'tried', 'later'] as const;
export type DismissalReason = (typeof DISMISSAL_REASONS)[number];

/** What a rule suggests, which the user does not want to see on a model. */
export interface Dismissal {
  readonly rule: string;
  readonly reason: DismissalReason;
}
