import { afterAll, describe, expect, it } from 'vitest';
import { REWRITE_RULES } from '../../../src/optimize/rewrite/rewriteRules';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { MUTATIONS } from './rules/mutations';
import { mutatedRules } from './rules/mutatedRules';
import { RuleProperty } from './rules/ruleProperty';

const folder = temporaryFolder();
const property = new RuleProperty(folder);
afterAll(() => property.end());

const RUNS = 100;
/** A mistake may show in few models. */
const MUTANT_RUNS = 1000;
const SEED = 9;
const LEAST_CHANGED = 0.1;

describe('rules on random models', { timeout: 240_000 }, () => {
  it.each(REWRITE_RULES)('$id keeps what comes out', async rule => {
    const { failure, ran, changed } = await property.check(rule, RUNS, SEED);
    expect(failure).toBeUndefined();
    expect(ran).toBeGreaterThan(RUNS / 2);
    expect(changed).toBeGreaterThan(LEAST_CHANGED * RUNS);
  });

  it('bodies keeps what comes out with the close rules, too', async () => {
    const bodies = REWRITE_RULES.find(({ id }) => id === 'bodies');
    if (bodies === undefined) throw new Error('There is no rule bodies.');
    expect(await property.check({ ...bodies, id: 'close bodies', promise: 'close' }, 2 * RUNS, SEED)).toMatchObject({ failure: undefined });
  });
});

describe('a mistake in a rule is noticed', { timeout: 240_000 }, () => {
  it.each(MUTATIONS)('$rule: $to instead of $from', async mutation => {
    const rule = (await mutatedRules(mutation, folder)).find(({ id }) => id === mutation.rule);
    if (rule === undefined) throw new Error(`There is no rule ${mutation.rule}.`);
    expect((await property.check(rule, MUTANT_RUNS, SEED)).failure).toBeDefined();
  });

  it('for every rule', () => {
    expect(REWRITE_RULES.filter(({ id }) => MUTATIONS.every(({ rule }) => rule !== id)).map(({ id }) => id)).toEqual([]);
  });
});
