import type { Graph } from '../shared/graph/graph';
import { nodePath } from '../shared/graph/traversal';
import type { Analysis, BodyTotals } from '../shared/report/analysis';
import { bodyExecutions, type Profile } from '../shared/report/latency';

type Json = Readonly<Record<string, unknown>>;

/** The report's `controlFlow`: one execution of every body, apart from all totals, and how often a profile saw it executed; null where that is not known. */
export function controlFlowJson(
  graph: Graph,
  { analysis, profile }: { readonly analysis: Analysis; readonly profile?: Profile | undefined },
): readonly Json[] {
  return analysis.bodies.map(body => {
    const executions = bodyExecutions(profile, body);
    return {
      node: nodePath(graph, body.node),
      op: graph.nodes.ops[body.node] ?? '',
      body: body.attribute,
      perExecution: costJson(body),
      executions: executions ?? null,
      ...(executions === undefined ? {} : { basis: 'measured' }),
    };
  });
}

function costJson({ nodes, macs, flops, params, weightBytes, activationBytes }: BodyTotals): Json {
  return { nodes, macs: macs ?? null, flops: flops ?? null, params, weightBytes, activationBytes: activationBytes ?? null };
}
