import type { Graph, TensorId } from '../../shared/graph/graph';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { Findings, Observation } from '../laboratory';
import type { PassInput } from '../pass';
import { tensorName } from '../rewrite/rewriter';
import { uint8Affine, uint8AffineWithin, type Affine } from './affine';
import type { IntegerUnit } from './integerUnit';
import type { ObservedRange, ValueRange } from './ranges/valueRange';
import type { Selection } from './selectUnits';

/** How a range is chosen from what calibration saw. */
export type RangeChoice = (observed: ObservedRange) => ValueRange;

/** The tensor whose parameters each quantized tensor has: itself, or through views the one that they look at. */
export function parameterRoots({ units, quantized }: Selection): ReadonlyMap<TensorId, TensorId> {
  const views = new Map(units.filter(unit => unit.kind === 'view').map(unit => [unit.output, unit.inputs[0] ?? unit.output]));
  const rootOf = (tensor: TensorId): TensorId => {
    let root = tensor;
    for (let source = views.get(root); source !== undefined; source = views.get(root)) root = source;
    return root;
  };
  return new Map([...quantized].map(tensor => [tensor, rootOf(tensor)]));
}

/** What calibration has to look at. */
export function rangeObservations({ graph, analyze }: PassInput, selection: Selection, samples: number): readonly Observation[] {
  const writers = writersOf(selection);
  const { tensors } = analyze(graph);
  return [...new Set(parameterRoots(selection).values())].flatMap((root): Observation[] => {
    const tensor = tensorName(graph, root);
    const isPositive = writers.get(root)?.limit?.min === 0;
    const range: Observation = { kind: 'range', tensor, isPositive, rank: tensors[root]?.shape?.length };
    return samples === 0 ? [range] : [range, { kind: 'samples', tensor, count: samples }];
  });
}

function writersOf({ units }: Selection): ReadonlyMap<TensorId, IntegerUnit> {
  return new Map(units.map(unit => [unit.output, unit]));
}

/** Scale and zero-point per root, from the ranges that calibration saw; those of a dry run mean nothing. */
export function activationParameters(
  graph: Graph,
  selection: Selection,
  roots: ReadonlyMap<TensorId, TensorId>,
  findings: Findings | undefined,
  choose: RangeChoice,
): ReadonlyMap<TensorId, Affine> {
  const writers = writersOf(selection);
  const parameters = new Map<TensorId, Affine>();
  for (const root of new Set(roots.values())) {
    const name = tensorName(graph, root);
    const observed: ObservedRange = findings?.get(name) ?? { min: 0, max: 1, samples: new Float32Array(0) };
    if (!Number.isFinite(observed.min) || !Number.isFinite(observed.max)) throw notFinite(name);
    parameters.set(root, affineOf(choose(observed), writers.get(root)));
  }
  return parameters;
}

function affineOf({ min, max }: ValueRange, writer: IntegerUnit | undefined): Affine {
  return writer?.limit === undefined ? uint8Affine(min, max) : uint8AffineWithin(min, max, writer.limit);
}

function notFinite(name: string): LayerwiseError {
  return new LayerwiseError(
    'data-invalid',
    `With the calibration data, “${name}” takes values that are not finite (NaN or infinity). Check that the data are preprocessed as the model expects.`,
  );
}
