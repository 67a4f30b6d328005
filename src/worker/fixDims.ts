import type { ModelInput } from '../data/dataset';
import type { Dim } from '../shared/graph/shape';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { control } from '../shared/base/control';

/** Where sizes come from, the most explicit first. */
export interface DimSources {
  /** By symbol. */
  readonly dims: ReadonlyMap<string, number>;
  /** Whole shapes by input. */
  readonly inputShapes: ReadonlyMap<string, readonly number[]>;
  /** Shapes of the data's samples by input; their axis 0 gives way to `batch`. */
  readonly dataShapes: ReadonlyMap<string, readonly number[]>;
  /** Value of batch-like leading symbols. */
  readonly batch: number;
}

export interface FixedDims {
  /** Concrete shape of every input. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** Value of every named symbol that the inputs use. */
  readonly dims: ReadonlyMap<string, number>;
}

/** Leading symbols of these names are something else than the batch. */
const NOT_BATCH = /seq|len|time|frame|token|step|height|width|^[hwltsq]$|num|count|points|samples|channel|feature|dim_?[1-9]|position/i;
const BATCH = /batch|^n$|^b$|^bs$|^bsz$/i;

/**
 * A concrete shape for every input, equal symbols with equal sizes. Throws `dimension-needed`, naming symbol and input, when nothing says how large a dimension
 * is: sizes are never invented, apart from the batch. Throws `shape-conflict` when two sources contradict each other.
 */
export function fixDims(inputs: readonly ModelInput[], sources: DimSources): FixedDims {
  const values = new Map(sources.dims);
  // Explicit shapes first: a symbol that one input settles is settled for all.
  for (const input of inputs) learn(values, input, sources.inputShapes.get(input.name), 0);
  for (const input of inputs) learn(values, input, sources.dataShapes.get(input.name), 1);
  const shapes = new Map(inputs.map(input => [input.name, concreteShape(input, values, sources)]));
  const used = new Set(inputs.flatMap(({ shape }) => shape?.filter(dim => typeof dim === 'string') ?? []));
  return { shapes, dims: new Map([...values].filter(([symbol]) => used.has(symbol))) };
}

/** Takes the sizes of symbols from a concrete shape, from axis `from` on. */
function learn(values: Map<string, number>, { name, shape }: ModelInput, given: readonly number[] | undefined, from: number): void {
  if (given === undefined || shape === undefined) return;
  if (given.length !== shape.length) throw conflict(name, given, shape);
  shape.forEach((dim, axis) => {
    const size = given[axis] ?? 0;
    if (axis < from) return;
    const known = typeof dim === 'string' ? values.get(dim) : dim;
    if (known !== undefined && known !== size) throw conflict(name, given, shape);
    if (typeof dim === 'string' && dim !== '') values.set(dim, size);
  });
}

function concreteShape(input: ModelInput, values: Map<string, number>, sources: DimSources): readonly number[] {
  const { name, shape } = input;
  const given = sources.inputShapes.get(name);
  if (given !== undefined) return given;
  const data = sources.dataShapes.get(name);
  if (shape === undefined) {
    if (data === undefined) throw needed(name, undefined, undefined, shape);
    return data;
  }
  return shape.map((dim, axis) => {
    const size = typeof dim === 'number' ? dim : sizeOf(dim, axis, shape, values, data, sources.batch);
    if (size === undefined) throw needed(name, dim, axis, shape);
    if (typeof dim === 'string' && dim !== '') values.set(dim, size);
    return size;
  });
}

function sizeOf(
  dim: Dim,
  axis: number,
  shape: readonly Dim[],
  values: ReadonlyMap<string, number>,
  data: readonly number[] | undefined,
  batch: number,
): number | undefined {
  const known = typeof dim === 'string' ? values.get(dim) : undefined;
  if (known !== undefined) return known;
  if (axis === 0 && isBatchLike(dim, shape)) return batch;
  return data?.[axis];
}

/** What the analysis calls an axis that has no name and no usual role. */
const NAMELESS = /^d\d+$/;

/** A leading symbol that is called so, or that has no telling name and others behind it. */
export function isBatchLike(dim: Dim, shape: readonly Dim[]): boolean {
  if (typeof dim === 'number') return false;
  if (dim !== undefined && BATCH.test(dim)) return true;
  return dim === undefined || dim === '' || NAMELESS.test(dim) ? shape.length > 1 : !NOT_BATCH.test(dim);
}

function needed(input: string, dim: Dim, axis: number | undefined, shape: readonly Dim[] | undefined): LayerwiseError {
  const example = (shape ?? [undefined]).map(size => (typeof size === 'number' ? String(size) : 'N')).join(',');
  if (typeof dim === 'string' && dim !== '') {
    return new LayerwiseError(
      'dimension-needed',
      `How large is the dimension “${dim}” of input “${input}”? ${control(`Choose it with --dim "${dim}=SIZE", or give data with --data.`, 'Choose a size, or data.')}`,
    );
  }
  const which = axis === undefined ? 'The shape' : `Dimension ${axis}`;
  return new LayerwiseError(
    'dimension-needed',
    `${which} of input “${input}” is open and has no name. ${control(`Choose the shape with --input "${input}=${example}" (sizes for N), or give data with --data.`, 'Choose its sizes, or data.')}`,
  );
}

function conflict(input: string, given: readonly number[], shape: readonly Dim[]): LayerwiseError {
  const declared = shape.map(dim => dim ?? '?').join(', ');
  return new LayerwiseError('shape-conflict', `The shape [${given.join(', ')}] does not fit input “${input}” of shape [${declared}].`);
}
