import { version } from '../../../package.json';
import { buildReport } from '../../analysis/report';
import { rooflineView } from '../../analysis/roofline/rooflineView';
import { reportHtml } from '../../report/html/reportHtml';
import { reportMarkdown } from '../../report/markdown/reportMarkdown';
import type { ReportContent } from '../../report/reportContent';
import type { ReportVariant } from '../../report/reportVariant';
import { assertNever } from '../../shared/base/assertNever';
import { isProfileStale } from '../../shared/report/isProfileStale';
import type { RoofSource } from '../../shared/report/machine';
import type { ReportFormat } from '../../shared/report/reportFormat';
import type { OpenDocument } from './openDocument';

/** What is known besides the document. */
interface Beside {
  readonly variants: readonly ReportVariant[];
  /** Of the machine that the profile was taken on; `undefined` where they are not known. */
  readonly roofs: RoofSource | undefined;
}

/** A report about an open model with its profile, unless that is one of other shapes. */
export function documentReport({ file, view, profile: last }: OpenDocument, format: ReportFormat, { variants, roofs }: Beside): string {
  const { analysis, fileName, fileBytes } = view;
  const profile = last === undefined || isProfileStale(view, last) ? undefined : last;
  if (format === 'json') {
    const sources = { file: fileName, model: file, analysis, profile, roofs, environment: { layerwise: version, node: process.version } };
    return `${JSON.stringify(buildReport(sources), undefined, 2)}\n`;
  }
  const content: ReportContent = {
    ...{ fileName, fileBytes, graph: file.graph, analysis, problems: analysis.problems, profile },
    environment: profile?.environment,
    onThisMachine: profile?.environment.imported === undefined,
    roofline: rooflineView(file.graph, analysis, roofs, profile),
    variants,
    layerwise: version,
    date: new Date().toISOString(),
  };
  switch (format) {
    case 'html':
      return reportHtml(content);
    case 'md':
      return reportMarkdown(content);
    default:
      return assertNever(format);
  }
}
