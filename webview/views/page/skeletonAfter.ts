/** Skeletons come only after a moment, so that small models do not flash. */
export const SKELETON_AFTER_MS = 50;
