import { analyze } from '../../analysis/analyze';
import { decoderScenarios, type DecoderScenario } from '../../analysis/decoderScenarios';
import type { OnnxModel } from '../../onnx/openModel';
import { formatBytes, formatCount, UNKNOWN } from '../../shared/base/formatNumber';

/** Tokens of the prompt that scenarios are shown for. */
const PROMPT_TOKENS = 128;

/** What a decoder costs when it reads a prompt and when it makes the next token, one line each; empty for other models. */
export function scenarioLines({ graph, reader }: OnnxModel): readonly string[] {
  return decoderScenarios(graph, PROMPT_TOKENS).map(scenario => {
    const { totals } = analyze(graph, reader, { dims: scenario.dims });
    const macs = totals.macs === undefined ? UNKNOWN : formatCount(totals.macs);
    const peak = totals.peakActivationBytes === undefined ? UNKNOWN : formatBytes(totals.peakActivationBytes);
    return `  ${scenario.name.padEnd(7)} (${describe(scenario)}): ${macs} MACs, ${peak} of activations at the peak`;
  });
}

function describe({ tokens, pastTokens }: DecoderScenario): string {
  return pastTokens === 0 ? `${tokens} tokens, empty cache` : `${tokens} token, ${pastTokens} in the cache`;
}
