import * as vscode from 'vscode';
import { assertNever } from '../../shared/base/assertNever';
import { settings } from '../settings';
import { LENS_COMMANDS, type LensArguments } from './lensCommands';
import { lensLines } from './layerLines';
import type { LensPart } from './lensParts';
import type { TextModels } from './textModels';

/** One part of a lens line; VS Code draws the parts of a line side by side. */
class ModelLens extends vscode.CodeLens {
  constructor(
    range: vscode.Range,
    readonly part: LensPart,
    readonly model: vscode.Uri,
    readonly node: number | undefined,
  ) {
    super(range);
  }
}

/** Lenses on the text form of a model. */
export class ModelLensProvider implements vscode.CodeLensProvider<ModelLens> {
  readonly onDidChangeCodeLenses: vscode.Event<void>;

  constructor(private readonly models: TextModels) {
    this.onDidChangeCodeLenses = (listener, self, owned) => models.onDidChangeFacts(() => void listener.call(self), undefined, owned);
  }

  provideCodeLenses({ uri }: vscode.TextDocument): ModelLens[] {
    const text = this.models.get(uri);
    if (text === undefined) return [];
    const { state, uri: model } = text.document;
    return lensLines(state, text.form, settings.lensShareThreshold(), text.variant).flatMap(({ line, node, parts }) =>
      parts.map(part => new ModelLens(new vscode.Range(line, 0, line, 0), part, model, node)),
    );
  }

  resolveCodeLens(lens: ModelLens): ModelLens {
    lens.command = commandOf(lens);
    return lens;
  }
}

function commandOf({ part: { text: title, action }, model, node }: ModelLens): vscode.Command {
  const layer: LensArguments = [model.toString(), node ?? 0];
  switch (action) {
    case undefined:
      return { title, command: '' };
    case 'profile':
      return { title, command: 'layerwise.profile', arguments: [model] };
    case 'optimize':
      return { title, command: 'layerwise.optimize', arguments: [model] };
    case 'compare':
      return { title, command: LENS_COMMANDS.compare, arguments: [...layer] };
    case 'quantize':
      return { title, command: LENS_COMMANDS.quantize, arguments: [...layer] };
    case 'prune':
      return { title, command: LENS_COMMANDS.prune, arguments: [...layer] };
    default:
      return assertNever(action);
  }
}
