import type { Graph } from '../../shared/graph/graph';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { LayerPlan } from '../../shared/report/passDescription';
import { bodyNote } from './bodyNote';
import { quantizedNote } from './quantizedForm';

interface Words {
  /** That nothing can be done. */
  readonly claim: string;
  /** What a model without any layer lacks. */
  readonly none: string;
  /** That the first of several stays: `linear layers the first stays in float32`. */
  readonly kept: string;
}

/** The refusal of a pass that changes no layer: why the first of those that it could be about stays, the first with another reason, and what is known of layers `elsewhere`. */
export function nothingToQuantize(
  graph: Graph,
  { claim, none, kept }: Words,
  layers: readonly LayerPlan[],
  elsewhere = bodyNote(graph),
): LayerwiseError {
  const [first] = layers;
  const other = layers.find(({ detail }) => detail !== first?.detail);
  const reasons = [first, other].flatMap(layer => layer?.detail ?? []).join('; another one: ');
  const why = first === undefined ? none : `of its ${String(layers.length)} ${kept}: ${reasons}`;
  return new LayerwiseError('not-applicable', `${claim}: ${[`${why}.`, ...elsewhere, ...quantizedNote(graph)].join(' ')}`);
}
