import type { Graph } from '../shared/graph/graph';
import type { Analysis } from '../shared/report/analysis';
import type { Environment, Profile } from '../shared/report/latency';
import type { Problem } from '../shared/report/problem';
import type { RooflineView } from '../shared/report/roofline';
import type { ReportVariant } from './reportVariant';

/** What a report is written from. File names are without folders; nothing here names a user or a host. */
export interface ReportContent {
  readonly fileName: string;
  /** With its data files. */
  readonly fileBytes: number;
  readonly graph: Graph;
  readonly analysis: Analysis;
  readonly problems: readonly Problem[];
  readonly profile: Profile | undefined;
  /** Under what was measured: of the profile, else of what compared the variants; `undefined` when nothing was measured. */
  readonly environment: Environment | undefined;
  /** False for a profile that was read from a file and taken elsewhere. */
  readonly onThisMachine: boolean;
  /** Of the machine that was profiled; `undefined` where its roofs are not known. */
  readonly roofline: RooflineView | undefined;
  /** In order of their making. */
  readonly variants: readonly ReportVariant[];
  /** Version of Layerwise. */
  readonly layerwise: string;
  /** When the report was written, ISO 8601. */
  readonly date: string;
}

/** The variant that a report is about: the last whose latency was measured, else the last of which anything was. */
export function mainVariant({ variants }: Pick<ReportContent, 'variants'>): ReportVariant | undefined {
  return variants.findLast(({ latency }) => latency !== undefined) ?? variants.findLast(({ outputs }) => outputs !== undefined);
}
