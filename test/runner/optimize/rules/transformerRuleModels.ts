import type { ModelDraw } from './modelDraw';
import type { RuleModel } from './ruleProperty';

/** Products of one tensor with several matrices, and some of another, with and without biases. */
function projections(draw: ModelDraw): void {
  const x = draw.input('x', [draw.int(1, 2), 3, 4]);
  const other = draw.chance(4) ? draw.add('Neg', [x]) : x;
  const shared = draw.floats([4, 4]);
  for (let count = draw.int(2, 4); count > 0; count--) {
    const width = draw.pick(4, 4, 2);
    const weight = draw.chance(8) ? shared : draw.floats([4, width]);
    const product = draw.add('MatMul', [draw.chance(6) ? other : x, weight]);
    draw.leak(product);
    const size = weight === shared ? 4 : width;
    const bias = (): string => draw.floats(draw.pick<readonly number[]>([size], [size], [1], [3, size]));
    const sum = draw.chance(4) ? product : draw.commute('Add', product, draw.chance(8) ? x : bias());
    draw.show(draw.chance(2) ? draw.add('Neg', [sum]) : sum);
  }
}

/** Parts of a Split of which each is viewed, mostly alike. */
function splits(draw: ModelDraw): void {
  const heads = draw.pick<readonly number[]>([2, 2, 2], [1, 2], [2, 2]);
  const width = 2;
  const x = draw.input('x', [draw.int(1, 2), 3, heads.reduce((sum, count) => sum + count * width, 0)], ['N']);
  const sizes = heads.map(count => count * width);
  const parts = draw.split(x, sizes, draw.pick(2, -1));
  const usual = draw.pick([0, 2, 1, 3], [0, 2, 1, 3], [2, 0, 1, 3], [1, 0, 2, 3]);
  parts.forEach((part, index) => {
    draw.leak(part);
    const count = heads[index] ?? 0;
    const target = draw.chance(12) ? [0, 0, width, count] : [0, 0, count, width];
    const cut = draw.add('Reshape', [part, draw.ints(...target)]);
    draw.leak(cut);
    const perm = draw.chance(3) ? draw.pick([0, 2, 3, 1], draw.shuffled([0, 1, 2, 3])) : usual;
    draw.show(draw.chance(12) ? cut : draw.add('Transpose', [cut], { perm }));
  });
}

/** The product of two projections of one tensor, scaled in several places. */
function scalesBack(draw: ModelDraw): void {
  const x = draw.input('x', [draw.int(1, 2), 4, 4], ['N']);
  const shared = draw.floats([4, 4]);
  const scaled = (tensor: string): string =>
    draw.pick(
      () => tensor,
      () => draw.commute('Mul', tensor, draw.scalar(0.3)),
      () => draw.add('Div', draw.chance(6) ? [draw.scalar(2), tensor] : [tensor, draw.scalar(4)]),
    )();
  const project = (): string => {
    const product = draw.add('MatMul', draw.chance(8) ? [draw.floats([4, 4]), x] : [x, draw.chance(6) ? shared : draw.floats([4, 4])]);
    draw.leak(product);
    const bias = draw.chance(8) ? x : draw.floats(draw.pick<readonly number[]>([4], [1], [1, 4, 1]));
    const sum = draw.chance(3) ? product : draw.commute('Add', product, bias);
    const viewed = draw.chance(3) ? sum : draw.add('Reshape', [sum, draw.ints(0, 4, 4)]);
    return draw.chance(8) ? draw.add('Relu', [viewed]) : viewed;
  };
  const scores = draw.add('MatMul', [scaled(project()), draw.add('Transpose', [scaled(project())], { perm: [0, 2, 1] })]);
  draw.leak(scores);
  draw.show(scaled(scores));
}

/** Rows that are computed by themselves for a while, and mixed in between. */
function gemms(draw: ModelDraw): void {
  const [s, width] = [draw.pick(3, 4), 4];
  const x = draw.input('x', [draw.int(1, 2), s, width], [draw.chance(2) ? 'N' : undefined]);
  const viewed = (tensor: string): string =>
    draw.add('Reshape', [draw.add('Reshape', [tensor, draw.ints(-1, s, 2, 2)]), draw.ints(-1, s, width)]);
  const biased = (tensor: string, ...dims: readonly number[]): string =>
    draw.commute('Add', draw.add('MatMul', [tensor, draw.floats([width, width])]), draw.floats(dims));
  let last = viewed(x);
  for (let step = draw.int(1, 4); step > 0; step--) {
    draw.leak(last);
    const before = biased(last, width);
    last = draw.pick(
      () => draw.add('Relu', [before]),
      () => biased(before, ...draw.pick<readonly number[]>([width], [1], [s, 1])),
      () =>
        draw.commute(draw.pick('Add', 'Mul', 'Sub'), before, draw.floats(draw.pick<readonly number[]>([width], [], [s, 1], [1, s, width]))),
      () => draw.add('Sub', [before, draw.add('Transpose', [draw.add('Transpose', [before], { perm: [0, 2, 1] })], { perm: [0, 2, 1] })]),
      () => draw.add('LayerNormalization', [before, draw.floats([width]), draw.floats([width])], { axis: draw.pick(-1, 2) }),
      () => draw.add('Softmax', [before], { axis: 1 }),
      () => draw.add('MatMul', [draw.floats([s, s]), before]),
    )();
    if (draw.chance(3)) last = draw.commute('Add', last, before);
  }
  draw.show(draw.chance(3) ? last : draw.add('Reshape', [last, draw.ints(-1, s, 2, 2)]));
}

/** One position of a tensor to which axes of size 1 were added, or of which such are dropped. */
function positionsOfViews(draw: ModelDraw): void {
  const x = draw.input('x', [draw.pick(3, 4), 4], [draw.chance(2) ? 'N' : undefined]);
  const target = draw.pick<readonly number[]>([1, -1, 4], [-1, 1, 4], [-1, 4, 1], [-1, 2, 2], [1, -1, 2]);
  const viewed = draw.chance(4) ? x : draw.add('Reshape', [x, draw.ints(...target)]);
  const index = draw.pick(0, 0, -1);
  const gathered = draw.add('Gather', [viewed, draw.chance(2) ? draw.index(index) : draw.ints(...(draw.chance(6) ? [0, 0] : [index]))], {
    axis: draw.pick(0, 1, -1),
  });
  draw.leak(viewed, gathered);
  draw.show(
    draw.chance(3) ? gathered : draw.add('Reshape', [gathered, draw.ints(...draw.pick<readonly number[]>([-1], [1, -1], [-1, 4]))]),
  );
}

/** A model for each rule that was made for the blocks of transformers: those that round differently, and those that keep every bit. */
export const CLOSE_TRANSFORMER_MODELS: Readonly<Record<string, RuleModel>> = {
  projections,
  'all-projections': projections,
  'scales-back': scalesBack,
  gemms,
};

export const EXACT_TRANSFORMER_MODELS: Readonly<Record<string, RuleModel>> = { splits, 'positions-of-views': positionsOfViews };
