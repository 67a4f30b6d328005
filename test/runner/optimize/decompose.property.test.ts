import { afterAll, describe, expect, it } from 'vitest';
import { DECOMPOSED_OPERATORS } from '../../../src/optimize/rewrite/decompose';
import { temporaryFolder } from '../../fixtures/temporaryFolder';
import { DECOMPOSE_MODELS } from './rules/decomposeModels';
import { decompositionOf } from './rules/decompositionRule';
import { DECOMPOSE_MUTATIONS } from './rules/decomposeMutations';
import { mutated } from './rules/mutatedRules';
import { RuleProperty, type RuleModel } from './rules/ruleProperty';

const folder = temporaryFolder();
const property = new RuleProperty(folder);
afterAll(() => property.end());

const RUNS = 100;
const MUTANT_RUNS = 400;
const SEED = 9;
const LEAST_CHANGED = 0.3;

function modelOf(operator: string): RuleModel {
  const model = DECOMPOSE_MODELS[operator];
  if (model === undefined) throw new Error(`No models are drawn for ${operator}.`);
  return model;
}

/** The same in a branch, a loop or a function. */
function inside(model: RuleModel): RuleModel {
  return draw => {
    model(draw);
    draw.pick(
      () => draw.moveIntoBranch(draw.pick(true, false)),
      () => draw.moveIntoLoop(),
      () => draw.moveIntoFunction(),
    )();
  };
}

describe('operators written out, on random models', { timeout: 240_000 }, () => {
  it.each(DECOMPOSED_OPERATORS)('%s keeps what comes out', async operator => {
    const { failure, ran, changed } = await property.check(decompositionOf(operator), RUNS, SEED, modelOf(operator));
    expect(failure).toBeUndefined();
    expect(ran).toBeGreaterThan(RUNS / 2);
    expect(changed).toBeGreaterThan(LEAST_CHANGED * RUNS);
  });

  it.each(DECOMPOSED_OPERATORS)('%s keeps what comes out in bodies and functions', async operator => {
    const { failure, ran, changed } = await property.check(decompositionOf(operator), RUNS, SEED, inside(modelOf(operator)));
    expect(failure).toBeUndefined();
    expect(ran).toBeGreaterThan(RUNS / 2);
    expect(changed).toBeGreaterThan(LEAST_CHANGED * RUNS);
  });
});

describe('a mistake in how an operator is written out is noticed', { timeout: 240_000 }, () => {
  it.each(DECOMPOSE_MUTATIONS)('$rule: $to instead of $from', async mutation => {
    const { decompose } = await mutated<typeof import('../../../src/optimize/rewrite/decompose')>(mutation, folder, 'decompose');
    const model = modelOf(mutation.rule);
    const check = await property.check(
      decompositionOf(mutation.rule, decompose),
      MUTANT_RUNS,
      SEED,
      mutation.isInside === true ? inside(model) : model,
    );
    expect(check.failure).toBeDefined();
  });

  it('for every operator', () => {
    expect(DECOMPOSED_OPERATORS.filter(operator => DECOMPOSE_MUTATIONS.every(({ rule }) => rule !== operator))).toEqual([]);
  });
});
