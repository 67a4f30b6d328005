import { scenarioTotals } from '../../analysis/scenarioTotals';
import type { OnnxModel } from '../../onnx/openModel';
import { scenarioText } from '../../shared/report/scenarioText';

/** What a decoder costs when it reads a prompt and when it makes the next token, one line each; empty for other models. */
export function scenarioLines({ graph, reader }: OnnxModel): readonly string[] {
  return scenarioTotals(graph, reader).map(scenario => `  ${scenario.name.padEnd(7)} ${scenarioText(scenario)}`);
}
