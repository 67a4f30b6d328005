import { CLOSE_RULE_MODELS } from './closeRuleModels';
import { EXACT_RULE_MODELS } from './exactRuleModels';
import type { ModelDraw } from './modelDraw';
import type { RuleModel } from './ruleProperty';

/** The model of any other rule in a branch, in a loop or in a function. */
function inScope(models: Readonly<Record<string, RuleModel>>): RuleModel {
  const [first, ...others] = Object.values(models);
  if (first === undefined) throw new Error('There are no models to put into bodies.');
  return draw => {
    draw.pick(first, ...others)(draw);
    draw.pick(
      () => draw.moveIntoBranch(),
      () => draw.moveIntoLoop(),
      () => {
        const joined = draw.add('Concat', [draw.floats([2, 3]), draw.floats([2, 3])], { axis: { intRef: 'axis' } });
        draw.show(draw.add('Add', [joined, draw.input('wide', [1, 6])]));
        draw.moveIntoFunction();
      },
    )();
  };
}

/** Operator sets that are used, and such that are not. */
function opsets(draw: ModelDraw): void {
  const x = draw.input('x', [2, 3]);
  draw.show(draw.chance(2) ? draw.add('Relu', [x]) : draw.add('Gelu', [x], {}, 'com.microsoft'));
  if (draw.chance(2)) draw.moveIntoBranch();
  draw.imports['com.microsoft'] = 1;
}

/** Functions that call each other, of which some are called. */
function functions(draw: ModelDraw): void {
  const names = ['A', 'B', 'C', 'D'];
  names.forEach((name, index) => {
    const callee = names[draw.int(0, names.length - 1)] ?? '';
    if (names.indexOf(callee) < index) draw.define(name, callee, 'local');
    else draw.define(name, draw.pick('Neg', 'Abs', 'Exp'));
  });
  const x = draw.input('x', [2, 3]);
  const seen = draw.chance(3) ? draw.add('Relu', [x]) : draw.add(draw.pick('A', 'B', 'C', 'D'), [x], {}, 'local');
  draw.show(draw.add('Add', [seen, draw.floats([3])]));
  if (draw.chance(2)) draw.moveIntoBranch(draw.pick(true, false));
}

/** A branch of a constant condition, around some nodes whose names may stand outside, too. */
function branches(draw: ModelDraw): void {
  const x = draw.input('x', [2, 3]);
  const seen = draw.add('Neg', [x]);
  const scaled = draw.add('Mul', [seen, draw.floats([3])]);
  draw.leak(seen);
  draw.show(scaled, draw.pick(seen, draw.add('Relu', [scaled])));
  draw.moveIntoBranch(draw.pick(true, false));
}

/** A model for each rule that looks at a model as a whole. */
export const SCOPE_RULE_MODELS: Readonly<Record<string, RuleModel>> = {
  bodies: inScope(EXACT_RULE_MODELS),
  'close bodies': inScope(CLOSE_RULE_MODELS),
  opsets,
  functions,
  branches,
};
