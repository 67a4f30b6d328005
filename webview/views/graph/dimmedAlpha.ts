/** Of what steps back behind a filter, a brush or a path. */
export const DIMMED_ALPHA = 0.25;
