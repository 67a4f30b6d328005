import { PASSES } from '../../optimize/passes';
import type { PassDescription } from '../../shared/report/passDescription';

/** The pass table as commands, forms and the command line show it. */
export function describePasses(): readonly PassDescription[] {
  return PASSES.map(({ description }) => description);
}
