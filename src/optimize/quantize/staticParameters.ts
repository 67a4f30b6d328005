import { NONE, type Graph, type TensorId } from '../../shared/graph/graph';
import { nodeLabel } from '../../shared/graph/nodeLabel';
import type { Shape } from '../../shared/graph/shape';
import { producerOf } from '../../shared/graph/traversal';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { Findings, Observation, Observed } from '../laboratory';
import type { PassInput } from '../pass';
import { tensorName } from '../rewrite/rewriter';
import { uint8Affine, uint8AffineWithin, type Affine } from './affine';
import type { IntegerUnit } from './integerUnit';
import { neverNegative } from './neverNegative';
import type { ObservedRange, ValueRange } from './ranges/valueRange';
import type { Selection } from './selectUnits';

/** [N, C, H, W]. */
const IMAGE_RANK = 4;

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
export function rangeObservations({ graph, analyze, readerOf }: PassInput, selection: Selection, samples: number): readonly Observation[] {
  const { tensors } = analyze(graph);
  const positive = neverNegative(graph, readerOf(graph));
  return [...new Set(parameterRoots(selection).values())].flatMap((root): Observation[] => {
    const tensor = tensorName(graph, root);
    const range: Observation = { kind: 'range', tensor, isPositive: positive.has(root), isImage: isImage(tensors[root]?.shape) };
    return samples === 0 ? [range] : [range, { kind: 'samples', tensor, count: samples }];
  });
}

/** Channels of more than one position, as far as is known. */
function isImage(shape: Shape | undefined): boolean {
  return shape?.length === IMAGE_RANK && shape.slice(2).some(size => size !== 1);
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
  checkFinite(graph, roots, findings);
  for (const root of new Set(roots.values())) {
    const name = tensorName(graph, root);
    const observed: ObservedRange = findings?.get(name) ?? { min: 0, max: 1, samples: new Float32Array(0) };
    parameters.set(root, affineOf(choose(observed), writers.get(root)));
  }
  return parameters;
}

function affineOf({ min, max }: ValueRange, writer: IntegerUnit | undefined): Affine {
  return writer?.limit === undefined ? uint8Affine(min, max) : uint8AffineWithin(min, max, writer.limit);
}

/** Names the first layer that gives NaN or infinity: there is no grid for these. */
function checkFinite(graph: Graph, roots: ReadonlyMap<TensorId, TensorId>, findings: Findings | undefined): void {
  const ranged = new Set(roots.values());
  const tensors = [...new Set([...roots.keys(), ...ranged])].sort((a, b) => producerOf(graph, a) - producerOf(graph, b));
  for (const tensor of tensors) {
    const observed = findings?.get(tensorName(graph, tensor));
    const isRangeOpen = observed !== undefined && ranged.has(tensor) && !(Number.isFinite(observed.min) && Number.isFinite(observed.max));
    if (isRangeOpen || observed?.notANumber !== undefined) throw notFinite(graph, tensor, observed);
  }
}

function notFinite(graph: Graph, tensor: TensorId, { notANumber }: Observed): LayerwiseError {
  const producer = producerOf(graph, tensor);
  const layer = producer === NONE ? 'an input of the model' : `given by ${graph.nodes.ops[producer] ?? ''} “${nodeLabel(graph, producer)}”`;
  return new LayerwiseError(
    'data-invalid',
    `With the calibration data, “${tensorName(graph, tensor)}”, ${layer}, takes values that are not finite (NaN or infinity)${placeOf(notANumber)}. Check that the data are preprocessed as the model expects.`,
  );
}

function placeOf(samples: Observed['notANumber']): string {
  if (samples === undefined) return '';
  const { first, last } = samples;
  return first === last ? `, first in sample ${String(first)}` : `, first in the samples ${String(first)} to ${String(last)}`;
}
