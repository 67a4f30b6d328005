import type { ModelDraw } from './modelDraw';
import { openInput } from './openInput';
import type { RuleModel } from './ruleProperty';
import { EXACT_TRANSFORMER_MODELS } from './transformerRuleModels';

const FLOAT = 1;
const DOUBLE = 11;

function noOps(draw: ModelDraw): void {
  const x = openInput(draw);
  const a = draw.chance(3) ? x : draw.add('Neg', [x]);
  const padding = draw.shuffled(draw.pick<readonly number[]>([0, 0, 0, 0, 0, 0], [0, 1, 0, 0, -1, 0], [0, 0, 0, 0, -1, 0]));
  const one = draw.pick(
    () => draw.floats([3, 1], [1, 2, 1]),
    () => draw.floats(draw.pick<readonly number[]>([], [1], [1, 1, 1, 1]), [draw.pick(1, 1, 2)]),
  )();
  const [start, end, step] = draw.pick<readonly [number, number, number]>(
    [0, 3, 1],
    [0, 2 ** 31, 1],
    [1, 3, 1],
    [-1, -9, -1],
    [0, 2, 1],
    [0, 3, 2],
  );
  const b = draw.pick(
    () => draw.add('Identity', [a]),
    () => draw.add('Dropout', [a]),
    () => draw.add('Cast', [draw.add('Cast', [a], { to: draw.pick(FLOAT, DOUBLE) })], { to: FLOAT }),
    () => draw.add('Transpose', [a], { perm: draw.pick([0, 1, 2], [0, 2, 1], [2, 1, 0]) }),
    () => draw.add('Concat', draw.chance(2) ? [a] : [a, a], { axis: 1 }),
    () => draw.add('Reshape', [a, draw.ints(...draw.pick([0, 3, 0], [0, 0, -1], [0, -1, 3], [-1, 3, 1]))]),
    () => draw.add('Expand', [a, draw.ints(...draw.pick([1, 3, 1], [1], [2, 1, 3, 1]))]),
    () => draw.add('Tile', [a, draw.ints(...draw.pick([1, 1, 1], [1, 2, 1]))]),
    () => draw.add('Slice', [a, draw.ints(start), draw.ints(end), draw.ints(1), draw.ints(step)]),
    () => draw.add('Pad', [a, draw.ints(...padding)]),
    () => draw.add(draw.pick('Mul', 'Div', 'Pow'), [a, one]),
    () => draw.add(draw.pick('Sub', 'Add'), [a, draw.floats(draw.pick<readonly number[]>([], [1, 1, 1, 1]), [draw.pick(0, 0, 1)])]),
    () => draw.add('Max', [a]),
  )();
  draw.leak(a);
  draw.show(draw.chance(3) ? b : draw.add('Neg', [b]));
}

/** A target of some sizes of x and numbers, as exporters compute it. */
function computedTarget(draw: ModelDraw, x: string, entries: readonly (number | 'N' | 'W')[]): string {
  const shape = draw.add('Shape', [x]);
  const parts = entries.map(entry => {
    if (typeof entry === 'number') return draw.ints(entry);
    const size = draw.add('Gather', [shape, draw.index(entry === 'N' ? 0 : draw.pick(2, -1))], { axis: 0 });
    return draw.add('Unsqueeze', [size, draw.ints(0)]);
  });
  return draw.add('Concat', parts, { axis: 0 });
}

function shapes(draw: ModelDraw): void {
  const x = openInput(draw);
  const entries = draw.pick<readonly (number | 'N' | 'W')[]>(
    ['N', 3, 'W'],
    ['W', 3, 'N'],
    ['N', 'W', 3],
    [3, 'N', 'W'],
    ['N', -1],
    [-1, 'W'],
    ['W', 'N', 3],
    ['N', 3, -1],
  );
  const y = draw.add('Reshape', [x, computedTarget(draw, x, entries)], draw.chance(3) ? { allowzero: 1 } : {});
  // What needs the rank only, and a value that depends on nothing.
  const rank = draw.add('Shape', [draw.add('Shape', [y])]);
  draw.show(y, draw.add('Cast', [draw.add('Add', [rank, draw.ints(1)])], { to: FLOAT }));
}

function shapeVectors(draw: ModelDraw): void {
  const x = openInput(draw);
  for (let layer = draw.int(1, 3); layer > 0; layer--) {
    const entries = draw.pick<readonly (number | 'N' | 'W')[]>(
      ['N', 3, 'W'],
      ['W', 'N', 3],
      [2, 'N', 3, 'W'],
      ['W', 'W', 3],
      ['N', 'W', 3, 'N'],
    );
    const target = computedTarget(draw, x, entries);
    draw.show(
      draw.chance(3)
        ? draw.add('ConstantOfShape', [target])
        : draw.add('Expand', [draw.floats(draw.pick<readonly number[]>([], [3], [1])), fitted(draw, target, entries)]),
    );
  }
  const target = computedTarget(draw, x, draw.pick<readonly (number | 'N' | 'W')[]>(['N', 'W', 3], [3, 'N', 'W']));
  draw.show(draw.add('Reshape', [x, target], { allowzero: draw.int(0, 1) }));
}

/** Expand broadcasts from the right: the last axis of these targets may be 3 or open. */
function fitted(draw: ModelDraw, target: string, entries: readonly (number | 'N' | 'W')[]): string {
  return entries.at(-1) === 3 ? target : draw.add('Concat', [target, draw.ints(3)], { axis: 0 });
}

function constants(draw: ModelDraw): void {
  const x = openInput(draw);
  const a = draw.floats([3, 4]);
  const b = draw.add(draw.pick('Neg', 'Abs', 'Sqrt'), [a]);
  const c = draw.add('Transpose', [draw.chance(2) ? a : b], { perm: [1, 0] });
  const d = draw.add('Sub', draw.chance(2) ? [a, b] : [b, a]);
  const e = draw.add('Tile', [d, draw.ints(draw.pick(1, 100), 1)]);
  draw.leak(b, d);
  // Not as operand of a product: for a stored one the runtime has another kernel, which adds up in another order.
  draw.show(
    draw.add('Add', [e, draw.add('ReduceMax', [x], { keepdims: 0 })]),
    draw.add('Sub', [draw.add('Transpose', [c], { perm: [1, 0] }), a]),
  );
}

function duplicates(draw: ModelDraw): void {
  const x = openInput(draw);
  const other = draw.add('Neg', [x]);
  const made = Array.from({ length: 4 }, () => {
    const source = draw.pick(x, x, other);
    return draw.pick(
      () => draw.add('Elu', [source], { alpha: { float: draw.pick(1, 2) } }),
      () => draw.add('Sub', draw.pick([x, other], [other, x])),
      () => draw.add('ReduceMax', [source], { axes: [draw.pick(1, 2)], keepdims: 1 }),
      () => draw.add('LeakyRelu', [source], draw.chance(2) ? {} : { alpha: { float: 0.5 } }),
    )();
  });
  draw.leak(...made);
  draw.show(made.reduce((sum, tensor) => draw.add('Sub', [sum, tensor])));
}

function transposes(draw: ModelDraw): void {
  const x = draw.input('x', draw.shuffled([2, 1, 4]), draw.chance(2) ? ['N'] : []);
  const front = draw.int(0, 3);
  const a = draw.add('Unsqueeze', [x, draw.ints(front)]);
  const perm = draw.shuffled([0, 1, 2, 3]);
  const b = draw.add('Transpose', [a], { perm });
  draw.leak(a, b);
  // Mostly the axis that was added, wherever it is now; another one that can go has the size 1.
  const place = draw.chance(2) ? perm.indexOf(front) : draw.int(0, 3);
  draw.show(draw.add('Squeeze', [b, draw.ints(draw.chance(2) ? place : place - 4)]));
}

function views(draw: ModelDraw): void {
  const n = draw.int(1, 3);
  let last = draw.input('x', [n, 2, 6], ['N']);
  for (let step = draw.int(2, 4); step > 0; step--) {
    draw.leak(last);
    last = draw.pick(
      () => roundTrip(draw, draw.add('Reshape', [last, draw.ints(-1, 2, 6)])),
      () => draw.add('Transpose', [draw.add('Reshape', [last, draw.ints(-1, 2, 6)])], { perm: draw.shuffled([0, 1, 2]) }),
      () => draw.add('Reshape', [draw.add('Reshape', [last, draw.ints(-1, 12)]), draw.ints(...draw.pick([0, 2, 6], [0, 3, 4], [-1, 6]))]),
      () => draw.add('Reshape', [draw.add('Unsqueeze', [last, draw.ints(draw.pick(0, 1, -1))]), draw.ints(-1, 4, 3)]),
      () => draw.add('Flatten', [draw.add('Reshape', [last, draw.ints(-1, 2, 6)])], { axis: draw.int(0, 3) }),
      () =>
        draw.add(
          'Transpose',
          [draw.add('Transpose', [draw.add('Reshape', [last, draw.ints(-1, 1, 6)])], { perm: draw.shuffled([0, 1, 2]) })],
          { perm: draw.shuffled([0, 1, 2]) },
        ),
      () => {
        const cut = draw.add('Reshape', [last, draw.ints(...draw.pick([2, -1, 3], [2, 6, -1], [1, 4, -1]))]);
        const moved = draw.add('Transpose', [cut], { perm: draw.shuffled([0, 1, 2]) });
        draw.leak(cut, moved);
        return draw.add('Reshape', [moved, draw.ints(...draw.pick([-1, 2, 2, 3], [-1, 3, 2, 1], [2, 1, -1, 3], [2, 3, -1, 1]))]);
      },
    )();
  }
  draw.show(last);
}

/** There and mostly back again, while others may read what lies between. */
function roundTrip(draw: ModelDraw, x: string): string {
  const [there, back] = draw.pick<readonly [readonly number[], readonly number[]]>(
    [
      [1, 2, 0],
      [2, 0, 1],
    ],
    [
      [2, 0, 1],
      [2, 0, 1],
    ],
  );
  const between = draw.pick(
    () => draw.add('Transpose', [x], { perm: there }),
    () => draw.add('Transpose', [x]),
    () => draw.add('Reshape', [x, draw.ints(-1, 3, 4)]),
  )();
  if (draw.chance(2)) draw.show(draw.add('Neg', [between]));
  const last = draw.pick(
    () => draw.add('Transpose', [between], { perm: back }),
    () => draw.add('Transpose', [between]),
    () => draw.add('Reshape', [between, draw.ints(-1, 2, 6)]),
  )();
  return draw.add('Abs', [last]);
}

function gathers(draw: ModelDraw): void {
  draw.opset = draw.pick(17, 18);
  const sizes = [draw.pick(1, 3), draw.pick(1, 2, 3), 12];
  const x = draw.input('x', sizes, draw.chance(2) ? ['S', 'N'] : []);
  const cut = draw.add('Reshape', [
    x,
    draw.ints(
      ...draw.pick<readonly number[]>([0, 0, 3, 4], [0, 0, 3, 4], [0, 0, 3, 4], [0, 0, 3, 4], [0, 0, 4, 3], [0, 3, -1, 2], [3, 0, -1, 1]),
    ),
  ]);
  const moved = draw.chance(4)
    ? cut
    : draw.add('Transpose', [cut], { perm: draw.pick([2, 0, 1, 3], [2, 0, 1, 3], draw.shuffled([0, 1, 2, 3])) });
  const axis = draw.pick(moved === cut ? 2 : 0, draw.int(0, 3));
  for (const index of draw.chance(6) ? [0, 1, 1] : draw.shuffled([0, 1, 2])) {
    const taken = draw.add('Gather', [moved, draw.index(index)], { axis });
    draw.leak(taken);
    draw.show(draw.add('Reshape', [taken, draw.ints(-1, 1)]));
  }
}

function dead(draw: ModelDraw): void {
  const x = openInput(draw);
  const made = [x];
  for (let step = 0; step < 6; step++) made.push(draw.add(draw.pick('Neg', 'Abs', 'Relu'), [made[draw.int(0, made.length - 1)] ?? x]));
  draw.show(made[draw.int(1, made.length - 1)] ?? x, made[draw.int(1, made.length - 1)] ?? x);
}

const INT8 = 3;
const INT32 = 6;
const INT64 = 7;
const BOOL = 9;
const FLOAT16 = 10;

function casts(draw: ModelDraw): void {
  const x = draw.add('Mul', [openInput(draw), draw.scalar(draw.pick(1, 60))]);
  let last = draw.add('Cast', [x], { to: draw.pick(FLOAT, INT32, INT64, BOOL, INT8, FLOAT16) });
  for (let step = draw.int(1, 3); step > 0; step--) {
    draw.leak(draw.add('Cast', [last], { to: FLOAT }));
    last = draw.add('Cast', [last], { to: draw.pick(FLOAT, DOUBLE, INT32, INT64, BOOL, INT8, FLOAT16) });
  }
  draw.show(draw.add('Cast', [last], { to: FLOAT }));
}

function concats(draw: ModelDraw): void {
  const x = openInput(draw);
  const made = [x, draw.add('Neg', [x])];
  for (let step = draw.int(2, 4); step > 0; step--) {
    const parts = Array.from({ length: draw.int(1, 3) }, () => made[draw.int(Math.max(0, made.length - 3), made.length - 1)] ?? x);
    const joined = draw.add('Concat', parts, { axis: draw.pick(0, 0, -3, 1) });
    draw.leak(joined);
    made.push(joined);
  }
  draw.show(made.at(-1) ?? x);
}

function slices(draw: ModelDraw): void {
  let last = draw.input('x', [draw.int(1, 3), 5, draw.int(2, 7)], ['N', undefined, 'W']);
  for (let step = draw.int(2, 3); step > 0; step--) {
    draw.leak(last);
    const axes = draw.pick<readonly number[]>([1], [1], [2], [-1], [-2], [0, 2], [1, -1]);
    const each = (...choices: readonly [number, ...number[]]): string => draw.ints(...axes.map(() => draw.pick(...choices)));
    const limits = [each(0, 0, 1, 2, -3, -9), each(9, 9, 3, 4, -1, 2 ** 60)];
    last = draw.add('Slice', [last, ...limits, draw.ints(...axes), ...(draw.chance(2) ? [] : [each(1, 1, 2, 3, -1)])]);
  }
  draw.show(last);
}

/** Nodes some of whose further outputs are read, or seen outside. */
function outputs(draw: ModelDraw): void {
  const x = draw.input('x', [1, 2, 6], ['N', undefined, undefined]);
  const shared = draw.pick(
    () => draw.addAll('MaxPool', [x], [true, true], { kernel_shape: [2] }),
    () => draw.addAll('LSTM', [x, draw.floats([1, 12, 6]), draw.floats([1, 12, 3])], [true, true, true], { hidden_size: 3 }),
    () => draw.addAll('LayerNormalization', [x, draw.floats([6])], [true, true, true], { axis: -1 }),
  )();
  draw.show(draw.add('Neg', [shared[0] ?? x]));
  for (const output of shared.slice(1)) if (draw.chance(3)) draw.show(draw.chance(2) ? output : draw.add('Identity', [output]));
}

/** A model for each rule that keeps every bit. */
export const EXACT_RULE_MODELS: Readonly<Record<string, RuleModel>> = {
  'no-ops': noOps,
  shapes,
  'shape-vectors': shapeVectors,
  constants,
  duplicates,
  transposes,
  gathers,
  views,
  dead,
  casts,
  concats,
  slices,
  outputs,
  ...EXACT_TRANSFORMER_MODELS,
};
