import { failure, success } from '../shared/base/result';
import { MAIN_GRAPH, type Graph, type Subgraph, type TensorId } from '../shared/graph/graph';
import { functionLabel, mainGraph, nodePath } from '../shared/graph/traversal';
import { LayerwiseError } from '../shared/report/layerwiseError';
import { checkLocation } from './externalData/checkLocation';
import { NO_EXTERNAL_DATA, type ExternalStore } from './externalData/externalStore';
import { openFile } from './files/openFile';
import { joinPath } from './files/paths';
import type { OnnxModel } from './openModel';
import { readModel } from './readModel';
import type { CompanionFile, ComposedModel } from './write/composeModel';

const UNKNOWN_TOKEN = { size: 0, mtimeNs: 0n, inode: 0n, skeletonHash: '', dataState: '' };

/**
 * Reads a model that was written, before it gets its name, and compares it with `graph`: how much of everything there is, the nodes of all graphs by name and
 * operator, inputs, outputs, versions, and that the bytes of every weight lie within their file. Throws `internal` where they differ.
 */
export function verifyWritten(
  temporary: string,
  output: string,
  { source, graph, composed }: { readonly source: OnnxModel; readonly graph: Graph; readonly composed: ComposedModel },
): void {
  const { source: file } = openFile(temporary);
  try {
    const back = readModel(file, storeOf(composed.companions), () => UNKNOWN_TOKEN);
    const difference = differenceOf(graph, back.graph) ?? misplacedWeights(source, back);
    if (difference === undefined) return;
    throw new LayerwiseError('internal', `${output} was written, but reads back with ${difference}. It was removed.`, { file: output });
  } finally {
    void file.close();
  }
}

/** The data files of a model that have no names yet, with the sources that they are written from. */
function storeOf(companions: readonly CompanionFile[]): ExternalStore {
  const sources = new Map(companions.map(({ location, source }) => [joinPath('.', location), source]));
  return {
    ...NO_EXTERNAL_DATA,
    locate: location => {
      const fault = checkLocation(location);
      if (fault !== undefined) return failure(fault);
      const source = sources.get(joinPath('.', location));
      return source === undefined
        ? NO_EXTERNAL_DATA.locate(location)
        : success({ path: joinPath('.', location), byteLength: source.byteLength });
    },
    open: file => sources.get(file.path) ?? NO_EXTERNAL_DATA.open(file),
  };
}

function differenceOf(wanted: Graph, found: Graph): string | undefined {
  const [want, have] = [countsOf(wanted), countsOf(found)];
  for (const [what, count] of want) if (have.get(what) !== count) return `${have.get(what) ?? 'no'} ${what} instead of ${count}`;
  for (let node = 0; node < wanted.nodes.count; node++) {
    if (wanted.nodes.names[node] !== found.nodes.names[node] || wanted.nodes.ops[node] !== found.nodes.ops[node])
      return `another node at position ${nodePath(wanted, node)}`;
  }
  return namesOf(wanted) === namesOf(found) ? undefined : 'other inputs or outputs';
}

function countsOf(graph: Graph): ReadonlyMap<string, number> {
  const { facts, nodes, subgraphs, tensors } = graph;
  const initializers = tensors.isInitializer.filter((is, tensor) => is === 1 && tensors.subgraphs[tensor] === MAIN_GRAPH);
  return new Map([
    ['nodes', mainGraph(graph).nodeCount],
    ['nodes in all graphs', nodes.count],
    ['graphs and functions', subgraphs.length],
    ['weights', initializers.length],
    ['as IR version', facts.irVersion],
    ...[...facts.opsets].map(([domain, version]) => [`as version of operator set ${JSON.stringify(domain)}`, version] as const),
    ...subgraphs.flatMap(importsOf),
  ]);
}

/** Of a function. */
function importsOf(scope: Subgraph): readonly (readonly [string, number])[] {
  const called = `in ${JSON.stringify(functionLabel(scope))}`;
  return Array.from(
    scope.functionOpsets ?? [],
    ([domain, version]) => [`as version of ${JSON.stringify(domain)} ${called}`, version] as const,
  );
}

function namesOf(graph: Graph): string {
  const { inputs, outputs } = mainGraph(graph);
  const name = (tensor: TensorId): string | undefined => graph.tensors.names[tensor];
  return JSON.stringify([inputs.map(name), outputs.map(name)]);
}

/** Weights that could not be read in the source either are none of the writer's doing. */
function misplacedWeights(source: OnnxModel, back: OnnxModel): string | undefined {
  const more = back.weights.unavailable.size - source.weights.unavailable.size;
  return more > 0 ? `${more} weights whose values do not lie where it says` : undefined;
}
