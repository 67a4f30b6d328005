import { calledFunction, functionsOf } from '../../shared/graph/functions';
import { NONE, type Graph, type NodeId } from '../../shared/graph/graph';
import { opsetVersion } from '../../shared/graph/opsetVersion';
import { nodeInputs, nodeOutputs } from '../../shared/graph/traversal';
import { findOperator, isKnownDomain, isKnownOperator } from '../../shared/ops/findOperator';
import type { OperatorAttributeType, OperatorParameter, OperatorSchema } from '../../shared/ops/operatorSchema';
import { BUDGET } from '../budgets';
import { quoteName, type ProblemList } from '../problemList';
import type { SourceIndex } from '../skim/sourceIndex';
import { ATTRIBUTE_TYPE } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';
import { attributeTypes } from './attributeTypes';

const NUMBER_OF: Readonly<Record<OperatorAttributeType, number>> = {
  float: ATTRIBUTE_TYPE.float,
  int: ATTRIBUTE_TYPE.int,
  string: ATTRIBUTE_TYPE.string,
  tensor: ATTRIBUTE_TYPE.tensor,
  graph: ATTRIBUTE_TYPE.graph,
  sparseTensor: ATTRIBUTE_TYPE.sparseTensor,
  type: ATTRIBUTE_TYPE.typeProto,
  floats: ATTRIBUTE_TYPE.floats,
  ints: ATTRIBUTE_TYPE.ints,
  strings: ATTRIBUTE_TYPE.strings,
  tensors: ATTRIBUTE_TYPE.tensors,
  graphs: ATTRIBUTE_TYPE.graphs,
  sparseTensors: ATTRIBUTE_TYPE.sparseTensors,
  types: ATTRIBUTE_TYPE.typeProtos,
};
const LARGEST_TYPE = ATTRIBUTE_TYPE.typeProtos;
/** The newest form counts where nothing imports the domain. */
const ANY_VERSION = Number.MAX_SAFE_INTEGER;
/** The one deprecated operator that the packaged runtime loads (onnxruntime 1.30, measured). */
const LOADED_ALL_THE_SAME = 'GroupNormalization';

/** Checks nodes against what ONNX says about their operators: that they exist, and what inputs, outputs and attributes they take. */
export function checkOperators(graph: Graph, cursor: WireCursor, index: SourceIndex, problems: ProblemList): void {
  const functions = functionsOf(graph);
  const check = new OperatorCheck(graph, cursor, index, problems);
  for (const subgraph of graph.subgraphs) {
    for (let node = subgraph.firstNode; node < subgraph.firstNode + subgraph.nodeCount; node++) {
      const isCall = calledFunction(graph, functions, node) !== undefined;
      check.checkAttributes(node, isCall ? undefined : check.findSchema(node));
    }
  }
}

class OperatorCheck {
  /** Attributes looked at so far. */
  private looked = 0;

  constructor(
    private readonly graph: Graph,
    private readonly cursor: WireCursor,
    private readonly index: SourceIndex,
    private readonly problems: ProblemList,
  ) {}

  /** The schema of a node's operator, after the node's inputs and outputs were checked against it. */
  findSchema(node: NodeId): OperatorSchema | undefined {
    const { nodes } = this.graph;
    const [op, domain] = [nodes.ops[node] ?? '', nodes.domains[node] ?? ''];
    const version = opsetVersion(this.graph, node);
    const schema = findOperator(domain, op, version ?? ANY_VERSION);
    if (schema === undefined) this.reportUnknown(node, op, domain, version ?? 0);
    else {
      if (schema.isDeprecated) this.reportDeprecated(node, schema, version ?? schema.sinceVersion);
      this.checkInputs(node, schema);
      if (nodeOutputs(this.graph, node).length > most(schema.outputs))
        this.report(node, 'A node has more outputs than its operator makes.');
    }
    if (domain === 'com.microsoft' && op === 'EPContext') {
      this.problems.addForNode(
        this.graph,
        node,
        'warning',
        'not-applicable',
        'A node holds a program compiled for other hardware; it is never run.',
      );
    }
    return schema;
  }

  /** Not where some were too many to be read. */
  checkAttributes(node: NodeId, schema: OperatorSchema | undefined): void {
    const seen = new Set<string>();
    if (this.looked >= BUDGET.attributes || this.index.attributeLimits.has(node)) return;
    const attributes = attributeTypes(this.cursor, this.index, node);
    this.looked += attributes.length;
    for (const { name, type } of attributes) {
      if (seen.has(name)) this.report(node, `A node has the attribute ${quoteName(name)} twice.`);
      seen.add(name);
      if (type === ATTRIBUTE_TYPE.undefined) this.report(node, `The attribute ${quoteName(name)} does not say its type.`);
      else if (type < 0 || type > LARGEST_TYPE)
        this.report(node, `The attribute ${quoteName(name)} has the type ${type}, which ONNX does not define.`);
      const expected = schema?.attributes.get(name);
      if (expected !== undefined && type > 0 && type <= LARGEST_TYPE && NUMBER_OF[expected.type] !== type) {
        this.report(node, `The attribute ${quoteName(name)} is not a ${expected.type}, as its operator asks.`);
      }
    }
    for (const { name, required } of schema?.attributes.values() ?? []) {
      if (required && !seen.has(name)) this.report(node, `A node lacks the attribute ${quoteName(name)}, which its operator needs.`);
    }
  }

  private checkInputs(node: NodeId, { inputs: parameters }: OperatorSchema): void {
    const inputs = nodeInputs(this.graph, node);
    if (inputs.length > most(parameters)) this.report(node, 'A node has more inputs than its operator takes.');
    if (inputs.length < least(parameters)) this.report(node, 'A node has fewer inputs than its operator needs.');
    const isOmitted = inputs.some(
      (tensor, position) => tensor === NONE && (parameters[position] ?? parameters.at(-1))?.kind !== 'optional',
    );
    const isLoopState = parameters.at(-1)?.kind === 'variadic' && parameters.at(-1)?.least === 0;
    if (isOmitted && !isLoopState) this.report(node, 'A node leaves out an input that its operator needs.');
  }

  private reportUnknown(node: NodeId, op: string, domain: string, version: number): void {
    const shown = domain === '' ? 'ai.onnx' : domain;
    if (op === '') this.report(node, 'A node does not say which operator it is.');
    else if (isKnownOperator(domain, op)) {
      this.problems.addForNode(
        this.graph,
        node,
        'warning',
        'unknown-operator',
        `The operator ${quoteName(op)} does not exist in version ${version} of ${quoteName(shown)}.`,
      );
    } else {
      const why = isKnownDomain(domain) ? 'is not an operator of' : 'is of the custom domain';
      this.problems.addForNode(
        this.graph,
        node,
        'warning',
        'unknown-operator',
        `${quoteName(op)} ${why} ${quoteName(shown)}; it is shown, but cannot be run.`,
      );
    }
  }

  private reportDeprecated(node: NodeId, { domain, name, sinceVersion }: OperatorSchema, version: number): void {
    const shown = quoteName(domain === '' ? 'ai.onnx' : domain);
    const fact = `Version ${sinceVersion} of ${shown} gave the operator ${quoteName(name)} up, and version ${version} is asked for`;
    if (domain === '' && name === LOADED_ALL_THE_SAME)
      this.problems.addForNode(this.graph, node, 'info', 'unknown-operator', `${fact}; the runtime still takes it.`);
    else this.problems.addForNode(this.graph, node, 'warning', 'unknown-operator', `${fact}; no runtime takes it.`);
  }

  private report(node: NodeId, sentence: string): void {
    this.problems.addForNode(this.graph, node, 'error', 'invalid-graph', sentence);
  }
}

function most(parameters: readonly OperatorParameter[]): number {
  return parameters.at(-1)?.kind === 'variadic' ? Infinity : parameters.length;
}

/** Trailing optional parameters need not be given at all. */
function least(parameters: readonly OperatorParameter[]): number {
  let count = 0;
  for (const [position, { kind, least: needed }] of parameters.entries()) {
    if (kind === 'single') count = position + 1;
    else if (kind === 'variadic' && needed > 0) count = position + needed;
  }
  return count;
}
