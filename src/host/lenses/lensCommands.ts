import * as vscode from 'vscode';
import type { ModelDocument } from '../documents/modelDocument';
import { performVariantAction } from '../commands/performVariantAction';
import { optimizeModel } from '../commands/optimizeModel';
import { showLayerIn } from '../commands/showLayerIn';
import { showFailure } from '../commands/showFailure';
import type { HostServices } from '../hostServices';

/** Commands behind lenses and hovers. Their arguments are a model's address and a node's number, never text of a model. */
export const LENS_COMMANDS = {
  quantize: '_layerwise.quantizeLayer',
  prune: '_layerwise.pruneLayer',
  show: '_layerwise.showLayer',
  compare: '_layerwise.compareVariants',
} as const;

export type LensArguments = readonly [model: string, node: number];

export function registerLensCommands(services: HostServices): vscode.Disposable {
  const register = (id: string, run: (document: ModelDocument, node: number) => Promise<void> | void): vscode.Disposable =>
    vscode.commands.registerCommand(id, (model: unknown, node: unknown) => runOnLayer(services, model, node, run));
  return vscode.Disposable.from(
    register(LENS_COMMANDS.quantize, (document, node) => quantizeLayer(services, document, node)),
    register(LENS_COMMANDS.prune, (document, node) => {
      const pass = offeredFor(document, node, 'prune')?.pass;
      services.optimizePanels.open(document, { focusLayers: nodesOfLayer(document, node), focusPass: pass });
    }),
    register(LENS_COMMANDS.show, (document, node) => showLayerIn(document, 'graph', node)),
    register(LENS_COMMANDS.compare, async document => {
      const newest = document.state.variants.at(-1);
      if (newest !== undefined) await performVariantAction(services, document, 'compareWithBaseline', newest.id);
    }),
  );
}

/** Anybody can run a command with anything; what does not name an open model and a node of it is ignored. */
async function runOnLayer(
  services: HostServices,
  model: unknown,
  node: unknown,
  run: (document: ModelDocument, node: number) => Promise<void> | void,
): Promise<void> {
  if (typeof model !== 'string' || typeof node !== 'number') return;
  const document = services.documents.get(vscode.Uri.parse(model));
  if (document?.state.model === undefined || !(node in document.state.model.nodeOps)) return;
  try {
    await run(document, node);
  } catch (error) {
    await showFailure(services.log, error);
  }
}

async function quantizeLayer(services: HostServices, document: ModelDocument, node: number): Promise<void> {
  const suggestion = offeredFor(document, node, 'quantize');
  if (suggestion === undefined) return;
  const { pass, parameters } = suggestion;
  await optimizeModel(services, document, [{ id: pass, parameters, only: nodesOfLayer(document, node) }]);
}

function offeredFor({ state }: ModelDocument, node: number, prefix: string) {
  const nodes = nodesIn(state.model?.analysis.hierarchy.layerOf, node);
  return state.suggestions?.offered.find(({ pass, layers }) => pass.startsWith(prefix) && layers.some(layer => nodes.includes(layer)));
}

function nodesOfLayer({ state }: ModelDocument, node: number): readonly number[] {
  return nodesIn(state.model?.analysis.hierarchy.layerOf, node);
}

/** Nodes of the layer that `node` belongs to, at least itself. */
function nodesIn(layerOf: Int32Array | undefined, node: number): readonly number[] {
  const anchor = layerOf?.[node] ?? -1;
  if (layerOf === undefined || anchor < 0) return [node];
  return Array.from(layerOf.keys()).filter(other => layerOf[other] === anchor);
}
