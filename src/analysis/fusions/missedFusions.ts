import type { Graph } from '../../shared/graph/graph';
import { mainGraph } from '../../shared/graph/traversal';
import type { Analysis } from '../../shared/report/analysis';
import type { Environment, Kernel } from '../../shared/report/latency';
import type { MissedFusion } from '../../shared/report/missedFusion';
import type { GraphLevel } from '../../shared/report/jobRequest';
import { FusionContext, type Failure } from './fusionContext';
import { FUSION_RULES } from './fusionRules';

const UNKNOWN: Failure = {
  condition: 'unknown',
  why: 'Every condition that is checked holds; the runtime left them apart for another reason.',
};

/**
 * Fusions that the runtime's CPU provider makes at its highest level where it can, and did not make here, each with the condition that failed. Told from the
 * kernels that ran, so nothing is said about nodes that the runtime removed or that were not mapped. `level`: of the graph optimizations that they ran with.
 */
export function missedFusions(
  graph: Graph,
  analysis: Analysis,
  kernels: readonly Kernel[],
  level: Environment['graphOptimization'],
): readonly MissedFusion[] {
  const context = new FusionContext(graph, analysis, kernels);
  const otherwise = level === 'all' || level === 'unknown' ? UNKNOWN : belowAll(level);
  const missed: MissedFusion[] = [];
  for (let node = 0; node < mainGraph(graph).nodeCount; node++) {
    for (const rule of FUSION_RULES) {
      const expected = rule(context, node);
      if (expected === undefined) continue;
      const { fusion, nodes, failure = otherwise } = expected;
      missed.push({ fusion, nodes, ...failure });
    }
  }
  return missed;
}

function belowAll(level: GraphLevel): Failure {
  return {
    condition: 'graph-level',
    why: `The runtime fuses this at its highest level of graph optimizations; these ran with “${level}”.`,
  };
}
