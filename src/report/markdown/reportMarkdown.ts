import { environmentTexts } from '../environmentTexts';
import { slowestLayers } from '../layerTable';
import { limitTexts } from '../limitTexts';
import type { Phrase } from '../phrase';
import { repeatCommand } from '../repeatCommand';
import { mainVariant, type ReportContent } from '../reportContent';
import { mostTitle, reportLayers } from '../reportLayers';
import { settingTexts } from '../settingTexts';
import { numberColumn, textColumn, type TextTable } from '../../shared/base/textTable';
import { medianText, variantRows } from '../variantRows';
import { verdictPhrases } from '../verdictPhrases';
import { markdownCode, markdownTable, markdownText } from '../../shared/base/markdownText';

const MOST_LAYERS = 10;

/** The report for a pull request: tables, no images. */
export function reportMarkdown(content: ReportContent): string {
  const figures = reportLayers(content);
  const variant = mainVariant(content);
  const { table } = slowestLayers(content, figures, variant, MOST_LAYERS);
  const variants = variantTable(content);
  const title =
    variant === undefined ? markdownText(content.fileName) : `${markdownText(content.fileName)} → ${markdownText(variant.file)}`;
  const blocks: readonly (readonly string[])[] = [
    [`### ${title}`],
    [markdownPhrases(verdictPhrases(content, figures))],
    [environmentTexts(content).map(markdownText).join(' · ')],
    ...(variants === undefined ? [] : [['#### Variants'], markdownTable(variants)]),
    ...(table === undefined ? [] : [[`#### ${mostTitle(figures)}`], markdownTable(table)]),
    [`Check this with ${markdownCode(repeatCommand(content))}`],
    details('Settings and lineage', settingTexts(content)),
    details('Limits of these numbers', limitTexts(content, figures)),
  ];
  return `${blocks.map(lines => lines.join('\n')).join('\n\n')}\n`;
}

function markdownPhrases(phrases: readonly Phrase[]): string {
  return phrases.map(({ text, strong }) => (strong === true ? `**${markdownText(text)}**` : markdownText(text))).join('');
}

function variantTable(content: ReportContent): TextTable | undefined {
  const rows = variantRows(content);
  if (rows.length === 0) return undefined;
  return {
    columns: [
      textColumn('Variant'),
      textColumn('Made by'),
      numberColumn('Size'),
      numberColumn('Latency (95 % interval)'),
      textColumn('Against baseline'),
      numberColumn('Agreement'),
    ],
    rows: rows.map(({ file, description, size, latency, verdict, agreement }) => [
      file,
      description,
      size,
      latency === undefined ? '–' : medianText(latency),
      verdict,
      agreement,
    ]),
  };
}

function details(title: string, texts: readonly string[]): readonly string[] {
  return ['<details>', `<summary>${title}</summary>`, '', ...texts.map(text => `- ${markdownText(text)}`), '', '</details>'];
}
