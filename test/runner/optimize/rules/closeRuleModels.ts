import type { ModelDraw } from './modelDraw';
import { openInput } from './openInput';
import type { RuleModel } from './ruleProperty';
import { CLOSE_TRANSFORMER_MODELS } from './transformerRuleModels';

/** A layer with 6 output channels; the last axis may have as many. */
function linear(draw: ModelDraw): { readonly y: string; readonly rank: number; readonly last: number } {
  const bias = (): readonly string[] => (draw.chance(2) ? [draw.floats([6])] : []);
  const size = draw.pick(3, 6);
  const image = (): string => draw.input('x', [draw.int(1, 2), 4, 2, size], ['N']);
  const gemm = (): string => {
    const transB = draw.int(0, 1);
    const attributes = { transB, alpha: { float: draw.pick(1, 0.5) }, beta: { float: draw.pick(1, 3) } };
    const weights = [
      draw.floats(transB === 1 ? [6, 4] : [4, 6]),
      ...(draw.chance(3) ? [] : [draw.floats(draw.pick<readonly number[]>([6], [6], [1], [1, 6]))]),
    ];
    return draw.add('Gemm', [draw.input('x', [draw.int(1, 6), 4], ['N']), ...weights], attributes);
  };
  return draw.pick(
    () => ({ y: draw.add('Conv', [image(), draw.floats([6, 2, 1, 1]), ...bias()], { group: 2 }), rank: 4, last: size }),
    () => ({ y: draw.add('ConvTranspose', [image(), draw.floats([4, 3, 1, 1]), ...bias()], { group: 2 }), rank: 4, last: size }),
    () => ({ y: gemm(), rank: 2, last: 6 }),
  )();
}

function affine(draw: ModelDraw): void {
  const { y, rank, last: size } = linear(draw);
  draw.leak(y);
  if (draw.chance(8)) draw.show(draw.add('Neg', [y]));
  const ones = rank === 4 ? [1, 1] : [];
  const wide = rank === 4 ? [1, 1, 1, size] : [1, 1, 6];
  const constant = (): string => draw.floats(draw.pick<readonly number[]>([], [1], [6, ...ones], [1, 6, ...ones], [1, 1, ...ones], wide));
  const vector = (offset: number): string =>
    draw.floats(
      [6],
      Array.from({ length: 6 }, (_, c) => offset + Math.sin(c + offset) / 4),
    );
  let last = y;
  for (let step = draw.int(1, 3); step > 0; step--) {
    const norm = [0.5, 2, 1, 3].map(vector);
    last = draw.pick(
      () => draw.add('BatchNormalization', [last, ...norm], { epsilon: { float: draw.pick(1e-5, 0.1) } }),
      () => draw.commute('Mul', last, constant()),
      () => draw.commute('Add', last, constant()),
      () => draw.commute('Sub', last, constant()),
      () => draw.commute('Div', last, constant()),
    )();
  }
  draw.show(last);
}

/** Padding of the two spatial axes, or of none; of batch or channels once in a while. */
function spatialPads(draw: ModelDraw): readonly number[] {
  const size = (): number => draw.int(0, 1);
  return draw.chance(10) ? [0, 1, 0, 0, 0, 0, 0, 0] : [0, 0, size(), size(), 0, 0, size(), draw.chance(10) ? -1 : size()];
}

/** A Gemm behind what scales or shifts its columns. */
function affineBeforeGemm(draw: ModelDraw): void {
  const x = draw.input('x', [draw.pick(2, 4), 4], ['N']);
  const vector = (offset: number): string =>
    draw.floats(
      [4],
      Array.from({ length: 4 }, (_, c) => offset + Math.sin(c + offset) / 4),
    );
  const shifted = draw.pick(
    () => draw.add('BatchNormalization', [x, ...[0.5, 2, 1, 3].map(vector)], { epsilon: { float: 0.1 } }),
    () => draw.commute(draw.pick('Mul', 'Add'), x, draw.pick(vector(1), draw.scalar(2))),
    () => draw.add(draw.pick('Div', 'Sub'), [x, vector(2)]),
  )();
  draw.leak(shifted);
  const transB = draw.int(0, 1);
  const transA = draw.chance(8) ? 1 : 0;
  const bias = draw.chance(3) ? [] : [draw.floats(draw.pick<readonly number[]>([6], [6], [1], [1, 6]))];
  const scales = { alpha: { float: draw.pick(1, 0.5) }, beta: { float: draw.pick(1, 3) } };
  draw.show(draw.add('Gemm', [shifted, draw.floats(transB === 1 ? [6, 4] : [4, 6]), ...bias], { transA, transB, ...scales }));
}

function affineForward(draw: ModelDraw): void {
  if (draw.chance(3)) affineBeforeGemm(draw);
  else affineBeforeConv(draw);
}

function affineBeforeConv(draw: ModelDraw): void {
  const x = draw.input('x', [draw.int(1, 2), 4, 4, 4], ['N']);
  const vector = (offset: number): string =>
    draw.floats(
      [4],
      Array.from({ length: 4 }, (_, c) => offset + Math.sin(c + offset) / 4),
    );
  const constant = (): string => draw.floats(draw.pick<readonly number[]>([], [4, 1, 1], [1, 4, 1, 1], [1, 1, 4], [1]));
  const shifted = draw.pick(
    () => draw.add('BatchNormalization', [x, ...[0.5, 2, 1, 3].map(vector)], { epsilon: { float: 0.1 } }),
    () => draw.commute(draw.pick('Mul', 'Add'), x, constant()),
    () => draw.commute(draw.pick('Div', 'Sub'), x, constant()),
  )();
  draw.leak(shifted);
  const group = draw.pick(1, 2);
  if (draw.chance(4)) {
    draw.show(draw.add('ConvTranspose', [shifted, draw.floats([4, 3, 2, 2])], { group, strides: draw.pick([1, 1], [2, 1]) }));
    return;
  }
  const weight = draw.floats([6, 4 / group, 2, 2]);
  const padding = draw.pick<Readonly<Record<string, readonly number[] | string>>>(
    {},
    { pads: [0, 0, 0, 0] },
    { pads: [0, 1, 0, 0] },
    { auto_pad: 'SAME_UPPER' },
  );
  draw.show(draw.add('Conv', [shifted, weight, ...(draw.chance(2) ? [draw.floats([6])] : [])], { ...padding, group }));
  if (draw.chance(6)) draw.show(draw.add('Conv', [draw.add('Neg', [x]), weight], { group }));
}

function pads(draw: ModelDraw): void {
  const x = draw.input('x', [draw.int(1, 2), 4, 4, 5], ['N']);
  const value = draw.pick(0, 0, -Infinity, -Infinity, 1);
  draw.opset = draw.pick(17, 18);
  const filling = draw.floats([], [value]);
  const someAxes = draw.pick<readonly number[]>([2, 3], [-1, 2], [3], [1, 3], [-3]);
  const padded =
    draw.opset === 18 && draw.chance(2)
      ? draw.add('Pad', [
          x,
          draw.ints(...someAxes.map(() => draw.int(0, 1)), ...someAxes.map(() => draw.int(0, 1))),
          filling,
          draw.ints(...someAxes),
        ])
      : draw.add('Pad', [x, draw.ints(...spatialPads(draw)), ...(draw.chance(3) ? [] : [filling])], draw.chance(6) ? { mode: 'edge' } : {});
  draw.leak(padded);
  const own = draw.pick<Readonly<Record<string, readonly number[] | string | number>>>(
    {},
    { pads: [0, 1, 1, 0] },
    { auto_pad: draw.pick('VALID', 'SAME_LOWER') },
  );
  const channels = draw.chance(8) ? 5 : 4;
  draw.show(
    draw.pick(
      () => draw.add('Conv', [padded, draw.floats([3, channels, 2, 2])], own),
      () =>
        draw.add('MaxPool', [padded], {
          kernel_shape: [2, 2],
          ...own,
          ceil_mode: draw.chance(4) ? 1 : 0,
          strides: draw.pick([2, 1], [3, 3]),
        }),
      () =>
        draw.add('AveragePool', [padded], {
          kernel_shape: [2, 2],
          ...own,
          count_include_pad: draw.int(0, 1),
          ceil_mode: draw.chance(4) ? 1 : 0,
          strides: draw.pick([1, 1], [3, 3]),
        }),
    )(),
  );
}

function clips(draw: ModelDraw): void {
  let last = openInput(draw);
  for (let step = draw.int(2, 4); step > 0; step--) {
    draw.leak(last);
    const limits = (): readonly string[] => [
      draw.chance(4) ? '' : draw.floats([], [draw.pick(-2, 0, 1)]),
      ...(draw.chance(4) ? [] : [draw.floats([], [draw.pick(3, -1, 6)])]),
    ];
    last = draw.pick(
      () => draw.add('Relu', [last]),
      () => draw.add('Clip', [last, ...limits()]),
    )();
  }
  draw.show(last);
}

function scales(draw: ModelDraw): void {
  const x = draw.input('x', [4, 4], ['N']);
  const scaled = (tensor: string): string =>
    draw.pick(
      () => draw.commute('Mul', tensor, draw.scalar(draw.pick(2, 0.3))),
      () => draw.add('Div', [tensor, draw.scalar(3)]),
      () => draw.add('Div', [draw.scalar(3), tensor]),
    )();
  const a = scaled(x);
  draw.leak(a);
  if (draw.chance(2)) {
    const weight = draw.floats([4, 4]);
    const y = draw.pick(
      () => draw.add('Gemm', [a, weight, draw.floats([4])]),
      () => draw.add('Gemm', [x, weight, a]),
      () => draw.add('MatMul', [a, weight]),
      () => draw.add('MatMul', [weight, a]),
    )();
    draw.show(y, ...(draw.chance(3) ? [draw.add('MatMul', [x, weight])] : []));
  } else draw.show(draw.add('MatMul', [a, scaled(draw.add('Transpose', [draw.add('Neg', [x])], { perm: [1, 0] }))]));
}

/** Exactly what an operator means by a constant, or nearly so. */
function nearly(draw: ModelDraw, value: number): number {
  return draw.chance(12) ? value * 1.02 : value;
}

function hardSwish(draw: ModelDraw): void {
  draw.opset = draw.pick(17, 11);
  const x = openInput(draw);
  if (draw.chance(3)) {
    const gate = draw.add('HardSigmoid', [x], { alpha: { float: nearly(draw, 1 / 6) }, beta: { float: nearly(draw, 0.5) } });
    draw.leak(gate);
    draw.show(draw.commute('Mul', gate, besideGate(draw, x)));
    return;
  }
  const constant = (value: number): string => draw.floats([], [value]);
  const a = draw.commute('Add', x, constant(nearly(draw, 3)));
  const b = draw.add('Clip', [a, constant(nearly(draw, 0) + (draw.chance(12) ? 0.1 : 0)), constant(nearly(draw, 6))]);
  const y = draw.chance(2)
    ? draw.add('Div', [draw.commute('Mul', draw.chance(12) ? a : x, b), constant(nearly(draw, 6))])
    : draw.commute('Mul', x, draw.add('Div', [b, constant(6)]));
  draw.leak(a, b);
  draw.show(y);
}

function gelu(draw: ModelDraw): void {
  draw.opset = 20;
  const x = openInput(draw);
  const constant = (value: number): string => draw.floats(draw.pick<readonly number[]>([], [1]), [value]);
  const other = draw.chance(12) ? draw.add('Neg', [x]) : x;
  let inner: string;
  if (draw.chance(2)) {
    const scaled = draw.chance(2)
      ? draw.add('Div', [x, constant(nearly(draw, Math.SQRT2))])
      : draw.commute('Mul', x, constant(nearly(draw, Math.SQRT1_2)));
    draw.leak(scaled);
    inner = draw.add('Erf', [scaled]);
  } else if (draw.chance(2)) {
    const scaled = (tensor: string): string => draw.commute('Mul', tensor, constant(nearly(draw, 0.044715)));
    const square = draw.chance(2) ? scaled(draw.add('Mul', [x, x])) : draw.commute('Mul', scaled(besideGate(draw, x)), x);
    const factor = draw.commute('Add', square, constant(nearly(draw, 1)));
    const product = draw.commute('Mul', draw.commute('Mul', x, constant(nearly(draw, Math.sqrt(2 / Math.PI)))), factor);
    inner = draw.add('Tanh', [product]);
  } else {
    const cube = draw.add('Pow', [x, constant(nearly(draw, 3))]);
    const sum = draw.commute('Add', x, draw.commute('Mul', cube, constant(nearly(draw, 0.044715))));
    inner = draw.add('Tanh', [draw.commute('Mul', sum, constant(nearly(draw, Math.sqrt(2 / Math.PI))))]);
  }
  const sum = draw.commute('Add', inner, constant(nearly(draw, 1)));
  draw.leak(inner, sum);
  draw.show(
    draw.chance(2)
      ? draw.commute('Mul', draw.commute('Mul', other, sum), constant(nearly(draw, 0.5)))
      : draw.commute('Mul', draw.commute('Mul', other, constant(0.5)), sum),
  );
}

function norm(draw: ModelDraw, kind: 'layer' | 'rms'): void {
  draw.opset = kind === 'layer' ? 17 : 23;
  const x = draw.input('x', [draw.int(1, 2), 6, 6], ['N']);
  const mean = (tensor: string, axis: number): string =>
    draw.opset < 18
      ? draw.add('ReduceMean', [tensor], { axes: [axis], keepdims })
      : draw.add('ReduceMean', [tensor, draw.ints(axis)], { keepdims });
  const keepdims = draw.chance(10) ? 0 : 1;
  const axis = draw.pick(-1, -1, -1, 2, 1);
  const other = draw.chance(10) ? 1 : axis;
  const center = kind === 'layer' ? mean(x, axis) : '';
  const d = kind === 'layer' ? draw.add('Sub', [x, center]) : x;
  const square = draw.add('Pow', [d, draw.scalar(nearly(draw, 2))]);
  const root = draw.add('Sqrt', [draw.commute('Add', mean(square, other), draw.scalar(draw.pick(1e-5, 0.005)))]);
  if (kind === 'layer' && draw.chance(4)) {
    showMoments(draw, x, center, root);
    return;
  }
  const q = draw.add('Div', draw.chance(12) ? [root, d] : [d, root]);
  if (draw.chance(6)) {
    draw.show(q);
    return;
  }
  const s = draw.commute('Mul', q, draw.floats(draw.pick<readonly number[]>([6], [6], [6, 1], [1])));
  draw.leak(root, q);
  draw.show(draw.chance(3) ? s : draw.commute('Add', s, draw.floats(draw.pick<readonly number[]>([6], [6], [6, 1], [1]))));
}

/** x · s + (bias − mean · s) with s = scale / root, or what only looks like it. */
function showMoments(draw: ModelDraw, x: string, mean: string, root: string): void {
  const vector = (): string => draw.floats(draw.pick<readonly number[]>([6], [6], [6, 1]));
  const s = draw.commute('Mul', draw.add('Reciprocal', [root]), vector());
  const moved = draw.commute('Mul', draw.chance(8) ? x : mean, s);
  const shift = draw.add('Sub', draw.chance(8) ? [moved, vector()] : [vector(), moved]);
  draw.leak(s, shift);
  draw.show(draw.commute('Add', draw.commute('Mul', x, s), shift));
}

function instanceNorm(draw: ModelDraw): void {
  draw.opset = draw.pick(17, 22);
  const isImage = draw.chance(2);
  const space = isImage ? [4, 3] : [4];
  const x = draw.input('x', [draw.int(1, 2), 4, ...space], ['N', undefined, 'H']);
  const whole = isImage ? [2, 3] : [2];
  const axes = draw.pick<readonly number[]>(
    whole,
    whole,
    whole,
    isImage ? [-1, -2] : [-1],
    [1, ...whole],
    [1, ...whole.slice(1)],
    whole.slice(0, 1),
  );
  const mean = (tensor: string): string =>
    draw.opset < 18 ? draw.add('ReduceMean', [tensor], { axes }) : draw.add('ReduceMean', [tensor, draw.ints(...axes)]);
  const d = draw.add('Sub', [x, mean(x)]);
  const square = draw.chance(2) ? draw.add('Mul', [d, d]) : draw.add('Pow', [d, draw.scalar(nearly(draw, 2))]);
  const root = draw.add('Sqrt', [draw.commute('Add', mean(square), draw.scalar(draw.pick(1e-5, 0.005)))]);
  let last = draw.add('Div', [d, root]);
  draw.leak(root, last);
  const ones = space.map(() => 1);
  const constant = (): string =>
    draw.floats(draw.pick<readonly number[]>([4, ...ones], [4, ...ones], [1, 4, ...ones], [1], isImage ? [4, 1] : [4]));
  if (!draw.chance(4)) last = draw.commute('Mul', last, constant());
  if (!draw.chance(3)) last = draw.commute('Add', last, constant());
  draw.show(last);
}

function groupNorm(draw: ModelDraw): void {
  draw.opset = draw.pick(21, 23);
  const x = draw.input('x', [2, 4, 4, 3], ['N']);
  const cut = draw.add('Reshape', [x, draw.ints(...draw.pick([0, 2, -1], [0, 2, -1], [1, 2, -1], [-1, 2, 6]))]);
  const groups = [1, 0].map(value => draw.floats([2], [value, nearly(draw, value) + (draw.chance(12) ? 0.5 : 0)]));
  const norm = draw.add('InstanceNormalization', [cut, ...groups], { epsilon: { float: draw.pick(1e-5, 0.01) } });
  const back = draw.add('Reshape', [norm, draw.ints(...draw.pick([0, 4, 4, 3], [-1, 4, 4, 3], [-1, 4, 3, 4]))]);
  draw.leak(norm, back);
  const constant = (): string => draw.floats(draw.pick<readonly number[]>([4, 1, 1], [4, 1, 1], [1, 4, 1, 1], [1]));
  const scaled = draw.chance(4) ? back : draw.commute('Mul', back, constant());
  draw.show(draw.chance(3) ? scaled : draw.commute('Add', scaled, constant()));
}

function softplus(draw: ModelDraw): void {
  const x = openInput(draw);
  const power = draw.add('Exp', [x]);
  const sum = draw.commute('Add', power, draw.floats(draw.pick<readonly number[]>([], [1]), [nearly(draw, 1)]));
  draw.leak(power, sum);
  draw.show(draw.add('Log', [sum]));
}

function mish(draw: ModelDraw): void {
  draw.opset = draw.pick(18, 22);
  const x = openInput(draw);
  const soft = draw.add('Softplus', [x]);
  const gate = draw.add('Tanh', [soft]);
  draw.leak(soft, gate);
  draw.show(draw.commute('Mul', gate, besideGate(draw, x)));
}

function swish(draw: ModelDraw): void {
  draw.opset = 24;
  const x = openInput(draw);
  const inner = draw.pick(
    () => x,
    () => draw.commute('Mul', x, draw.scalar(draw.pick(1.702, 0.5))),
    () => draw.commute('Mul', besideGate(draw, x), draw.floats([], [0.5])),
  )();
  const gate = draw.add('Sigmoid', [inner]);
  draw.leak(gate);
  draw.show(draw.commute('Mul', gate, besideGate(draw, x)));
}

/** What a gate is multiplied with: what goes into it, or what only looks like that. */
function besideGate(draw: ModelDraw, x: string): string {
  return draw.chance(6) ? draw.pick(draw.floats([3, 1]), draw.add('Neg', [x])) : x;
}

function attention(draw: ModelDraw): void {
  draw.opset = 23;
  const [n, heads, width, s] = [draw.int(1, 2), 2, 4, draw.int(1, 3)];
  const t = draw.chance(2) ? s : draw.int(1, 3);
  const isSplit = draw.chance(2);
  const shared = draw.chance(8) ? 1 : heads;
  const split = (name: string, length: number, count: number): string => {
    if (!isSplit) return draw.input(name, [n, count, length, width], ['N', undefined, name === 'q' ? 'S' : 'T']);
    const flat = draw.input(name, [n, length, heads * width], ['N', name === 'q' ? 'S' : 'T']);
    return draw.add('Transpose', [draw.add('Reshape', [flat, draw.ints(0, 0, heads, width)])], { perm: [0, 2, 1, 3] });
  };
  const [q, k, v] = [split('q', s, heads), split('k', t, shared), split('v', t, shared)];
  const scaled = (tensor: string): string =>
    draw.pick(
      () => tensor,
      () => draw.commute('Mul', tensor, draw.scalar(0.3)),
      () => draw.add('Div', [tensor, draw.scalar(2)]),
    )();
  const scores = scaled(
    draw.add('MatMul', [scaled(q), draw.add('Transpose', [k], { perm: draw.chance(10) && t === width ? [0, 1, 2, 3] : [0, 1, 3, 2] })]),
  );
  const mask = (): string => {
    const axes = draw.pick<readonly string[]>(['N', '1', '1', 'T'], ['S', 'T'], ['N', '2', 'S', 'T'], ['1', '1', 'S', 'T']);
    const sizes = new Map(Object.entries({ N: n, S: s, T: t, 1: 1, 2: heads }));
    return draw.input(
      'mask',
      axes.map(axis => sizes.get(axis) ?? 1),
      axes.map(axis => (/\d/.test(axis) ? undefined : axis)),
    );
  };
  const masked = draw.chance(2) ? draw.commute('Add', scores, mask()) : scores;
  const weights = draw.add('Softmax', [masked], { axis: draw.pick(-1, -1, -1, 3, 2) });
  const y = draw.add('MatMul', [weights, v]);
  draw.leak(scores, weights);
  draw.show(
    isSplit
      ? draw.add('Reshape', [
          draw.add('Transpose', [y], { perm: draw.pick([0, 2, 1, 3], [0, 2, 1, 3], [0, 1, 2, 3]) }),
          draw.ints(0, -1, heads * width),
        ])
      : y,
  );
}

/** Steps that compute each position by itself, and some that mix them, of which one position is read. */
function positions(draw: ModelDraw): void {
  draw.opset = draw.pick(17, 23);
  let last = draw.input('x', [draw.int(1, 2), 4, 4], ['N', draw.chance(2) ? 'S' : undefined]);
  const attention = (query: string): string => {
    const [key, masks] = [draw.chance(4) ? query : draw.add('Neg', [query]), draw.chance(2) ? [] : [draw.floats([4, 4])]];
    const attributes = { q_num_heads: 2, kv_num_heads: 2, ...(draw.chance(3) ? { is_causal: 1 } : {}) };
    return draw.add('Attention', [query, key, draw.add('Abs', [query]), ...masks], attributes);
  };
  for (let step = draw.int(1, 5); step > 0; step--) {
    draw.leak(last);
    const before = last;
    last = draw.pick(
      () => draw.add('Neg', [before]),
      () => draw.commute(draw.pick('Add', 'Mul', 'Sub'), before, draw.floats(draw.pick<readonly number[]>([4], [4, 1], [1, 4, 4], []))),
      () => draw.add('Add', [before, draw.add('Transpose', [before], { perm: [0, 2, 1] })]),
      () => draw.add('MatMul', draw.chance(3) ? [draw.floats([4, 4]), before] : [before, draw.floats([4, 4])]),
      () => draw.add('MatMul', [before, draw.add('Transpose', [before], { perm: [0, 2, 1] })]),
      () => draw.add('LayerNormalization', [before, draw.floats([4]), draw.floats([4])]),
      () => draw.add('Softmax', [before], { axis: draw.pick(-1, 1) }),
      () => draw.add('Transpose', [before], { perm: draw.pick([0, 2, 1], [0, 1, 2]) }),
      () => draw.add('Reshape', [draw.add('Reshape', [before, draw.ints(0, 4, 2, 2)]), draw.ints(0, 0, 4)]),
      () =>
        draw.opset < 18
          ? draw.add('ReduceMax', [before], { axes: [draw.pick(1, 2)], keepdims: 1 })
          : draw.add('ReduceMax', [before, draw.ints(draw.pick(1, 2))], { keepdims: 1 }),
      () => (draw.opset < 23 ? draw.add('Abs', [before]) : attention(before)),
    )();
    if (last !== before && draw.chance(3)) last = draw.commute('Add', last, before);
  }
  if (draw.opset === 23 && draw.chance(3)) last = attention(last);
  const index = draw.pick(0, 0, 3);
  draw.show(draw.add('Gather', [last, draw.chance(2) ? draw.index(index) : draw.ints(index)], { axis: draw.pick(1, 1, 2, -2) }));
}

/** A model for each rule that rounds differently. */
export const CLOSE_RULE_MODELS: Readonly<Record<string, RuleModel>> = {
  affine,
  'hard-swish': hardSwish,
  gelu,
  'layer-norm': draw => norm(draw, 'layer'),
  'rms-norm': draw => norm(draw, 'rms'),
  attention,
  scales,
  'affine-forward': affineForward,
  pads,
  clips,
  positions,
  'instance-norm': instanceNorm,
  'group-norm': groupNorm,
  softplus,
  mish,
  swish,
  ...CLOSE_TRANSFORMER_MODELS,
};
