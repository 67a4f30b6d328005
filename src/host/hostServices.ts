import type * as vscode from 'vscode';
import type { EngineClient } from '../engineClient/engineClient';
import type { ActiveModel } from './documents/activeModel';
import type { ModelDocuments } from './documents/modelDocuments';
import type { OptimizePanels } from './optimize/optimizePanels';

/** What the parts of the extension share; made once by `activate`. */
export interface HostServices {
  readonly context: vscode.ExtensionContext;
  readonly engine: EngineClient;
  readonly log: vscode.LogOutputChannel;
  readonly documents: ModelDocuments;
  readonly active: ActiveModel;
  readonly optimizePanels: OptimizePanels;
}
