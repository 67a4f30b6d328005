import type { RuleContext } from './nodeRule';
import type { WrittenSteps } from './writtenSteps';

/** Adds the steps that an operator is made of, or tells why a node cannot be written with them. Its first input and output are float32. */
export type Decomposition = (steps: WrittenSteps, context: RuleContext) => string | undefined;
