import { scenarioTotals } from '../../analysis/scenarioTotals';
import type { OnnxModel } from '../../onnx/openModel';
import { formatBytes, formatCount, UNKNOWN } from '../../shared/base/formatNumber';
import type { Scenario } from '../../shared/report/modelView';

/** What a decoder costs when it reads a prompt and when it makes the next token, one line each; empty for other models. */
export function scenarioLines({ graph, reader }: OnnxModel): readonly string[] {
  return scenarioTotals(graph, reader).map(scenario => {
    const { totals } = scenario;
    const macs = totals.macs === undefined ? UNKNOWN : formatCount(totals.macs);
    const peak = totals.peakActivationBytes === undefined ? UNKNOWN : formatBytes(totals.peakActivationBytes);
    return `  ${scenario.name.padEnd(7)} (${describe(scenario)}): ${macs} MACs, ${peak} of activations at the peak`;
  });
}

function describe({ tokens, pastTokens }: Scenario): string {
  return pastTokens === 0 ? `${tokens} tokens, empty cache` : `${tokens} token, ${pastTokens} in the cache`;
}
