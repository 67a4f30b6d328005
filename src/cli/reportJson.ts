import { version } from '../../package.json';
import { buildReport } from '../analysis/report';
import { fileHash } from '../onnx/files/fileHash';
import type { Column } from '../shared/report/column';
import type { Profile } from '../shared/report/latency';
import type { RoofSource } from '../shared/report/machine';
import type { SuggestionReport } from '../shared/report/suggestion';
import { describeMachine } from '../worker/machine';
import type { ProfileDifference } from '../worker/profileDifference';
import type { AnalyzedModel } from './analyzeModel';
import { toJson } from './forEachModel';
import { interruptible } from './interruptible';
import type { ParsedOptions } from './options';

/** What was found out about a model besides its analysis. */
interface Findings {
  readonly profile?: Profile;
  readonly suggestions?: SuggestionReport;
  readonly roofs?: RoofSource | undefined;
  readonly sparsity?: readonly Column[] | undefined;
  /** Where a profile came from that was not measured now. */
  readonly loaded?: { readonly file: string; readonly onThisMachine: boolean } | undefined;
  readonly against?: { readonly file: string; readonly difference: ProfileDifference } | undefined;
}

/** The contract's `layerwise.report/1` as text. */
export async function reportJson(file: string, analyzed: AnalyzedModel, options: ParsedOptions, findings: Findings = {}): Promise<string> {
  const sources = {
    file,
    ...analyzed,
    ...findings,
    sha256: options.flag('hash') ? await fileHash(file) : undefined,
    environment: { layerwise: version, node: process.version, ...describeMachine() },
  };
  const { loaded, against } = findings;
  const beside = { ...(loaded && { loaded }), ...(against && { against: againstJson(against.file, against.difference) }) };
  return interruptible(() => toJson({ ...buildReport(sources), ...beside }, options));
}

function againstJson(file: string, { earlier, earlierMs, ratio, conditions, layers }: ProfileDifference): unknown {
  const times = layers.map(({ id, name, baseMs, variantMs }) => ({ id, name, earlierMs: baseMs, nowMs: variantMs ?? null }));
  return { file, date: earlier.date, medianMs: earlierMs, ratio, conditions, layers: times };
}
