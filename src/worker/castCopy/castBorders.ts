import { defineCast, defineLike, tensorName } from '../../optimize/rewrite/rewriter';
import { UniqueNames } from '../../optimize/rewrite/uniqueNames';
import { applyEdits } from '../../shared/graph/applyEdits';
import type { Dtype } from '../../shared/graph/dtype';
import type { Edit, NodeDefinition } from '../../shared/graph/edit';
import { MAIN_GRAPH, NONE, type Graph, type TensorId } from '../../shared/graph/graph';
import { consumersOf, mainGraph, producerOf } from '../../shared/graph/traversal';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { carrierDtype } from './carrierDtype';

/** Names of the casts begin with this. */
export const CAST_NAME = 'layerwise_cast_';

/** An input or output that the runtime's Node binding has no type for. */
export interface CastBorder {
  readonly name: string;
  readonly kind: 'input' | 'output';
  readonly dtype: Dtype;
  /** What it is given or taken as. */
  readonly carrier: Dtype;
}

export interface CastGraph {
  readonly graph: Graph;
  readonly borders: readonly CastBorder[];
}

/**
 * The graph with the same names at its borders in types that the runtime's Node binding has, and casts behind them; `undefined` where none are needed. Throws
 * `unsupported-type` where no cast can help: complex numbers, and values that bodies read by name or that no node makes.
 */
export function castBorders(graph: Graph): CastGraph | undefined {
  const borders = bordersOf(graph);
  if (borders.length === 0) return undefined;
  const names = new UniqueNames(graph);
  const inner = new Map(borders.map(({ tensor, name, dtype }) => [tensor, names.make(`${name}_${dtype}`)]));
  const nameOf = (tensor: TensorId): string => inner.get(tensor) ?? tensorName(graph, tensor);
  const touched = new Set(borders.flatMap(({ tensor }) => [producerOf(graph, tensor), ...consumersOf(graph, tensor)]));
  touched.delete(NONE);
  const renamed = [...touched].map((node): Edit => ({
    kind: 'replaceNodes',
    nodes: [node],
    at: node,
    with: [defineLike(graph, node, nameOf)],
  }));
  const casts = borders.map((border, position) => castOf(border, nameOf(border.tensor), position));
  const first = mainGraph(graph).firstNode;
  const types = borders.map(({ tensor, name, carrier }): Edit => {
    const declared = graph.tensors.declaredTypes[tensor];
    return {
      kind: 'setType',
      name,
      type: { kind: 'tensor', dtype: carrier, shape: declared?.kind === 'tensor' ? declared.shape : undefined },
    };
  });
  const edits: readonly Edit[] = [...types, { kind: 'replaceNodes', nodes: [], at: first, with: casts }, ...renamed];
  return { graph: applyEdits(graph, { edits }), borders };
}

interface Border extends CastBorder {
  readonly tensor: TensorId;
}

function bordersOf(graph: Graph): readonly Border[] {
  const { inputs, outputs } = mainGraph(graph);
  const given = inputs.filter(tensor => graph.tensors.isInitializer[tensor] !== 1);
  return [
    ...given.flatMap(tensor => borderOf(graph, tensor, 'input')),
    ...outputs.filter(tensor => !given.includes(tensor)).flatMap(tensor => borderOf(graph, tensor, 'output')),
  ];
}

function borderOf(graph: Graph, tensor: TensorId, kind: CastBorder['kind']): readonly Border[] {
  const type = graph.tensors.declaredTypes[tensor];
  const name = graph.tensors.names[tensor] ?? '';
  if (type?.kind !== 'tensor') return [];
  const { dtype } = type;
  const carrier = carrierDtype(dtype);
  if (carrier === dtype) return [];
  const isRead = consumersOf(graph, tensor).some(node => graph.nodes.subgraphs[node] !== MAIN_GRAPH);
  const isMade = kind === 'input' || producerOf(graph, tensor) !== NONE;
  if (carrier !== undefined && isMade && !isRead) return [{ tensor, name, kind, dtype, carrier }];
  const why =
    carrier === undefined ? 'and no other type holds its values' : isRead ? 'and a body reads it by its name' : 'and no node makes it';
  throw new LayerwiseError(
    'unsupported-type',
    `The ${kind} “${name}” has the type ${dtype}, which the runtime's Node binding lacks, ${why}. The model can be analysed, but not run here.`,
  );
}

function castOf({ kind, name, dtype, carrier }: Border, inner: string, position: number): NodeDefinition {
  const [from, to, target] = kind === 'input' ? [name, inner, dtype] : [inner, name, carrier];
  return defineCast(`${CAST_NAME}${position}`, from, to, target);
}
