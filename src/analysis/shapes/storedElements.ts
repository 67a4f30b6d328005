import { dtypeBits } from '../../shared/graph/dtype';
import type { Graph, TensorId } from '../../shared/graph/graph';
import { elementCount } from '../../shared/graph/shape';
import type { TensorReader, TensorValues } from '../../shared/graph/tensorReader';
import type { Weight } from '../../shared/graph/weight';
import { MAX_ELEMENTS, type Elements } from './fact';

const known = new WeakMap<Graph, { readonly reader: TensorReader; readonly elements: StoredElements }>();

/** Small stored values of a graph; kept with it, since every analysis asks for the same ones. */
export function storedElementsOf(graph: Graph, reader: TensorReader): StoredElements {
  const before = known.get(graph);
  if (before?.reader === reader) return before.elements;
  const elements = new StoredElements(reader, graph.tensors.weights);
  known.set(graph, { reader, elements });
  return elements;
}

/** Values of small stored tensors, each read once. */
export class StoredElements {
  private readonly known = new Map<TensorId, Elements | undefined>();

  constructor(
    private readonly reader: TensorReader,
    private readonly weights: readonly (Weight | undefined)[],
  ) {}

  read(tensor: TensorId): Elements | undefined {
    if (this.known.has(tensor)) return this.known.get(tensor);
    const weight = this.weights[tensor];
    const elements = weight === undefined || !isSmall(weight) ? undefined : toElements(this.reader.readSmall(tensor));
    this.known.set(tensor, elements);
    return elements;
  }

  /** Values of an attribute that is no tensor of the graph. */
  readWeight(weight: Weight): Elements | undefined {
    return isSmall(weight) ? toElements(this.reader.readSmallWeight(weight)) : undefined;
  }
}

function isSmall(weight: Weight): boolean {
  const count = elementCount(weight.dims);
  return count !== undefined && count <= MAX_ELEMENTS && dtypeBits(weight.dtype) > 0 && dtypeBits(weight.dtype) <= 64;
}

function toElements(values: TensorValues | undefined): Elements | undefined {
  if (values === undefined) return undefined;
  return Array.from<number | bigint | string, number>(values.data, Number);
}
