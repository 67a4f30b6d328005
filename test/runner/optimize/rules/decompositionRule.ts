import { decompose } from '../../../../src/optimize/rewrite/decompose';
import type { Pass } from '../../../../src/optimize/pass';
import type { NamedRule } from '../../../../src/optimize/rewrite/rule';
import type { LayerwiseError } from '../../../../src/shared/report/layerwiseError';

/** What `decompose` does to one operator, as a rule; a model in which it does nothing stays as it is. */
export function decompositionOf(operator: string, pass: Pass = decompose): NamedRule {
  return {
    id: operator,
    promise: 'close',
    apply: async (input, graph) => {
      try {
        return { graph: (await pass.plan({ ...input, graph, parameters: { ops: operator } })).graph, changes: [] };
      } catch (error) {
        if (isNothingToDo(error)) return { graph, changes: [] };
        throw error;
      }
    },
  };
}

/** Also of a pass from another bundle, which has a class of its own. */
function isNothingToDo(error: unknown): boolean {
  return error instanceof Error && (error as Partial<LayerwiseError>).reason === 'not-applicable';
}
