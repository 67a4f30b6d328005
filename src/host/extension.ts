import * as vscode from 'vscode';
import { EngineClient } from '../engineClient/engineClient';
import { setTranslation } from '../shared/base/l10n';
import { setNumberLanguage } from '../shared/base/numberLanguage';
import { engineLog } from '../shared/protocol/hostEngine';
import { announceResult } from './commands/announceResult';
import { registerCommands } from './commands/registerCommands';
import { ActiveModel } from './documents/activeModel';
import { keepWhileRunning } from './documents/keepWhileRunning';
import { ModelDocuments } from './documents/modelDocuments';
import { ModelEditorProvider } from './editor/modelEditorProvider';
import type { HostServices } from './hostServices';
import { HeatDecorations } from './lenses/heatDecorations';
import { registerLensCommands } from './lenses/lensCommands';
import { ModelHover } from './lenses/modelHover';
import { ModelLensProvider } from './lenses/modelLensProvider';
import { TextSelection } from './lenses/textSelection';
import { TextModels } from './lenses/textModels';
import { TEXT_SCHEME } from './lenses/textUri';
import { KnownModels } from './loadSites/knownModels';
import { LoadSiteHover } from './loadSites/loadSiteHover';
import { LoadSiteLenses } from './loadSites/loadSiteLenses';
import { programSelector } from './loadSites/programSelector';
import { registerSiteCommands } from './loadSites/siteCommands';
import { OPTIMIZE_VIEW_TYPE, OptimizePanels } from './optimize/optimizePanels';
import { SIDE_VIEW, SidePanelProvider } from './sidePanel/sidePanelProvider';
import { StatusBar, STATUS_MENU } from './statusBar';
import { showStatusMenu } from './statusMenu';
import { MODEL_VIEW_TYPE } from './viewType';

let engine: EngineClient | undefined;

/** Returns what tests look at: the same services that the extension itself uses. */
export function activate(context: vscode.ExtensionContext): HostServices {
  setTranslation((text, ...parts) => vscode.l10n.t(text, ...parts));
  setNumberLanguage(vscode.env.language);
  const services = makeServices(context);
  const { documents, active, log } = services;
  const editors = new ModelEditorProvider(services);
  const textModels = new TextModels(documents);
  const textSelection = new TextSelection(textModels);
  const models = new KnownModels(documents, services.engine, context.globalState);
  const textFilter = { scheme: TEXT_SCHEME };
  const programs = programSelector();
  context.subscriptions.push(
    log,
    documents,
    active,
    services.optimizePanels,
    textModels,
    keepWhileRunning(documents),
    documents.onDidOpen(document => void document.jobs.onDidFinish(job => void announceResult(services, document, job))),
    vscode.window.registerCustomEditorProvider(MODEL_VIEW_TYPE, editors, {
      supportsMultipleEditorsPerDocument: true,
    }),
    vscode.window.registerWebviewPanelSerializer(OPTIMIZE_VIEW_TYPE, services.optimizePanels),
    vscode.window.registerWebviewViewProvider(SIDE_VIEW, new SidePanelProvider(services)),
    vscode.workspace.registerTextDocumentContentProvider(TEXT_SCHEME, textModels),
    vscode.languages.registerCodeLensProvider(textFilter, new ModelLensProvider(textModels)),
    vscode.languages.registerHoverProvider(textFilter, new ModelHover(textModels)),
    models,
    vscode.languages.registerCodeLensProvider(programs, new LoadSiteLenses(models)),
    vscode.languages.registerHoverProvider(programs, new LoadSiteHover(models)),
    registerSiteCommands(),
    new HeatDecorations(context.extensionUri, textModels),
    textSelection,
    new StatusBar(active),
    vscode.commands.registerCommand(STATUS_MENU, () => showStatusMenu(services)),
    registerCommands(services, editors, textSelection),
    registerLensCommands(services),
  );
  return services;
}

/** VS Code waits for this: nothing that was started stays behind. */
export async function deactivate(): Promise<void> {
  await engine?.stop();
}

function makeServices(context: vscode.ExtensionContext): HostServices {
  const log = vscode.window.createOutputChannel('Layerwise', { log: true });
  const program = {
    enginePath: context.asAbsolutePath('dist/engine.js'),
    workerPath: context.asAbsolutePath('dist/worker.js'),
    storage: context.globalStorageUri.fsPath,
  };
  engine = new EngineClient(program, line => log.warn(`engine: ${line}`));
  engine.on(engineLog, ({ level, text }) => log[level](text));
  const documents = new ModelDocuments({ engine, storage: context.globalStorageUri, memory: context.globalState });
  const active = new ActiveModel(documents);
  const services: HostServices = { context, engine, log, documents, active, optimizePanels: new OptimizePanels(() => services) };
  return services;
}
