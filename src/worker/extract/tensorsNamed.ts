import { quoteName } from '../../onnx/problemList';
import { MAIN_GRAPH, NONE, type Graph, type Subgraph, type TensorId } from '../../shared/graph/graph';
import { nodeLabel } from '../../shared/graph/nodeLabel';
import { nodeOutputs, tensorByName } from '../../shared/graph/traversal';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { namesText } from './namesText';
import { nearNames } from './nearNames';

/**
 * Tensors of the main graph by the texts of an option, each once: a text is one name, or several with commas between, if no tensor is called by the
 * whole of it. Throws `usage` for a name that the main graph does not have, with what may be meant.
 */
export function tensorsNamed(graph: Graph, texts: readonly string[]): readonly TensorId[] {
  const names = texts.flatMap(text => (tensorByName(graph, text) === NONE ? text.split(',').map(name => name.trim()) : [text]));
  return [...new Set(names.map(name => tensorNamed(graph, name)))];
}

function tensorNamed(graph: Graph, name: string): TensorId {
  const tensor = name === '' ? NONE : tensorByName(graph, name);
  if (tensor !== NONE) return tensor;
  throw new LayerwiseError('usage', whyNot(graph, name));
}

function whyNot(graph: Graph, name: string): string {
  const { tensors, nodes, subgraphs } = graph;
  if (name === '') return 'A name of a tensor is empty. Name tensors with commas between them.';
  const node = nodes.names.indexOf(name);
  if (node !== NONE && nodes.subgraphs[node] === MAIN_GRAPH)
    return `${quoteName(name)} is a node, not a tensor. It makes ${namesText(graph, [...nodeOutputs(graph, node)])}.`;
  const inner = tensors.names.indexOf(name);
  const scope = inner === NONE ? undefined : subgraphs[tensors.subgraphs[inner] ?? MAIN_GRAPH];
  if (scope !== undefined)
    return `${quoteName(name)} lies inside ${placeOf(graph, scope)}, where no cut can be made. Name a tensor of the main graph.`;
  const near = nearNames(name, mainNames(graph));
  const meant = near.length === 0 ? '“layerwise analyze --json” lists them' : `Is ${near.map(quoteName).join(' or ')} meant`;
  return `The model has no tensor ${quoteName(name)}. ${meant}${near.length === 0 ? '.' : '?'}`;
}

function placeOf(graph: Graph, scope: Subgraph): string {
  if (scope.kind === 'function') return `the function ${quoteName(scope.name)}`;
  return `${scope.ownerAttribute} of “${nodeLabel(graph, scope.ownerNode)}”`;
}

function mainNames({ tensors }: Graph): readonly string[] {
  return tensors.names.filter((_, tensor) => tensors.subgraphs[tensor] === MAIN_GRAPH);
}
