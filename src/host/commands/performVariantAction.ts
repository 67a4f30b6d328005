import path from 'node:path';
import * as vscode from 'vscode';
import { assertNever } from '../../shared/base/assertNever';
import { formatBytes } from '../../shared/base/formatNumber';
import type { PageAction } from '../../shared/protocol/hostWebview';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { Variant } from '../../shared/report/variant';
import { unpaidLayers } from '../../shared/report/unpaidLayers';
import { withoutLayers } from '../../shared/report/withoutLayers';
import type { ModelDocument } from '../documents/modelDocument';
import type { HostServices } from '../hostServices';
import { textUriOf } from '../lenses/textUri';
import { MODEL_VIEW_TYPE } from '../viewType';
import { optimizeModel } from './optimizeModel';

type VariantAction = Extract<PageAction, { readonly id: number }>['kind'] &
  `${string}${'Variant' | 'Result' | 'Baseline' | 'Parent' | 'Longer' | 'Text' | 'Pays'}`;

/** What a page's buttons on a variant do; nothing happens for one that is gone. */
export async function performVariantAction(
  services: HostServices,
  document: ModelDocument,
  action: VariantAction,
  id: number,
): Promise<void> {
  const variant = document.variants.at(id);
  if (variant === undefined) return;
  const uri = vscode.Uri.file(variant.path);
  switch (action) {
    case 'openVariant':
      await vscode.commands.executeCommand('vscode.openWith', uri, MODEL_VIEW_TYPE);
      return;
    case 'keepVariant':
      return document.variants.keep(variant);
    case 'discardVariant':
      return (await mayDiscard(services, document, variant)) ? document.variants.discard(variant) : undefined;
    case 'compareWithBaseline':
      return showCompared(services, document.uri, variant);
    case 'compareWithParent':
      return showCompared(services, vscode.Uri.file(variant.parent), variant);
    case 'compareAsText':
      return compareAsText(document, variant);
    case 'showResult':
      services.optimizePanels.open(document, { result: variant });
      return;
    case 'measureLonger':
      await document.jobs.compare([variant.path], 'strict');
      return showCompared(services, document.uri, variant);
    case 'rerunVariant':
      return rerun(services, variant);
    case 'onlyWhatPays':
      return rerun(services, variant, unpaidLayers(variant.result));
    case 'revealVariant':
      await vscode.commands.executeCommand('revealInExplorer', uri);
      return;
    default:
      return assertNever(action);
  }
}

/** Opens the Compare view of the model that a variant is held against. */
async function showCompared({ documents }: HostServices, base: vscode.Uri, { path: file }: Variant): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', base, MODEL_VIEW_TYPE);
  const reference = documents.acquire(base);
  try {
    await reference.document.open();
    await reference.document.refreshVariants();
    reference.document.show({ view: 'compare', path: file });
  } finally {
    reference.dispose();
  }
}

/** Makes the same again from the same file, as long as its layers are the same: with the data, sizes and settings of now. `leftOut`: layers to leave as they are. Throws `LayerwiseError`. */
async function rerun(services: HostServices, variant: Variant, leftOut: readonly number[] = []): Promise<void> {
  const { asked } = variant.result;
  if (asked === undefined) throw notAsked(variant);
  const passes = leftOut.length === 0 ? asked : withoutLayers(asked, leftOut);
  const uri = vscode.Uri.file(variant.parent);
  const reference = services.documents.acquire(uri);
  try {
    await vscode.commands.executeCommand('vscode.openWith', uri, MODEL_VIEW_TYPE);
    // Where nobody noted the graph of then, no graph is known to be the same.
    await optimizeModel(services, reference.document, passes, { namedIn: variant.parentSkeletonHash ?? '' });
  } finally {
    reference.dispose();
  }
}

function notAsked(variant: Variant): LayerwiseError {
  const message = vscode.l10n.t('What {0} was made with was not kept. Choose its passes again.', fileName(variant));
  return new LayerwiseError('not-applicable', message, { file: variant.path });
}

/** What was changed in the graph, as a difference of the text forms. */
async function compareAsText(document: ModelDocument, variant: Variant): Promise<void> {
  const title = `${document.state.fileName} ↔ ${fileName(variant)}`;
  await vscode.commands.executeCommand('vscode.diff', textUriOf(document.uri), textUriOf(vscode.Uri.file(variant.path)), title);
}

/** A file of this session that nobody has opened is deleted without a question. */
async function mayDiscard({ documents }: HostServices, document: ModelDocument, variant: Variant): Promise<boolean> {
  const child = document.state.variants.find(({ parent }) => parent === variant.path);
  if (document.variants.isNew(variant) && !documents.wasOpened(vscode.Uri.file(variant.path)) && child === undefined) return true;
  const question = vscode.l10n.t('Delete {0} ({1})?', fileName(variant), formatBytes(variant.bytes));
  const detail = child === undefined ? '' : vscode.l10n.t('{0} was made from it and stays.', fileName(child));
  const remove = vscode.l10n.t('Delete');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, remove)) === remove;
}

function fileName(variant: Variant): string {
  return path.basename(variant.path);
}
