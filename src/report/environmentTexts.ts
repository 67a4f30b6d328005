import { providerName } from '../shared/report/providerName';
import { threadsText } from '../shared/report/threadsText';
import { mainVariant, type ReportContent } from './reportContent';

/** Under what was measured, in a line: processor, provider and threads, shapes, runs, versions. Without a profile only the shapes. */
export function environmentTexts(content: ReportContent): readonly string[] {
  const { environment, layerwise } = content;
  if (environment === undefined) return [...inputTexts(content), `Layerwise ${layerwise}`];
  const { cpu, threads, provider, onnxruntime, imported, date } = environment;
  return [
    ...(imported === undefined ? [cpu, `${providerName(provider)} provider, ${threadsText(threads)}`] : [`times from ${imported}`]),
    ...inputTexts(content),
    ...runTexts(content),
    `ONNX Runtime ${onnxruntime}`,
    `measured ${date.slice(0, 10)}`,
  ];
}

/** Of the numbers that the verdict is about. */
function runTexts(content: ReportContent): readonly string[] {
  const compared = mainVariant(content)?.latency?.runs;
  if (compared !== undefined) return [`${String(compared)} runs each, alternating`];
  const { runs = 0, warmupRuns = 0 } = content.profile?.latency ?? {};
  return runs === 0 ? [] : [`${String(runs)} runs${warmupRuns > 0 ? `, ${String(warmupRuns)} warm-up` : ''}`];
}

/** `x 1×3×224×224`, as run, else as analysed. */
function inputTexts({ profile, analysis }: ReportContent): readonly string[] {
  const shapes: readonly (readonly [string, readonly (number | string | undefined)[]])[] =
    profile === undefined
      ? analysis.inputs.map(({ name, shape }) => [name, shape ?? ['unknown shape']])
      : Object.entries(profile.inputShapes);
  const texts = shapes
    .slice(0, 3)
    .map(([name, shape]) => `${name.slice(0, 40)} ${shape.length === 0 ? 'scalar' : shape.map(dim => dim ?? '?').join('×')}`);
  return shapes.length > 3 ? [...texts, `${String(shapes.length - 3)} more inputs`] : texts;
}
