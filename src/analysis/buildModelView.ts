import type { Graph } from '../shared/graph/graph';
import type { TensorReader } from '../shared/graph/tensorReader';
import { mainGraph } from '../shared/graph/traversal';
import type { Analysis } from '../shared/report/analysis';
import type { ModelView } from '../shared/report/modelView';
import { nodeDetailText } from './nodeDetailText';
import { nodeDtype } from './nodeDtype';
import { scenarioTotals } from './scenarioTotals';

/** The main graph as a user interface needs it: names and connections, the analysis, no weights. */
export function buildModelView(
  { graph, reader }: { readonly graph: Graph; readonly reader: TensorReader },
  analysis: Analysis,
  file: { readonly fileName: string; readonly fileBytes: number },
): ModelView {
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
    nodeDetails: Array.from({ length: nodeCount }, (_, node) => nodeDetailText(graph, analysis.tensors, node)),
    nodeDomains: domains.slice(0, nodeCount),
    nodeDtypes: Array.from({ length: nodeCount }, (_, node) => nodeDtype(graph, analysis, node)),
    inputStart: inputStart.slice(0, nodeCount + 1),
    inputs: inputs.slice(0, inputStart[nodeCount]),
    outputStart: outputStart.slice(0, nodeCount + 1),
    outputs: outputs.slice(0, outputStart[nodeCount]),
    analysis: mainOnly(graph, analysis),
    scenarios: scenarioTotals(graph, reader),
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
