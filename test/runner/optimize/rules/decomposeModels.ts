import type { FixtureAttribute } from '../../../fixtures/buildModel';
import type { ModelDraw } from './modelDraw';
import type { RuleModel } from './ruleProperty';

/** Opset of the newest operators that are drawn. */
const NEWEST = 24;

/** Sizes of `rank` axes, some of them open. */
function drawnInput(draw: ModelDraw, rank: number, name = 'x'): { readonly x: string; readonly sizes: readonly number[] } {
  const sizes = Array.from({ length: rank }, () => draw.int(1, 4));
  return {
    x: draw.input(
      name,
      sizes,
      sizes.map((_, axis) => (draw.chance(3) ? `${name}${String(axis)}` : undefined)),
    ),
    sizes,
  };
}

/** Values among which a large positive one is: 1 + erf(x) of a negative one rounds by the size of 1. */
const ENOUGH_FOR_BOTH_SIGNS = 3;

/** An operator of one input, from `since` on. */
function activation(op: string, since: number, attributes: (draw: ModelDraw) => Readonly<Record<string, FixtureAttribute>>): RuleModel {
  return draw => {
    draw.opset = draw.int(since, NEWEST);
    const { x, sizes } = drawnInput(draw, draw.int(0, 4));
    const isNegated = sizes.reduce((product, size) => product * size, 1) >= ENOUGH_FOR_BOTH_SIGNS && draw.chance(2);
    const y = draw.add(op, [isNegated ? draw.add('Neg', [x]) : x], attributes(draw));
    draw.leak(y);
    draw.show(draw.chance(2) ? draw.add(op, [y], attributes(draw)) : y);
  };
}

/** Axis of a norm, from either end, and the sizes from there on. */
function normalizedAxis(draw: ModelDraw, sizes: readonly number[]): { readonly axis: number; readonly normalized: readonly number[] } {
  const from = draw.int(0, sizes.length - 1);
  return { axis: draw.chance(2) ? from : from - sizes.length, normalized: sizes.slice(from) };
}

/** Of a norm, where it is not the default. */
function drawnEpsilon(draw: ModelDraw): Readonly<Record<string, FixtureAttribute>> {
  return draw.chance(2) ? { epsilon: { float: draw.pick(1e-5, 0.1, 0) } } : {};
}

function layerNorm(draw: ModelDraw): void {
  draw.opset = draw.int(17, NEWEST);
  const { x, sizes } = drawnInput(draw, draw.int(1, 4));
  const { axis, normalized } = normalizedAxis(draw, sizes);
  const weights = [draw.floats(normalized), ...(draw.chance(2) ? [draw.floats(normalized)] : [])];
  const isGiven = draw.pick([true], [true], [true, true], [true, false, true]);
  const attributes = { ...(axis !== -1 || draw.chance(2) ? { axis } : {}), ...drawnEpsilon(draw) };
  const outputs = draw.addAll('LayerNormalization', [x, ...weights], isGiven, attributes);
  const shown = outputs.filter((name, index) => name !== '' && (index === 0 || draw.chance(2)));
  draw.show(...shown);
}

function rmsNorm(draw: ModelDraw): void {
  draw.opset = draw.int(23, NEWEST);
  const { x, sizes } = drawnInput(draw, draw.int(1, 4));
  const { axis, normalized } = normalizedAxis(draw, sizes);
  const attributes = { ...(axis !== -1 || draw.chance(2) ? { axis } : {}), ...drawnEpsilon(draw) };
  draw.show(draw.add('RMSNormalization', [x, draw.floats(normalized)], attributes));
}

function groupNorm(draw: ModelDraw): void {
  draw.opset = draw.int(21, NEWEST);
  const groups = draw.int(1, 3);
  const channels = groups * draw.int(1, 3);
  const sizes = [draw.int(1, 3), channels, ...Array.from({ length: draw.int(1, 3) }, () => draw.int(1, 4))];
  const symbols = sizes.map((_, axis) => (axis !== 1 && draw.chance(2) ? `d${String(axis)}` : undefined));
  const x = draw.input('x', sizes, symbols);
  draw.show(
    draw.add('GroupNormalization', [x, draw.floats([channels]), draw.floats([channels])], { num_groups: groups, ...drawnEpsilon(draw) }),
  );
}

/** Sizes of an Attention. */
interface AttentionSizes {
  readonly batch: number;
  readonly queries: number;
  readonly shared: number;
  readonly length: number;
  readonly keys: number;
  readonly past: number;
  readonly width: number;
  readonly valueWidth: number;
}

function attentionSizes(draw: ModelDraw): AttentionSizes {
  const shared = draw.int(1, 2);
  const [length, width] = [draw.int(1, 4), draw.pick(2, 4)];
  return {
    ...{ batch: draw.int(1, 2), queries: shared * draw.int(1, 3), shared, length, width },
    keys: draw.chance(2) ? length : draw.int(1, 4),
    past: draw.chance(3) ? draw.int(1, 3) : 0,
    valueWidth: draw.chance(3) ? 3 : width,
  };
}

function attention(draw: ModelDraw): void {
  draw.opset = draw.int(23, NEWEST);
  const sizes = attentionSizes(draw);
  const { batch, queries, shared, length, keys, past, width, valueWidth } = sizes;
  const isFlat = draw.chance(2);
  const isOpen = draw.chance(2);
  const operand = (name: string, heads: number, count: number, wide: number): string => {
    const axes = isFlat ? [batch, count, heads * wide] : [batch, heads, count, wide];
    const lengthName = keys === length ? 'length' : name;
    return draw.input(name, axes, isOpen ? ['batch', ...(isFlat ? [lengthName] : [undefined, lengthName])] : []);
  };
  const inputs = [operand('q', queries, length, width), operand('k', shared, keys, width), operand('v', shared, keys, valueWidth)];
  const mask = draw.chance(2) ? drawnMask(draw, sizes) : '';
  const continued = past === 0 ? [] : [draw.input('pk', [batch, shared, past, width]), draw.input('pv', [batch, shared, past, valueWidth])];
  const isGiven = draw.pick([true], [true], [true, true, true], [true, false, false, true], [true, true, true, true]);
  const outputs = draw.addAll('Attention', [...inputs, mask, ...continued], isGiven, {
    ...(isFlat && { q_num_heads: queries, kv_num_heads: shared }),
    ...(draw.chance(2) && { scale: { float: draw.pick(0.25, 1, 0.3) } }),
    ...(draw.chance(3) && { softcap: { float: draw.pick(0.5, 2) } }),
    ...(draw.chance(3) && { is_causal: 1 }),
    ...(draw.chance(2) && { qk_matmul_output_mode: draw.int(0, 3) }),
  });
  draw.show(...outputs.filter(name => name !== ''));
}

/** Of all keys, those of the past included. */
function drawnMask(draw: ModelDraw, { batch, queries, length, keys, past }: AttentionSizes): string {
  const all = past + keys;
  const dims = draw.pick<readonly number[]>([length, all], [1, 1, length, all], [batch, 1, length, all], [batch, queries, length, all]);
  if (draw.chance(2)) return draw.floats(dims);
  const count = dims.reduce((product, dim) => product * dim, 1);
  // Each query sees its first key, since a row of nothing has no softmax.
  return draw.bools(
    dims,
    Array.from({ length: count }, (_, index) => index % all === 0 || draw.chance(2)),
  );
}

const NO_ATTRIBUTES = (): Readonly<Record<string, FixtureAttribute>> => ({});

/** Models with each operator that `decompose` writes out. */
export const DECOMPOSE_MODELS: Readonly<Record<string, RuleModel>> = {
  Attention: attention,
  Gelu: activation('Gelu', 20, draw => (draw.chance(3) ? {} : { approximate: draw.pick('none', 'tanh') })),
  GroupNormalization: groupNorm,
  HardSwish: activation('HardSwish', 14, NO_ATTRIBUTES),
  LayerNormalization: layerNorm,
  Mish: activation('Mish', 18, NO_ATTRIBUTES),
  RMSNormalization: rmsNorm,
  Swish: activation('Swish', NEWEST, draw => (draw.chance(3) ? {} : { alpha: { float: draw.pick(0.5, 1, 2) } })),
};
