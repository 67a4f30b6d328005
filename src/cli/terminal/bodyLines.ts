import { formatCount, UNKNOWN } from '../../shared/base/formatNumber';
import { nodeLabel } from '../../shared/graph/nodeLabel';
import { executionsText } from '../../shared/report/executionsText';
import { bodyExecutions, type Profile } from '../../shared/report/latency';
import type { AnalyzedModel } from '../analyzeModel';
import { printable } from './printable';
import type { TerminalStyle } from './style';
import { wrapText } from './wrapText';

const MOST_BODIES = 10;

/** What one execution of each body of an If, Loop or Scan costs, and how often the profile saw it executed; bodies of which that is not known are left out. */
export function bodyLines({ model: { graph }, analysis }: AnalyzedModel, profile: Profile, style: TerminalStyle): readonly string[] {
  const texts = analysis.bodies.flatMap(body => {
    const executions = bodyExecutions(profile, body);
    if (executions === undefined) return [];
    const cost = body.macs === undefined ? UNKNOWN : formatCount(body.macs);
    return [
      `${printable(nodeLabel(graph, body.node))}, ${printable(body.attribute)}: ${executionsText(executions)}; ${cost} MACs each time`,
    ];
  });
  if (texts.length === 0) return [];
  const left = texts.length - MOST_BODIES;
  return [
    style.strong('Control flow'),
    ...texts.slice(0, MOST_BODIES).flatMap(text => wrapText(text, style.width, '  ')),
    ...(left > 0 ? [style.faint(`  ${String(left)} more, all with --json`)] : []),
  ];
}
