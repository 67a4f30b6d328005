import type { ModelView } from '../../../src/shared/report/modelView';

const known = new WeakMap<ModelView['nodeOps'], ReadonlySet<string>>();

/** The operators of a model, in the order in which they come first; gone through once for each model, of which a page asks with every drawing. */
export function operatorsOf({ nodeOps }: Pick<ModelView, 'nodeOps'>): ReadonlySet<string> {
  let operators = known.get(nodeOps);
  if (operators === undefined) known.set(nodeOps, (operators = new Set(nodeOps)));
  return operators;
}
