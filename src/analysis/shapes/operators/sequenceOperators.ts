import { normalizeAxis, toDim, withDim } from '../axes';
import type { SymbolicDim } from '../dims/dim';
import { addDims, multiplyDims, subtractDims } from '../dims/dimArithmetic';
import { mergeFacts } from '../mergeFacts';
import { MAX_ELEMENTS, sequenceFact, tensorFact, UNKNOWN, type Fact } from '../fact';
import type { InferOperator, OperatorContext } from '../operatorContext';
import { dataDependent } from './detectionOperators';

export const inferSequenceConstruct: InferOperator = node => [sequenceFact(commonFact(node.inputs), node.inputs)];

export const inferSequenceEmpty: InferOperator = node => [
  sequenceFact(tensorFact(node.dtypeAttribute('dtype') ?? 'float32', undefined), []),
];

export const inferSequenceLength: InferOperator = node => [tensorFact('int64', [], [node.input(0).items?.length])];

export const inferSequenceAt: InferOperator = node => {
  const { items, content } = node.input(0);
  const at = itemIndex(node.scalar(1), items?.length);
  return [(at === undefined ? undefined : items?.[at]) ?? content ?? UNKNOWN];
};

export const inferSequenceInsert: InferOperator = node => {
  const { items, content } = node.input(0);
  const added = node.input(1);
  const at = node.has(2) ? insertIndex(node.scalar(2), items?.length) : items?.length;
  const isFirst = items?.length === 0;
  const common = isFirst || content === undefined ? (isFirst ? added : undefined) : mergeFacts(content, added);
  return [sequenceFact(common, items === undefined || at === undefined ? undefined : [...items.slice(0, at), added, ...items.slice(at)])];
};

export const inferSequenceErase: InferOperator = node => {
  const { items, content } = node.input(0);
  const at = node.has(1) ? itemIndex(node.scalar(1), items?.length) : items === undefined ? undefined : items.length - 1;
  return [sequenceFact(content, at === undefined ? undefined : items?.filter((_, index) => index !== at))];
};

/** SplitToSequence: parts of one size, of given sizes, or (default) of size 1, whose axis `keepdims` 0 takes away. */
export const inferSplitToSequence: InferOperator = node => {
  const shape = node.shape(0);
  const axis = shape === undefined ? undefined : normalizeAxis(node.int('axis', 0), shape.length);
  if (shape === undefined || axis === undefined) return [sequenceFact(undefined)];
  const sizes = partSizes(node, shape[axis]);
  const dropAxis = !node.has(1) && node.int('keepdims', 1) === 0;
  const part = (size: SymbolicDim): Fact =>
    tensorFact(node.dtype(0), dropAxis ? shape.filter((_, index) => index !== axis) : withDim(shape, axis, size));
  if (sizes === undefined) return [sequenceFact(part(node.has(1) ? undefined : 1))];
  const items = sizes.map(part);
  return [sequenceFact(items.length === 0 ? part(undefined) : commonFact(items), items)];
};

function partSizes(node: OperatorContext, dim: SymbolicDim): readonly SymbolicDim[] | undefined {
  const split = node.has(1) ? node.elements(1) : [1];
  if (split === undefined) return undefined;
  if (node.has(1) && node.rank(1) !== 0) return split.map(toDim);
  const [size] = split;
  if (typeof dim !== 'number' || typeof size !== 'number' || size <= 0 || dim / size > MAX_ELEMENTS) return undefined;
  return Array.from({ length: Math.ceil(dim / size) }, (_, index) => Math.min(size, dim - index * size));
}

export const inferConcatFromSequence: InferOperator = node => {
  const { items, content } = node.input(0);
  const dtype = content?.dtype;
  const rank = content?.shape?.length;
  const isNew = node.int('new_axis', 0) === 1;
  const axis = rank === undefined ? undefined : normalizeAxis(node.int('axis', 0), rank + (isNew ? 1 : 0));
  if (content?.shape === undefined || axis === undefined) return [tensorFact(dtype, undefined)];
  const length = items?.length ?? dataDependent(node, 'length');
  if (isNew) return [tensorFact(dtype, [...content.shape.slice(0, axis), length, ...content.shape.slice(axis)])];
  const part = content.shape[axis];
  const total =
    items === undefined ? multiplyDims(length, part) : items.reduce((sum: SymbolicDim, item) => addDims(sum, item.shape?.[axis]), 0);
  return [tensorFact(dtype, withDim(content.shape, axis, total))];
};

/** SequenceMap: the body once for what all members have in common, or once per member while they are few. */
export const inferSequenceMap: InferOperator = node => {
  const body = node.body('body');
  const { items, content } = node.input(0);
  if (body === undefined) return [];
  const common = node.surroundings.inferBody(
    body,
    node.inputs.map(input => (input.kind === 'sequence' ? (input.content ?? UNKNOWN) : input)),
  );
  const each = items === undefined || items.length > 16 || content === undefined ? undefined : mapItems(node, body, items.length);
  return Array.from({ length: node.outputCount }, (_, output) =>
    sequenceFact(
      common?.[output],
      each?.map(outputs => outputs[output] ?? UNKNOWN),
    ),
  );
};

function mapItems(node: OperatorContext, body: number, count: number): readonly (readonly Fact[])[] | undefined {
  const results = Array.from({ length: count }, (_, item) =>
    node.surroundings.inferBody(
      body,
      node.inputs.map(input => (input.kind === 'sequence' ? (input.items?.[item] ?? input.content ?? UNKNOWN) : input)),
    ),
  );
  return results.every(result => result !== undefined) ? results : undefined;
}

export const inferOptional: InferOperator = node => [
  { kind: 'optional', dtype: undefined, shape: undefined, content: node.has(0) ? node.input(0) : undefined },
];

/** OptionalGetElement takes tensors and sequences as they are since opset 18. */
export const inferOptionalGetElement: InferOperator = node => {
  const input = node.input(0);
  return [input.kind === 'optional' ? (input.content ?? UNKNOWN) : input];
};

/** OptionalHasElement: certain only when there is no operand, or one that is no optional. */
export const inferOptionalHasElement: InferOperator = node => {
  const { kind } = node.input(0);
  const known = !node.has(0) ? 0 : kind === 'tensor' || kind === 'sequence' ? 1 : undefined;
  return [tensorFact('bool', [], [known])];
};

function commonFact(facts: readonly Fact[]): Fact | undefined {
  return facts.length === 0 ? undefined : facts.reduce(mergeFacts);
}

function itemIndex(index: SymbolicDim, length: number | undefined): number | undefined {
  if (typeof index !== 'number' || length === undefined) return undefined;
  const at = index < 0 ? index + length : index;
  return at >= 0 && at < length ? at : undefined;
}

/** Insertion may also be behind the last member; negative positions count from the end. */
function insertIndex(index: SymbolicDim, length: number | undefined): number | undefined {
  const at = length === undefined ? undefined : typeof index === 'number' && index < 0 ? addDims(index, length) : index;
  return typeof at === 'number' && length !== undefined && subtractDims(length, at) !== undefined && at >= 0 && at <= length
    ? at
    : undefined;
}
