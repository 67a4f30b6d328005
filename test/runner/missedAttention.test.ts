import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FusionCondition } from '../../src/shared/report/missedFusion';
import { buildModel, type FixtureModel, type FixtureNode } from '../fixtures/buildModel';
import { temporaryFolder } from '../fixtures/temporaryFolder';
import { missedIn } from './missedIn';

const folder = temporaryFolder();
const HIDDEN = 8;
const HEADS = 2;
const HEAD = HIDDEN / HEADS;

interface Encoder {
  readonly opset?: number;
  readonly mask?: 'of tokens' | 'ready' | 'none';
  readonly scale?: 'Div' | 'Mul' | 'none';
  /** The input of the normalization is added in the end instead of its result. */
  readonly normalizesBefore?: boolean;
  readonly isBiased?: boolean;
  readonly biasFirst?: boolean;
  /** Features of queries, keys and values over hidden ones. */
  readonly widening?: number;
  readonly keysInTwoSteps?: boolean;
  readonly hasFixedSizes?: boolean;
  /** Tensor that something else reads as well. */
  readonly alsoRead?: string;
}

const node = (op: string, inputs: readonly string[], output: string, attributes: FixtureNode['attributes'] = {}): FixtureNode => ({
  op,
  inputs,
  outputs: [output],
  attributes,
});
const weight = (name: string, ...dims: readonly number[]): NonNullable<FixtureModel['initializers']>[number] => ({
  name,
  dims,
  values: Array.from({ length: dims.reduce((product, dim) => product * dim, 1) }, (_, index) => Math.sin(index)),
});
const integers = (name: string, values: readonly number[]): NonNullable<FixtureModel['initializers']>[number] => ({
  name,
  dims: [values.length],
  values: values.map(BigInt),
});
const scalar = (name: string, value: number): NonNullable<FixtureModel['initializers']>[number] => ({ name, dims: [], values: [value] });

/** LayerNormalization in parts, as it was written before opset 17. */
function normalization(): readonly FixtureNode[] {
  const mean = { axes: [-1], keepdims: 1 };
  return [
    node('ReduceMean', ['u'], 'mu', mean),
    node('Sub', ['u', 'mu'], 's'),
    node('Pow', ['s', 'two'], 'square'),
    node('ReduceMean', ['square'], 'variance', mean),
    node('Add', ['variance', 'epsilon'], 'sum'),
    node('Sqrt', ['sum'], 'deviation'),
    node('Div', ['s', 'deviation'], 'n'),
    node('Mul', ['n', 'g'], 'scaled'),
    node('Add', ['scaled', 'shift'], 'ln'),
  ];
}

function projection(letter: string, perm: readonly number[], { isBiased = true, biasFirst = false }: Encoder): readonly FixtureNode[] {
  const [product, bias] = [`${letter}m`, `${letter}b`];
  const sum = node('Add', biasFirst ? [bias, product] : [product, bias], `${letter}a`);
  return [
    node('MatMul', ['ln', `${letter}w`], product),
    ...(isBiased ? [sum] : []),
    node('Reshape', [isBiased ? `${letter}a` : product, 'heads'], `${letter}r`),
    node('Transpose', [`${letter}r`], letter, { perm }),
  ];
}

function masked(scores: string, opset: number): readonly FixtureNode[] {
  const unsqueeze = (from: string, to: string, axis: number): FixtureNode =>
    opset < 13 ? node('Unsqueeze', [from], to, { axes: [axis] }) : node('Unsqueeze', [from, `axis${axis}`], to);
  return [
    unsqueeze('mask', 'm1', 1),
    unsqueeze('m1', 'm2', 2),
    node('Cast', ['m2'], 'm3', { to: 1 }),
    node('Sub', ['one', 'm3'], 'm4'),
    node('Mul', ['m4', 'far'], 'm5'),
    node('Add', [scores, 'm5'], 'masked'),
  ];
}

/** A block of an encoder from its normalization to the addition behind its attention. */
function encoder(form: Encoder): FixtureModel {
  const { opset = 12, mask = 'of tokens', scale = 'Div', normalizesBefore = false, widening = 1, keysInTwoSteps = false, alsoRead } = form;
  const features = widening * HIDDEN;
  const scores = scale === 'none' ? 'qk' : 'scores';
  const before = mask === 'none' ? scores : 'masked';
  const nodes = [
    node('Exp', ['x'], 'u'),
    ...normalization(),
    ...projection('q', [0, 2, 1, 3], form),
    ...projection('k', keysInTwoSteps ? [0, 2, 1, 3] : [0, 2, 3, 1], form),
    ...projection('v', [0, 2, 1, 3], form),
    ...(keysInTwoSteps ? [node('Transpose', ['k'], 'kt', { perm: [0, 1, 3, 2] })] : []),
    node('MatMul', ['q', keysInTwoSteps ? 'kt' : 'k'], 'qk'),
    ...(scale === 'none' ? [] : [node(scale, ['qk', 'root'], 'scores')]),
    ...(mask === 'of tokens' ? masked(scores, opset) : []),
    ...(mask === 'ready' ? [node('Add', [scores, 'mask'], 'masked')] : []),
    node('Softmax', [before], 'p', { axis: opset < 13 ? 3 : -1 }),
    node('MatMul', ['p', 'v'], 'c'),
    node('Transpose', ['c'], 'ct', { perm: [0, 2, 1, 3] }),
    node('Reshape', ['ct', 'flat'], 'cr'),
    node('MatMul', ['cr', 'ow'], 'om'),
    node('Add', ['om', 'ob'], 'o'),
    node('Add', ['o', normalizesBefore ? 'u' : 'ln'], 'y'),
    ...(alsoRead === undefined ? [] : [node('Exp', [alsoRead], 'z')]),
  ];
  const [batch, tokens] = form.hasFixedSizes === true ? [2, 5] : ['batch', 'tokens'];
  const maskInput =
    mask === 'none'
      ? []
      : [
          mask === 'ready'
            ? { name: 'mask', shape: [batch, 1, 1, tokens] }
            : { name: 'mask', dtype: 'int64' as const, shape: [batch, tokens] },
        ];
  return {
    opset,
    inputs: [{ name: 'x', shape: [batch, tokens, HIDDEN] }, ...maskInput],
    initializers: [
      ...[weight('g', HIDDEN), weight('shift', HIDDEN), weight('ow', features, HIDDEN), weight('ob', HIDDEN)],
      ...['q', 'k', 'v'].flatMap(letter => [weight(`${letter}w`, HIDDEN, features), weight(`${letter}b`, features)]),
      ...[
        integers('heads', [0, 0, HEADS, HEAD * widening]),
        integers('flat', [0, 0, features]),
        integers('axis1', [1]),
        integers('axis2', [2]),
      ],
      ...[scalar('root', scale === 'Mul' ? 1 / Math.sqrt(HEAD) : Math.sqrt(HEAD)), scalar('one', 1), scalar('two', 2)],
      ...[scalar('epsilon', 1e-5), scalar('far', -10_000)],
    ],
    nodes,
    outputs: [{ name: 'y' }, ...(alsoRead === undefined ? [] : [{ name: 'z' }])],
  };
}

describe('attention, of what the runtime really ran', () => {
  it.each<readonly [string, Encoder, FusionCondition | undefined, RegExp]>([
    ['is fused', {}, undefined, /^$/],
    ['is fused with keys in two steps', { keysInTwoSteps: true }, undefined, /^$/],
    ['is not without a mask', { mask: 'none' }, 'operator', /No mask/],
    ['is not with a mask that is ready', { mask: 'ready' }, 'operator', /one value per token/],
    ['is not when it scales by multiplication', { scale: 'Mul' }, 'operator', /scaled by a multiplication/],
    ['is not without a scale', { scale: 'none' }, 'operator', /No scale/],
    ['is not when it normalizes before', { normalizesBefore: true }, 'operator', /not “ln”/],
    ['is not without biases', { isBiased: false }, 'operator', /Add of a bias/],
    ['is not when biases come first', { biasFirst: true }, 'operator', /its bias second/],
    ['is not when it widens', { widening: 2 }, 'shape', /8 × 16/],
    ['is not when its probabilities are read twice', { alsoRead: 'p' }, 'second-reader', /“p” is read 2 times/],
    ['is not when its result is read twice', { alsoRead: 'ct' }, 'second-reader', /“ct” is read 2 times/],
    ['is not from opset 13 on', { opset: 13 }, 'opset', /Since opset 13/],
    ['is not with fixed sizes', { hasFixedSizes: true }, 'shape', /become Gemm/],
  ])('%s', async (name, form, condition, why) => {
    const file = path.join(folder, `${name.replaceAll(' ', '-')}.onnx`);
    fs.writeFileSync(file, buildModel(encoder(form)));
    const missed = (await missedIn(file, { batch: 2, tokens: 5 })).filter(({ fusion }) => fusion === 'Attention');
    expect(missed.map(found => found.condition)).toEqual(condition === undefined ? [] : [condition]);
    expect(missed[0]?.why ?? '').toMatch(why);
  });
});
