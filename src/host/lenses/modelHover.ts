import * as vscode from 'vscode';
import type { ModelState } from '../../shared/protocol/hostWebview';
import type { Profile } from '../../shared/report/latency';
import { costFact, kernelFact, timeFact, variantFact, type ComparedTimes } from '../../shared/report/layerFacts';
import { summarizeLayers, type LayerSummary } from '../../shared/report/layerSummary';
import type { ModelView } from '../../shared/report/modelView';
import { matchedMs } from '../../shared/report/matchedMs';
import { commandLink } from '../loadSites/commandLink';
import { hoverBar } from '../loadSites/hoverBar';
import { layerActions } from './layerLines';
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
    const shown: ShownLayer = { view: state.model, profile: measured, layer, variant: text.variant, mostMs };
    return new vscode.Hover(hoverText(text.document.uri, state, shown));
  }
}

interface ShownLayer {
  readonly view: ModelView;
  /** `undefined` where none holds for the sizes that are chosen. */
  readonly profile: Profile | undefined;
  readonly layer: LayerSummary;
  readonly variant: ComparedTimes | undefined;
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
function appendTimes(text: vscode.MarkdownString, { layer, profile, variant, mostMs }: ShownLayer): void {
  const append = (line: string, value: number, before?: number): void => {
    if (line === '') return;
    text.appendMarkdown(`${hoverBar({ text: line, value, before, most: Math.max(mostMs, value) })} `);
    text.appendText(`${line}\n`);
  };
  const { kernels, nodes, latencyMs } = layer;
  if (profile !== undefined) append(timeFact(kernels, profile), latencyMs ?? 0);
  if (variant !== undefined) append(variantFact(variant, nodes), matchedMs(variant.nodeMs, nodes) ?? 0, latencyMs);
}

function factsOf(view: ModelView, { anchor, nodes, kernels }: LayerSummary): readonly string[] {
  const own = kernels.find(kernel => kernel.anchor === anchor && !kernel.added);
  return [kernelFact(view, nodes, own), costFact(view, nodes)];
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
