import * as vscode from 'vscode';
import { assertNever } from '../../shared/base/assertNever';
import type { PageAction } from '../../shared/protocol/hostWebview';
import { rulesOf } from '../../shared/report/rulesOf';
import type { Suggestion } from '../../shared/report/suggestion';
import { askDims } from '../commands/askDims';
import { compareWithSelected } from '../commands/compareWithSelected';
import { chooseOutput } from '../commands/chooseOutput';
import { chooseData } from '../commands/chooseData';
import { copyAndProfile } from '../commands/copyAndProfile';
import { exportReport } from '../commands/exportReport';
import { locateData } from '../commands/locateData';
import { openAsHex } from '../commands/openAsHex';
import { optimizeModel, tryPasses } from '../commands/optimizeModel';
import { profileModel } from '../commands/profileModel';
import { profileUpTo } from '../commands/profileUpTo';
import { showCounting } from '../commands/showCounting';
import { showFailure } from '../commands/showFailure';
import { extractLayers } from '../commands/extractLayers';
import { timeLayer } from '../commands/timeLayer';
import { performVariantAction } from '../commands/performVariantAction';
import type { ModelDocument } from '../documents/modelDocument';
import { namesLayers, otherLayers } from '../documents/namedLayers';
import type { HostServices } from '../hostServices';
import { MODEL_VIEW_TYPE } from '../viewType';

/** Carries out what a page asked for, which shows the graph of `skeletonHash`. A failure is shown to the user; nothing is thrown. */
export async function performAction(
  services: HostServices,
  document: ModelDocument | undefined,
  action: PageAction,
  skeletonHash: string,
): Promise<void> {
  try {
    if (document !== undefined && namesNodes(action) && document.state.skeletonHash !== skeletonHash)
      throw otherLayers(document.state.fileName);
    await (document === undefined ? performWithoutModel(action) : perform(services, document, action, skeletonHash));
  } catch (error) {
    await showFailure(services.log, error, document, () => performAction(services, document, action, skeletonHash));
  }
}

/** Whether an action names nodes, whose ids mean other layers in another graph. */
function namesNodes(action: PageAction): boolean {
  if ('node' in action || 'nodes' in action) return true;
  if ('layers' in action) return (action.layers ?? []).length > 0;
  return 'passes' in action && namesLayers(action.passes);
}

/** What needs no model: action → command. */
const COMMANDS: ReadonlyMap<PageAction['kind'], string> = new Map([
  ['openModel', 'layerwise.openModel'],
  ['openSample', 'layerwise.openSample'],
  ['showLog', 'layerwise.showLog'],
  ['measureMachine', 'layerwise.measureMachine'],
  ['manageTrust', 'workbench.trust.manage'],
]);

async function performWithoutModel({ kind }: PageAction): Promise<void> {
  const command = COMMANDS.get(kind);
  if (command !== undefined) await vscode.commands.executeCommand(command);
}

async function perform(services: HostServices, document: ModelDocument, action: PageAction, namedIn: string): Promise<void> {
  const { optimizePanels } = services;
  if ('id' in action) return performFileAction(services, document, action);
  switch (action.kind) {
    case 'profile':
    case 'retryWithoutFusions':
    case 'retryWithoutArena':
    case 'profileLonger':
    case 'waitLonger':
    case 'fewerSamples':
    case 'copyAndProfile':
      return performRun(services, document, action.kind);
    case 'profileUpTo':
      return profileUpTo(services, document, action.node);
    case 'chooseOutput':
    case 'clearOutput':
      return performOutput(document, action);
    case 'cancelJob':
      return document.jobs.cancel();
    case 'chooseSizes':
      await askDims(document);
      return;
    case 'locateData':
      return locateData(document);
    case 'changeMemoryLimit':
      await vscode.commands.executeCommand('workbench.action.openSettings', 'layerwise.memoryLimitMiB');
      return;
    case 'openOptimize':
      optimizePanels.open(document, { focusLayers: action.layers ?? [], focusPass: action.pass });
      return;
    case 'applySuggestion':
    case 'previewSuggestion':
      return performSuggestion(services, document, action.kind, offered(document, action.rule));
    case 'restoreSuggestion':
      return restoreSuggestion(document, action.rule);
    case 'optimize':
      return optimizeModel(services, document, action.passes, { budgets: action.budgets, namedIn, output: document.state.output?.path });
    case 'tryPasses':
      return tryPasses(document, action.passes, namedIn);
    case 'chooseCalibration':
    case 'chooseCalibrationFolder':
    case 'chooseEvaluation':
    case 'clearCalibration':
      return performDataAction(document, action.kind);
    case 'measureCompared':
      return document.jobs.compare(action.ids.flatMap(id => document.comparisons.at(id)?.path ?? []));
    case 'addCompared':
      return compareWithSelected(document, undefined);
    case 'openText':
      await vscode.commands.executeCommand('layerwise.showLayerInText', document.uri);
      return;
    case 'exportReport':
      return exportReport(document);
    case 'showCounting':
      return showCounting(services.context, action.section);
    case 'openAsHex':
      return openAsHex(document.uri);
    case 'reload':
      await document.reload();
      return;
    case 'showInEditor':
      document.select(action.node);
      await vscode.commands.executeCommand('vscode.openWith', document.uri, MODEL_VIEW_TYPE);
      return;
    case 'timeLayer':
      return timeLayer(services, document, action.node, namedIn);
    case 'extractLayers':
      await extractLayers(document, { nodes: action.nodes });
      return;
    case 'openModel':
    case 'openSample':
    case 'measureMachine':
    case 'showLog':
    case 'manageTrust':
      return performWithoutModel(action);
    default:
      return assertNever(action);
  }
}

/** Measures the model, as always or as it is tried after a failure. */
function performRun(
  services: HostServices,
  document: ModelDocument,
  kind: 'profile' | 'retryWithoutFusions' | 'retryWithoutArena' | 'profileLonger' | 'waitLonger' | 'fewerSamples' | 'copyAndProfile',
): Promise<void> {
  switch (kind) {
    case 'profile':
      return profileModel(services, document);
    case 'retryWithoutFusions':
      return document.jobs.profile({ graphOptimization: 'disabled' });
    case 'retryWithoutArena':
      return document.jobs.profile({ graphOptimization: 'disabled', arena: false });
    case 'profileLonger':
      return document.jobs.profile({ rigor: 'strict' });
    case 'waitLonger':
      return document.jobs.retries.waitLonger();
    case 'fewerSamples':
      return document.jobs.retries.useFewerSamples();
    case 'copyAndProfile':
      return copyAndProfile(services, document);
    default:
      return assertNever(kind);
  }
}

async function performOutput(
  document: ModelDocument,
  action: Extract<PageAction, { readonly kind: 'chooseOutput' | 'clearOutput' }>,
): Promise<void> {
  if (action.kind === 'chooseOutput') await chooseOutput(document, action.passIds);
  else document.update({ output: undefined });
}

function performDataAction(
  document: ModelDocument,
  kind: 'chooseCalibration' | 'chooseCalibrationFolder' | 'chooseEvaluation' | 'clearCalibration',
): Promise<void> {
  if (kind === 'clearCalibration') return document.data.choose({ calibration: null });
  if (kind === 'chooseEvaluation') return chooseData(document, 'evaluation', 'folder');
  return chooseData(document, 'calibration', kind === 'chooseCalibration' ? 'file' : 'folder');
}

type FileAction = Extract<PageAction, { readonly id: number }>;

/** What is done with a variant, or a file that the model is compared with. Nothing happens for a file that is gone. */
async function performFileAction(services: HostServices, document: ModelDocument, { kind, id }: FileAction): Promise<void> {
  if (kind !== 'openCompared' && kind !== 'removeCompared' && kind !== 'compareTensors')
    return performVariantAction(services, document, kind, id);
  const file = document.comparisons.at(id);
  if (file === undefined) return;
  if (kind === 'removeCompared') return document.comparisons.remove(file);
  if (kind === 'compareTensors') return document.jobs.compareTensors(file.path);
  await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file.path), MODEL_VIEW_TYPE);
}

function offered({ state }: ModelDocument, rule: string): Suggestion | undefined {
  return state.suggestions?.offered.find(suggestion => suggestion.rule === rule);
}

function restoreSuggestion(document: ModelDocument, rule: string): Promise<void> {
  const suggestion = offered(document, rule);
  return document.dismissals.remove(suggestion === undefined ? [rule] : rulesOf(suggestion));
}

/** Nothing happens for a suggestion that is no longer offered. */
async function performSuggestion(
  services: HostServices,
  document: ModelDocument,
  kind: 'applySuggestion' | 'previewSuggestion',
  suggestion: Suggestion | undefined,
): Promise<void> {
  if (suggestion === undefined) return;
  const { pass, parameters, layers } = suggestion;
  if (kind === 'applySuggestion') return optimizeModel(services, document, [{ id: pass, parameters }]);
  services.optimizePanels.open(document, { focusLayers: layers, focusPass: pass, focusParameters: parameters });
}
