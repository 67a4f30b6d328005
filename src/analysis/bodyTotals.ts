import type { Graph, Subgraph } from '../shared/graph/graph';
import type { BodyTotals } from '../shared/report/analysis';
import type { Column } from '../shared/report/column';
import { known } from './known';

/** One execution of every body of If, Loop and Scan, in the order of the file; bodies inside of bodies on their own. No total of the model includes them. */
export function bodyTotals(graph: Graph, columns: readonly Column[]): readonly BodyTotals[] {
  const byId = new Map(columns.map(({ id, values }) => [id, values]));
  return graph.subgraphs.flatMap(body => {
    if (body.kind !== 'body') return [];
    const sum = (id: string): number | undefined => sumOver(byId.get(id), body);
    return {
      ...{ node: body.ownerNode, attribute: body.ownerAttribute, nodes: body.nodeCount },
      ...{ macs: sum('macs'), flops: sum('flops'), params: sum('params') ?? 0, weightBytes: sum('weightBytes') ?? 0 },
      activationBytes: sum('activationBytes'),
    };
  });
}

/** `undefined` when a value is not known. */
function sumOver(values: Float64Array | undefined, { firstNode, nodeCount }: Subgraph): number | undefined {
  let sum = 0;
  for (let node = firstNode; node < firstNode + nodeCount; node++) sum += values?.[node] ?? Number.NaN;
  return known(sum);
}
