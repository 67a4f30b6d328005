import { inferShapes, type ShapeOptions } from '../../../src/analysis/shapes/inferShapes';
import { formatDim } from '../../../src/analysis/shapes/dims/formatDim';
import type { Fact } from '../../../src/analysis/shapes/fact';
import { openModelBytes } from '../../../src/onnx/openModelBytes';
import type { OnnxModel } from '../../../src/onnx/openModel';
import { tensorByName } from '../../../src/shared/graph/traversal';
import { buildModel, type FixtureAttribute, type FixtureModel, type FixtureTensor, type FixtureValue } from '../../fixtures/buildModel';

export function openFixture(model: FixtureModel): OnnxModel {
  return openModelBytes(buildModel(model));
}

export interface InferredFixture {
  /** `float32 [batch, 3, H/2]`; `?` for what is not known; `seq(…)` for sequences. */
  text(tensor: string): string;
  fact(tensor: string): Fact;
  readonly conflicts: readonly { readonly node: number; readonly what: string }[];
  readonly unknownOperators: readonly number[];
  readonly exhausted: boolean;
}

export function inferFixture(model: FixtureModel, options: ShapeOptions = { dims: new Map() }): InferredFixture {
  const { graph, reader } = openFixture(model);
  const shapes = inferShapes(graph, reader, options);
  const fact = (name: string): Fact => shapes.fact(shapes.frame, tensorByName(graph, name));
  return {
    text: name => factText(fact(name)),
    fact,
    conflicts: shapes.conflicts,
    unknownOperators: shapes.unknownOperators,
    exhausted: shapes.exhausted,
  };
}

export function factText(fact: Fact): string {
  if (fact.kind === 'sequence') return `seq(${fact.content === undefined ? '?' : factText(fact.content)})`;
  const shape = fact.shape?.map(dim => (dim === undefined ? '?' : formatDim(dim))).join(', ');
  return `${fact.dtype ?? '?'} ${shape === undefined ? '?' : `[${shape}]`}`;
}

/** An operand: a declared input by its shape, or a stored int64 vector (`ints`), float32 vector (`floats`) or scalar. `null` is omitted. */
export type Operand =
  | readonly (number | string | undefined)[]
  | { readonly ints: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly scalar: number }
  | { readonly dtype: NonNullable<FixtureValue['dtype']>; readonly shape: readonly (number | string | undefined)[] }
  | null;

/** Facts of the outputs of one node, as text. */
export function inferNode(
  op: string,
  operands: readonly Operand[],
  attributes: Readonly<Record<string, FixtureAttribute>> = {},
  { opset = 17, outputs = 1, domain = '' }: { readonly opset?: number; readonly outputs?: number; readonly domain?: string } = {},
): readonly string[] {
  const names = Array.from({ length: outputs }, (_, index) => `y${index}`);
  const inferred = inferFixture({
    opset,
    opsets: domain === '' ? {} : { [domain]: 1 },
    inputs: operands.flatMap((operand, index) => declared(operand, `x${index}`)),
    initializers: operands.flatMap((operand, index) => stored(operand, `x${index}`)),
    nodes: [{ op, domain, inputs: operands.map((operand, index) => (operand === null ? '' : `x${index}`)), outputs: names, attributes }],
    outputs: [],
  });
  return names.map(name => inferred.text(name));
}

function declared(operand: Operand, name: string): readonly FixtureValue[] {
  if (operand === null || 'ints' in operand || 'floats' in operand || 'scalar' in operand) return [];
  return 'dtype' in operand ? [{ name, dtype: operand.dtype, shape: operand.shape }] : [{ name, shape: operand }];
}

function stored(operand: Operand, name: string): readonly FixtureTensor[] {
  if (operand === null) return [];
  if ('ints' in operand) return [{ name, dims: [operand.ints.length], values: operand.ints.map(BigInt), dtype: 'int64' }];
  if ('floats' in operand) return [{ name, dims: [operand.floats.length], values: operand.floats }];
  return 'scalar' in operand ? [{ name, dims: [], values: [BigInt(operand.scalar)], dtype: 'int64' }] : [];
}
