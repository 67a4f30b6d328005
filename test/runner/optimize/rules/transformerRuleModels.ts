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

/** Plain Gemms of one matrix, and some that only look like it. */
function gemmProjections(draw: ModelDraw): void {
  const x = draw.input('x', [draw.int(1, 3), 4], draw.chance(3) ? ['N'] : []);
  for (let count = draw.int(2, 4); count > 0; count--) {
    const attributes = draw.chance(4) ? draw.pick({ transA: 0, transB: 1 }, { alpha: 0.5 }, { beta: 2 }) : {};
    const width = 'transB' in attributes ? 4 : draw.pick(4, 4, 2);
    const bias = draw.chance(4) ? [] : [draw.floats(draw.pick<readonly number[]>([width], [width], [width], [1], [1, width]))];
    const product = draw.add('Gemm', [x, draw.floats([4, width]), ...bias], attributes);
    draw.leak(product);
    draw.show(draw.chance(2) ? draw.add('Reshape', [product, draw.ints(-1, 1, width)]) : product);
  }
}

/** Parts of a Split of which each is viewed, mostly alike. */
function splits(draw: ModelDraw): void {
  draw.pick(cutSplits, viewedSplits)(draw);
}

/** Parts of the second or last axis that are viewed in all kinds of ways. */
function viewedSplits(draw: ModelDraw): void {
  const sizes = draw.pick<readonly number[]>([4, 4], [4, 4, 4], [2, 4]);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const axis = draw.pick(1, 2);
  const x = draw.input('x', axis === 1 ? [draw.int(1, 2), total, 3] : [draw.int(1, 2), 3, total], [draw.chance(2) ? 'N' : undefined]);
  const usual = draw.pick<readonly number[]>(
    [-1, 2],
    [0, 2, -1],
    [-1, 1, 2],
    [3, -1, 2],
    [0, 3, -1],
    [0, -1, 3],
    [-1, 2, 3],
    [0, 0, -1, 1],
  );
  for (const part of draw.split(x, sizes, axis)) {
    draw.leak(part);
    draw.show(draw.add('Reshape', [part, draw.ints(...(draw.chance(10) ? [-1, 1, 2] : usual))]));
  }
}

/** Parts of the last axis that are cut into heads and permuted. */
function cutSplits(draw: ModelDraw): void {
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

/** Attention over heads that come out of the last axis, each operand alone or as a part of one, and go back. */
function heads(draw: ModelDraw): void {
  draw.opset = 23;
  const [n, count, width, s] = [draw.int(1, 2), draw.pick(2, 2, 1), 4, draw.int(1, 3)];
  const t = draw.chance(2) ? s : draw.int(1, 3);
  const isOpen = draw.chance(3);
  const usual = draw.chance(2) ? draw.pick([0, 1, 2, 3], [2, 1, 0, 3], [2, 0, 1, 3]) : [0, 2, 1, 3];
  const forward = (name: string, length: number, of: number): string => {
    const flat = draw.input(name, [n, length, of * width], isOpen ? ['N', name === 'q' ? 'S' : 'T'] : []);
    const isView = length === 1 && draw.chance(2);
    const target = draw.ints(...(isView ? [-1, of, 1, width] : [0, 0, of, width]));
    const cut = draw.add('Reshape', [flat, target]);
    const moved = isView ? cut : draw.add('Transpose', [cut], { perm: usual });
    draw.leak(moved);
    return moved;
  };
  const joint = draw.pick('alone', 'alone', 'heads', 'heads', 'lengths');
  const parts = (): readonly string[] => {
    if (joint === 'heads') return draw.split(forward('q', s, 3 * count), [count, count, count], 1);
    if (joint === 'lengths') return draw.split(forward('q', 3 * s, count), [s, s, s], 2);
    return [forward('q', s, count), forward('k', t, count), forward('v', t, count)];
  };
  const operands = parts();
  const [q = '', k = '', v = ''] = operands;
  const length = joint === 'alone' ? t : s;
  const masks = draw.chance(3) ? [draw.input('mask', [s, length])] : [];
  draw.leak(...operands);
  const mixed = draw.add('Attention', [q, draw.chance(10) && s === length ? q : k, v, ...masks], draw.chance(2) ? { scale: 0.3 } : {});
  draw.leak(mixed);
  const perm = draw.chance(4) ? draw.pick([0, 1, 2, 3], [2, 1, 0, 3]) : [0, 2, 1, 3];
  const back = draw.chance(6) ? mixed : draw.add('Transpose', [mixed], { perm });
  draw.show(draw.chance(3) ? back : draw.add('Reshape', [back, draw.ints(...draw.pick<readonly number[]>([-1, width], [-1], [-1, 2]))]));
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

/** A product of matrices, or of more than that, with what is added to it or a normalization behind it. */
function matrixGemms(draw: ModelDraw): void {
  const [n, width] = [draw.pick(1, 3), draw.pick(4, 4, 1)];
  const x = draw.input('x', draw.chance(6) ? [1, n, 4] : [n, 4], [draw.chance(2) ? 'N' : undefined]);
  const product = draw.add('MatMul', [x, draw.floats([4, width])]);
  const statistics = [1, 2, 3, 4].map(offset => draw.floats([width], new Array<number>(width).fill(offset / 2)));
  const added = draw.pick<readonly number[]>([width], [width], [1], [], [1, width], [3, width], [3, 1], [1, 1, width], [6 * width]);
  const isNormalized = draw.chance(4);
  const fits = width === 1 || added.at(-1) !== 6 * width;
  draw.leak(product);
  draw.show(
    isNormalized
      ? draw.add('BatchNormalization', [product, ...statistics])
      : draw.commute('Add', product, fits ? draw.floats(added) : draw.add('Neg', [product])),
  );
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
  projections: draw => draw.pick(projections, gemmProjections)(draw),
  'all-projections': draw => draw.pick(projections, gemmProjections)(draw),
  heads,
  'scales-back': scalesBack,
  gemms,
  'matrix-gemms': matrixGemms,
};

export const EXACT_TRANSFORMER_MODELS: Readonly<Record<string, RuleModel>> = { splits, 'positions-of-views': positionsOfViews };
