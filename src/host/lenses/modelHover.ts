import * as vscode from 'vscode';
import { formatBytes, formatCount, formatDuration, formatShare } from '../../shared/base/formatNumber';
import type { ModelState } from '../../shared/protocol/hostWebview';
import { summarizeLayers, type LayerSummary } from '../../shared/report/layerSummary';
import type { Kernel } from '../../shared/report/latency';
import type { ModelView } from '../../shared/report/modelView';
import { matchedMs } from '../../shared/report/matchedMs';
import { commandLink } from '../loadSites/commandLink';
import { hoverBar } from '../loadSites/hoverBar';
import { layerActions, type VariantTimes } from './layerLines';
import { LENS_COMMANDS } from './lensCommands';
import type { TextModels } from './textModels';

/** What is known about a layer, when the pointer rests on one of its lines. */
export class ModelHover implements vscode.HoverProvider {
  constructor(private readonly models: TextModels) {}

  provideHover({ uri }: vscode.TextDocument, { line }: vscode.Position): vscode.Hover | undefined {
    const text = this.models.get(uri);
    const node = text?.form.lineOfNode.indexOf(line) ?? -1;
    const { state } = text?.document ?? {};
    if (text === undefined || state?.model === undefined || node < 0) return undefined;
    const measured = state.profileIsStale ? undefined : state.profile;
    const layers = summarizeLayers(state.model.analysis, measured);
    const layer = layers.find(({ nodes }) => nodes.includes(node));
    if (layer === undefined) return undefined;
    const mostMs = layers.reduce((most, { latencyMs = 0 }) => Math.max(most, latencyMs), 0);
    return new vscode.Hover(hoverText(text.document.uri, state, { view: state.model, layer, variant: text.variant, mostMs }));
  }
}

interface ShownLayer {
  readonly view: ModelView;
  readonly layer: LayerSummary;
  readonly variant: VariantTimes | undefined;
  /** Time of the slowest layer, which bars are held against. */
  readonly mostMs: number;
}

/** Names come from the model, so they are appended as text; links carry ids only, and only our own commands may run. */
function hoverText(model: vscode.Uri, state: ModelState, shown: ShownLayer): vscode.MarkdownString {
  const { view, layer } = shown;
  const text = new vscode.MarkdownString();
  text.isTrusted = { enabledCommands: Object.values(LENS_COMMANDS) };
  text.appendText(layer.name === '' ? (view.nodeNames[layer.anchor] ?? '') : layer.name);
  text.appendMarkdown('\n\n');
  appendTimes(text, shown);
  text.appendText(factsOf(view, layer).join('\n'));
  text.appendMarkdown(`\n\n${linksOf(model, state, layer)}`);
  return text;
}

/** The time of the layer, and below it that in the file that the model is compared with, each with a bar. */
function appendTimes(text: vscode.MarkdownString, { layer: { latencyMs, share = Number.NaN, nodes }, variant, mostMs }: ShownLayer): void {
  const append = (line: string, value: number, before?: number): void => {
    text.appendMarkdown(`${hoverBar({ text: line, value, before, most: Math.max(mostMs, value) })} `);
    text.appendText(`${line}\n`);
  };
  if (latencyMs !== undefined) append(vscode.l10n.t('{0}, {1} of time', formatDuration(latencyMs), formatShare(share)), latencyMs);
  const ms = variant && matchedMs(variant.nodeMs, nodes);
  if (variant !== undefined && ms !== undefined) append(vscode.l10n.t('In {0}: {1}', variant.name, formatDuration(ms)), ms, latencyMs);
}

function factsOf(view: ModelView, { anchor, nodes, kernels }: LayerSummary): readonly string[] {
  const sum = (id: string): number => {
    const values = view.analysis.columns.find(column => column.id === id)?.values;
    return nodes.reduce((total, node) => total + (values?.[node] ?? NaN), 0);
  };
  const own = kernels.find(kernel => kernel.anchor === anchor && !kernel.added);
  const ops = (own?.covers ?? nodes).map(node => view.nodeOps[node] ?? '').join(' + ');
  return [
    ops,
    ...(own === undefined ? [] : [kernelText(own)]),
    `MACs, weights: ${formatCount(sum('macs'))}, ${formatBytes(sum('weightBytes'))}`,
  ];
}

/** The time of the kernel with what it varies by, which is of this kernel alone. */
function kernelText({ op, medianMs, lowMs, highMs }: Kernel): string {
  const spread = formatDuration((highMs - lowMs) / 2);
  return vscode.l10n.t('One kernel, {0}: {1} ± {2} (half the 95 % interval of its median)', op, formatDuration(medianMs), spread);
}

function linksOf(model: vscode.Uri, state: ModelState, { anchor, nodes }: LayerSummary): string {
  const link = (title: string, command: string): string => commandLink(title, command, [model.toString(), anchor]);
  const actions = state.trust === 'trusted' ? layerActions(state, nodes) : [];
  return [
    link(vscode.l10n.t('Show in Graph'), LENS_COMMANDS.show),
    ...(actions.includes('quantize') ? [link(vscode.l10n.t('Quantize'), LENS_COMMANDS.quantize)] : []),
    ...(actions.includes('prune') ? [link(vscode.l10n.t('Prune…'), LENS_COMMANDS.prune)] : []),
  ].join(' · ');
}
