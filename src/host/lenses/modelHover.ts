import * as vscode from 'vscode';
import { formatBytes, formatCount, formatDuration, formatShare } from '../../shared/base/formatNumber';
import type { ModelState } from '../../shared/protocol/hostWebview';
import { summarizeLayers, type LayerSummary } from '../../shared/report/layerSummary';
import type { ModelView } from '../../shared/report/modelView';
import { matchedMs } from '../../shared/report/matchedMs';
import { commandLink } from '../loadSites/commandLink';
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
    const layer = summarizeLayers(state.model.analysis, measured).find(({ nodes }) => nodes.includes(node));
    if (layer === undefined) return undefined;
    return new vscode.Hover(hoverText(text.document.uri, state, { view: state.model, layer, variant: text.variant }));
  }
}

interface ShownLayer {
  readonly view: ModelView;
  readonly layer: LayerSummary;
  readonly variant: VariantTimes | undefined;
}

/** Names come from the model, so they are appended as text; links carry ids only, and only our own commands may run. */
function hoverText(model: vscode.Uri, state: ModelState, shown: ShownLayer): vscode.MarkdownString {
  const { view, layer } = shown;
  const text = new vscode.MarkdownString();
  text.isTrusted = { enabledCommands: Object.values(LENS_COMMANDS) };
  text.appendText(layer.name === '' ? (view.nodeNames[layer.anchor] ?? '') : layer.name);
  text.appendMarkdown('\n\n');
  text.appendText([...factsOf(view, layer), ...variantFact(shown)].join('\n'));
  text.appendMarkdown(`\n\n${linksOf(model, state, layer)}`);
  return text;
}

function factsOf(view: ModelView, { anchor, nodes, kernels, latencyMs, share }: LayerSummary): readonly string[] {
  const sum = (id: string): number => {
    const values = view.analysis.columns.find(column => column.id === id)?.values;
    return nodes.reduce((total, node) => total + (values?.[node] ?? NaN), 0);
  };
  const own = kernels.find(kernel => kernel.anchor === anchor && !kernel.added);
  const spread = own === undefined ? '' : ` ± ${formatDuration((own.highMs - own.lowMs) / 2)}`;
  const ops = (own?.covers ?? nodes).map(node => view.nodeOps[node] ?? '').join(' + ');
  return [
    ...(latencyMs === undefined ? [] : [`${formatDuration(latencyMs)}${spread}, ${formatShare(share ?? NaN)} of time`]),
    own === undefined ? ops : `${ops}, one kernel: ${own.op}`,
    `MACs, weights: ${formatCount(sum('macs'))}, ${formatBytes(sum('weightBytes'))}`,
  ];
}

/** Time of the layer in the file that the model is compared with. */
function variantFact({ layer, variant }: ShownLayer): readonly string[] {
  const ms = variant && matchedMs(variant.nodeMs, layer.nodes);
  return variant === undefined || ms === undefined ? [] : [vscode.l10n.t('In {0}: {1}', variant.name, formatDuration(ms))];
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
