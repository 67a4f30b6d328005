import { quoteName } from '../../onnx/problemList';
import { Bodies } from '../../shared/graph/bodies';
import { NONE, type Graph, type TensorId } from '../../shared/graph/graph';
import { neededFor, type Needed } from '../../shared/graph/neededFor';
import { nodeLabel } from '../../shared/graph/nodeLabel';
import { mainGraph, nodeOutputs, producerOf } from '../../shared/graph/traversal';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { namesText } from './namesText';

/** A part of a model between tensors of its main graph. */
export interface Part {
  readonly inputs: readonly TensorId[];
  readonly outputs: readonly TensorId[];
  readonly needed: Needed;
}

/**
 * The part that computes `to` from `from`. Without `from` its inputs are those of the model that it needs, without `to` its outputs are those of the
 * model that depend on `from`. Throws `usage` where `from` is not exactly what the outputs need: no input is added that was not asked for.
 */
export function partBetween(graph: Graph, from: readonly TensorId[], to: readonly TensorId[]): Part {
  const bodies = new Bodies(graph);
  for (const tensor of from) checkInput(graph, tensor);
  for (const tensor of to) checkOutput(graph, tensor, from);
  const given = new Set(from);
  const outputs = to.length > 0 ? to : dependents(graph, given, bodies);
  const needed = neededFor(graph, outputs, given, bodies);
  if (from.length === 0) return { inputs: mainGraph(graph).inputs.filter(input => needed.inputs.has(input)), outputs, needed };
  checkDependence(graph, { inputs: from, outputs, needed });
  checkMakers(graph, given, needed);
  return { inputs: from, outputs, needed };
}

function checkInput(graph: Graph, tensor: TensorId): void {
  if (graph.tensors.weights[tensor] === undefined) return;
  throw usage(`${nameOf(graph, tensor)} is a weight or constant, which comes along by itself. Leave it out of --from.`);
}

function checkOutput(graph: Graph, tensor: TensorId, from: readonly TensorId[]): void {
  const name = nameOf(graph, tensor);
  if (from.includes(tensor)) throw usage(`--from and --to both name ${name}, and nothing lies between. Name another tensor.`);
  if (graph.tensors.weights[tensor] !== undefined || producerOf(graph, tensor) === NONE)
    throw usage(`${name} is an input or a weight, which no layer makes. Name the output of a layer in --to.`);
}

/** Outputs of the model that nodes compute from some of `given`. */
function dependents(graph: Graph, given: ReadonlySet<TensorId>, bodies: Bodies): readonly TensorId[] {
  const outputs = mainGraph(graph).outputs.filter(output => {
    if (given.has(output) || producerOf(graph, output) === NONE) return false;
    return [...neededFor(graph, [output], given, bodies).inputs].some(input => given.has(input));
  });
  if (outputs.length > 0) return outputs;
  throw usage(`No output of the model depends on ${namesText(graph, [...given])}. Name another tensor in --from, or an output in --to.`);
}

function checkDependence(graph: Graph, { inputs, outputs, needed }: Part): void {
  const given = new Set(inputs);
  const missing = [...needed.inputs].filter(input => !given.has(input)).sort((a, b) => a - b);
  const unused = inputs.filter(input => !needed.inputs.has(input));
  const made = namesText(graph, outputs);
  if (unused.length > 0) {
    const instead = missing.length === 0 ? 'Leave it out of --from' : `It is computed from ${namesText(graph, missing)}`;
    throw usage(`${made} does not depend on ${namesText(graph, unused)}. ${instead}.`);
  }
  if (missing.length === 0) return;
  const what = `${made} also depends on ${namesText(graph, missing)}, which --from does not cut off`;
  throw usage(`${what}. Add it, or a tensor on the way from it, to --from; without --from the model's inputs are taken.`);
}

/** A node that is needed must not make what is given: the name would be defined twice. */
function checkMakers(graph: Graph, given: ReadonlySet<TensorId>, { nodes }: Needed): void {
  for (const node of nodes) {
    const outputs = [...nodeOutputs(graph, node)].filter(output => output !== NONE);
    const twice = outputs.find(output => given.has(output));
    if (twice === undefined) continue;
    const others = outputs.filter(output => !given.has(output));
    const maker = `“${nodeLabel(graph, node)}”`;
    throw usage(
      `${nameOf(graph, twice)} is made by ${maker}, whose ${namesText(graph, others)} is needed too. Add that to --from as well.`,
    );
  }
}

function nameOf(graph: Graph, tensor: TensorId): string {
  return quoteName(graph.tensors.names[tensor] ?? '');
}

function usage(message: string): LayerwiseError {
  return new LayerwiseError('usage', message);
}
