import type { ModelPrediction } from '../../analysis/roofline/predictModel';
import { formatDuration, formatShare } from '../../shared/base/formatNumber';
import { threadsText } from '../../shared/report/threadsText';
import type { TerminalStyle } from './style';
import { wrapText } from './wrapText';

/** What the whole model is expected to take, as a range, and what it would take at the roofline; says what to do where nothing is known. */
export function predictionLines(prediction: ModelPrediction | undefined, style: TerminalStyle): readonly string[] {
  if (prediction === undefined) return [style.faint('  No roofs: “layerwise machine” measures this machine, --target names another.')];
  const { source, lowMs, highMs, limitMs, predictedMs, kernels } = prediction;
  const { threads } = source.roofs;
  const where = `${source.name}, ${threadsText(threads)}`;
  if (Number.isNaN(predictedMs)) return wrapText(`No estimate for ${where} while sizes are open.`, style.width, '  ').map(style.faint);
  if (kernels.length === 0) return [];
  const memoryMs = kernels.reduce((sum, kernel) => (kernel.limit?.bound === 'memory' ? sum + kernel.predictedMs : sum), 0);
  const text = `Estimate for ${where}: ${formatDuration(lowMs)} – ${formatDuration(highMs)} per run, ${formatShare(memoryMs / predictedMs, 0)} of it in memory-bound kernels; ${formatDuration(limitMs)} at the roofline`;
  return [...wrapText(text, style.width, '  '), ...wrapText(source.from, style.width, '  ').map(style.faint)];
}
