import * as v from 'valibot';
import * as vscode from 'vscode';
import type { PageCommand } from '../../shared/protocol/hostWebview';
import type { DocumentReference } from '../documents/modelDocuments';
import type { ModelDocument } from '../documents/modelDocument';
import type { ModelEditorProvider } from '../editor/modelEditorProvider';
import type { HostServices } from '../hostServices';
import { modelOfTextUri } from '../lenses/textUri';
import { openAsText } from '../lenses/openAsText';
import type { TextSelection } from '../lenses/textSelection';
import { MODEL_VIEW_TYPE } from '../viewType';
import { collectDiagnostics } from './collectDiagnostics';
import { exportReport } from './exportReport';
import { compareWithSelected } from './compareWithSelected';
import { dismissSuggestion } from './dismissSuggestion';
import { performVariantAction } from './performVariantAction';
import { exportTrace } from './exportTrace';
import { importTrace } from './importTrace';
import { measureMachine } from './measureMachine';
import { openModel } from './openModel';
import { openSample } from './openSample';
import { profileModel } from './profileModel';
import { chooseAndExtractLayer } from './chooseAndExtractLayer';
import { chooseAndTimeLayer } from './chooseAndTimeLayer';
import { showLayerIn } from './showLayerIn';
import { showFailure } from './showFailure';

/** Commands on the layers that are chosen on the page in front, which knows them. */
const LAYER_COMMANDS: Readonly<Record<string, PageCommand>> = {
  'layerwise.copyLayers': 'copyLayers',
  'layerwise.copyLayersAsCsv': 'copyLayersAsCsv',
  'layerwise.copyLayersAsMarkdown': 'copyLayersAsMarkdown',
  'layerwise.extractChosenLayers': 'extractLayers',
  'layerwise.optimizeChosenLayers': 'optimizeLayers',
};

/** Of the menu on a variant. */
const VARIANT_COMMANDS = {
  'layerwise.openVariant': 'openVariant',
  'layerwise.compareWithBaseline': 'compareWithBaseline',
  'layerwise.compareWithParent': 'compareWithParent',
  'layerwise.compareAsText': 'compareAsText',
  'layerwise.rerunVariant': 'rerunVariant',
  'layerwise.revealVariant': 'revealVariant',
  'layerwise.discardVariant': 'discardVariant',
} as const;
type VariantCommand = (typeof VARIANT_COMMANDS)[keyof typeof VARIANT_COMMANDS];

/** All commands of the palette and menus. */
export function registerCommands(services: HostServices, editors: ModelEditorProvider, texts: TextSelection): vscode.Disposable {
  const { context, engine, log, optimizePanels } = services;
  const register = (id: string, run: () => Promise<void> | void) => registerCommand(services, id, run);
  return vscode.Disposable.from(
    registerModelCommand(services, 'layerwise.profile', async document => {
      await vscode.commands.executeCommand('vscode.openWith', document.uri, MODEL_VIEW_TYPE);
      await profileModel(services, document);
    }),
    registerModelCommand(services, 'layerwise.optimize', async document => {
      await document.open();
      optimizePanels.open(document);
    }),
    registerModelCommand(services, 'layerwise.compareWithSelected', compareWithSelected),
    ...Object.entries(VARIANT_COMMANDS).map(([id, action]) => registerVariantCommand(services, id, action)),
    vscode.commands.registerCommand('layerwise.dismissSuggestion', (given: unknown) => dismissSuggestion(services.active.document, given)),
    registerModelCommand(services, 'layerwise.openAsText', async document => {
      await openAsText(document.uri);
    }),
    registerModelCommand(services, 'layerwise.showLayerInGraph', document => showLayerIn(document, 'graph')),
    registerModelCommand(services, 'layerwise.showLayerInLayers', document => showLayerIn(document, 'layers')),
    registerModelCommand(services, 'layerwise.showLayerInText', async document => texts.reveal(await openAsText(document.uri))),
    registerModelCommand(services, 'layerwise.importTrace', async document => {
      await vscode.commands.executeCommand('vscode.openWith', document.uri, MODEL_VIEW_TYPE);
      await importTrace(document);
    }),
    registerModelCommand(services, 'layerwise.timeLayer', async document => {
      await vscode.commands.executeCommand('vscode.openWith', document.uri, MODEL_VIEW_TYPE);
      await chooseAndTimeLayer(services, document);
    }),
    registerModelCommand(services, 'layerwise.extractLayer', chooseAndExtractLayer),
    registerModelCommand(services, 'layerwise.exportTrace', exportTrace),
    registerModelCommand(services, 'layerwise.exportReport', exportReport),
    register('layerwise.exportView', () => editors.activePage?.command('export')),
    ...Object.entries(LAYER_COMMANDS).map(([id, command]) => register(id, () => editors.activePage?.command(command))),
    register('layerwise.openModel', openModel),
    register('layerwise.openSample', () => openSample(context)),
    register('layerwise.measureMachine', () => measureMachine(services)),
    register('layerwise.cancelJob', () => services.active.document?.jobs.cancel()),
    register('layerwise.showLog', () => log.show()),
    register('layerwise.restartEngine', () => engine.restart()),
    register('layerwise.collectDiagnostics', () => collectDiagnostics(services)),
  );
}

/** A command on a model: the one it is given (Explorer, a title bar), else the one in front. */
function registerModelCommand(
  services: HostServices,
  id: string,
  run: (document: ModelDocument, selected: unknown) => Promise<void>,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (given: unknown, selected: unknown) => {
    const reference = given instanceof vscode.Uri ? services.documents.acquire(modelOfTextUri(given) ?? given) : activeReference(services);
    if (reference === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open an ONNX model first.'));
      return;
    }
    const { document } = reference;
    await attempt(services, document, () => run(document, selected)).finally(() => reference.dispose());
  });
}

/** A command of the menu on a variant in the side panel, which says by its id which one it is about. */
function registerVariantCommand(services: HostServices, id: string, action: VariantCommand): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (given: unknown) => {
    const { document } = services.active;
    const context = v.safeParse(variantContext, given);
    if (document === undefined || !context.success) return;
    await attempt(services, document, () => performVariantAction(services, document, action, context.output.variantId));
  });
}

/** Shows a failure; a job that is in the way may be waited for. */
async function attempt(services: HostServices, document: ModelDocument, run: () => Promise<void>): Promise<void> {
  await run().catch((error: unknown) => showFailure(services.log, error, document, () => attempt(services, document, run)));
}

const variantContext = v.object({ variantId: v.pipe(v.number(), v.integer(), v.minValue(0)) });

function activeReference({ active, documents }: HostServices): DocumentReference | undefined {
  return active.document === undefined ? undefined : documents.acquire(active.document.uri);
}

function registerCommand({ log }: HostServices, id: string, run: () => Promise<void> | void | undefined): vscode.Disposable {
  return vscode.commands.registerCommand(id, async () => {
    try {
      await run();
    } catch (error) {
      await showFailure(log, error);
    }
  });
}
