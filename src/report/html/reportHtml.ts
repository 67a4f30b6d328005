import { environmentTexts } from '../environmentTexts';
import { allLayers, slowestLayers } from '../layerTable';
import { limitTexts } from '../limitTexts';
import { repeatCommand } from '../repeatCommand';
import { mainVariant, type ReportContent } from '../reportContent';
import { metricName, metricText, metricWord, mostTitle, reportLayers, type ReportLayers } from '../reportLayers';
import { settingTexts } from '../settingTexts';
import { verdictPhrases } from '../verdictPhrases';
import { graphPicture } from './graphPicture';
import { heatClass } from './heatClass';
import { mapPicture } from './mapPicture';
import { markup, Markup } from './markup';
import { pageStyle } from './pageStyle';
import { rooflinePicture } from './rooflinePicture';
import { slowestTable, textTable } from './tables';
import { spinePicture } from './spinePicture';
import { timelinePicture } from './timelinePicture';
import { variantTable } from './variantTable';

const SLOWEST = 10;
const MOST_ROWS = 200;

/** The whole report as one page: no script, nothing that is fetched; what it shows of a model is text. Below 500 kB for models of any size. */
export function reportHtml(content: ReportContent): string {
  const figures = reportLayers(content);
  const variant = mainVariant(content);
  const title = variant === undefined ? content.fileName : `${content.fileName} → ${variant.file}`;
  const page = markup`<!doctype html>
<html lang="en">${head(title)}<body><main>
<header><h1>${title}</h1><span class="muted nw">${content.date.slice(0, 10)}</span></header>
<p class="lead">${verdictPhrases(content, figures).map(({ text, strong }) => (strong === true ? markup`<b>${text}</b>` : text))}</p>
<ul class="facts">${environmentTexts(content).map(text => markup`<li>${text}</li>`)}</ul>
${variantTable(content)}
${spines(content, figures)}
${slowest(content, figures)}
${views(content, figures)}
<h2>How to check this</h2><pre>${repeatCommand(content)}</pre>
<div class="more">${list('Settings and lineage', settingTexts(content))}${layers(content, figures)}${list('Limits of these numbers', limitTexts(content, figures))}</div>
</main></body></html>
`;
  return page.text;
}

function head(title: string): Markup {
  return markup`<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><meta name="referrer" content="no-referrer">
<title>${title}: Layerwise report</title><style>${new Markup(pageStyle())}</style></head>`;
}

/** Nothing where nothing is known, or nothing takes anything. */
function spines(content: ReportContent, figures: ReportLayers): Markup | undefined {
  if (figures.total === 0) return undefined;
  const after = mainVariant(content)?.layerMs?.after;
  const before = markup`<figure>${spinePicture(figures, ({ value }) => value, `${metricName(figures)} per layer`)}</figure>`;
  if (figures.metric !== 'latencyMs') {
    const where = figures.metric === 'macs' ? 'Where the arithmetic is' : 'Where the parameters are';
    return markup`<h2>${where}</h2>${legend(figures)}${before}`;
  }
  if (after === undefined) return markup`<h2>Where the time goes</h2>${legend(figures)}${before}`;
  const now = spinePicture(figures, ({ anchor }) => after.get(anchor) ?? Number.NaN, 'Latency per layer, after');
  return markup`<h2>Where the time went, before</h2>${legend(figures)}${before}<h2>Where it goes now <span>same scale</span></h2><figure>${now}</figure>`;
}

function legend(figures: ReportLayers): Markup {
  const steps = Array.from(
    { length: 25 },
    (_, step) => markup`<rect class="${heatClass(step, 24)}" x="${step * 4}" width="4" height="8" />`,
  );
  return markup`<div class="legend"><span>${metricName(figures)}, 0</span><svg width="100" height="8" aria-hidden="true">${steps}</svg><span>${metricText(figures, figures.most)}</span></div>`;
}

function slowest(content: ReportContent, figures: ReportLayers): Markup | undefined {
  const variant = mainVariant(content);
  const { layers: shown, table } = slowestLayers(content, figures, variant, SLOWEST);
  if (table === undefined) return undefined;
  return markup`<h2>${mostTitle(figures)}</h2>${slowestTable(figures, shown, variant?.layerMs?.after, table)}`;
}

/** The views of the editor as pictures. */
function views(content: ReportContent, figures: ReportLayers): readonly Markup[] {
  const { profile, roofline } = content;
  if (figures.layers.length === 0) return [];
  const colored = markup`<span>colored by ${metricWord(figures)}</span>`;
  return [
    view(markup`Graph ${colored}`, graphPicture(content, figures), 'graph'),
    ...(figures.total > 0 ? [view(markup`Map ${colored}`, mapPicture(figures))] : []),
    ...(profile === undefined || profile.kernels.length === 0
      ? []
      : [view(markup`Timeline <span>kernels as they ran</span>`, timelinePicture(content, profile))]),
    ...(profile === undefined || roofline?.plot === undefined
      ? []
      : [view(markup`Roofline <span>roofs: ${roofline.from}</span>`, rooflinePicture(content, roofline.plot))]),
  ];
}

function view(title: Markup, picture: Markup, className = 'view'): Markup {
  return markup`<h2>${title}</h2><figure class="${className}">${picture}</figure>`;
}

function layers(content: ReportContent, figures: ReportLayers): Markup {
  const count = figures.layers.length;
  const what = figures.metric === 'latencyMs' ? 'slowest' : 'largest';
  const title =
    count === 1
      ? 'The only layer'
      : count <= MOST_ROWS
        ? `All ${String(count)} layers`
        : `The ${String(MOST_ROWS)} ${what} of ${String(count)} layers`;
  return markup`<details><summary>${title}</summary>${textTable(allLayers(content, figures, MOST_ROWS))}</details>`;
}

function list(title: string, texts: readonly string[]): Markup {
  return markup`<details><summary>${title}</summary><ul>${texts.map(text => markup`<li>${text}</li>`)}</ul></details>`;
}
