import type { Graph } from '../shared/graph/graph';
import type { TensorReader } from '../shared/graph/tensorReader';
import { mainGraph } from '../shared/graph/traversal';
import type { Analysis } from '../shared/report/analysis';
import type { ModelView } from '../shared/report/modelView';
import { functionCalls } from './functionCalls';
import { nodeDetailText } from './nodeDetailText';
import { nodeDtype } from './nodeDtype';
import { scenarioTotals } from './scenarioTotals';

export interface FileFacts {
  readonly fileName: string;
  readonly fileBytes: number;
}

/** The main graph as a user interface needs it: names and connections, the analysis, no weights. */
export function buildModelView(
  { graph, reader }: { readonly graph: Graph; readonly reader: TensorReader },
  analysis: Analysis,
  file: FileFacts,
): ModelView {
  const { nodeCount } = mainGraph(graph);
  return {
    ...graphView(graph, file),
    nodeDetails: Array.from({ length: nodeCount }, (_, node) => nodeDetailText(graph, analysis.tensors, node)),
    nodeDtypes: Array.from({ length: nodeCount }, (_, node) => nodeDtype(graph, analysis, node)),
    analysis: mainOnly(graph, analysis),
    scenarios: scenarioTotals(graph, reader),
  };
}

/** The same from an outline, with nothing that only the analysis tells. */
export function buildOutlineView(graph: Graph, outline: Analysis, file: FileFacts): ModelView {
  const { nodeCount } = mainGraph(graph);
  return {
    ...graphView(graph, file),
    nodeDetails: new Array<string>(nodeCount).fill(''),
    nodeDtypes: new Array<undefined>(nodeCount).fill(undefined),
    analysis: outline,
    scenarios: [],
  };
}

function graphView(graph: Graph, file: FileFacts): Omit<ModelView, 'nodeDetails' | 'nodeDtypes' | 'analysis' | 'scenarios'> {
  const { nodeCount } = mainGraph(graph);
  const { names, ops, domains, inputStart, inputs, outputStart, outputs } = graph.nodes;
  return {
    fileName: file.fileName,
    fileBytes: file.fileBytes,
    irVersion: graph.facts.irVersion,
    opsets: [...graph.facts.opsets].map(([domain, version]) => ({ domain, version })),
    producer: graph.facts.producer,
    nodeNames: names.slice(0, nodeCount),
    nodeOps: ops.slice(0, nodeCount),
    nodeDomains: domains.slice(0, nodeCount),
    inputStart: inputStart.slice(0, nodeCount + 1),
    inputs: inputs.slice(0, inputStart[nodeCount]),
    outputStart: outputStart.slice(0, nodeCount + 1),
    outputs: outputs.slice(0, outputStart[nodeCount]),
    functionCalls: functionCalls(graph, nodeCount),
  };
}

/** A view shows the main graph; columns of the nodes behind it are cut off. */
function mainOnly(graph: Graph, analysis: Analysis): Analysis {
  const { nodeCount } = mainGraph(graph);
  if (nodeCount === graph.nodes.count) return analysis;
  return {
    ...analysis,
    columns: analysis.columns.map(column => ({
      ...column,
      values: column.values.slice(0, nodeCount),
      basis: column.basis.slice(0, nodeCount),
    })),
  };
}
