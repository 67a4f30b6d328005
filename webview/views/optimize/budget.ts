/** What of the accuracy may be lost, as passes are told it: points of accuracy, or the percentage of samples that must keep their result. */
export interface Budget {
  readonly kind: 'max-drop' | 'min-agreement';
  readonly limit: number;
  /** What of the outputs says whether a sample keeps its result: the largest class score, or how close all of them are. */
  readonly judgedBy: 'classes' | 'outputs';
}
