import os from 'node:os';
import process from 'node:process';
import * as vscode from 'vscode';
import manifest from '../../../package.json';
import type { HostServices } from '../hostServices';

/** Opens a document with what a bug report needs: versions and machine, nothing about models, paths or the user. */
export async function collectDiagnostics({ engine }: HostServices): Promise<void> {
  const [processor] = os.cpus();
  const lines = [
    `Layerwise ${manifest.version}`,
    `ONNX Runtime ${manifest.dependencies['onnxruntime-node']}`,
    `VS Code ${vscode.version}, ${vscode.env.appHost}${vscode.env.remoteName === undefined ? '' : `, remote: ${vscode.env.remoteName}`}`,
    `Node ${process.version}, ${process.platform} ${process.arch}, ${os.release()}`,
    `CPU ${processor?.model.trim() ?? 'unknown'}, ${os.cpus().length} logical cores`,
    `Memory ${Math.round(os.totalmem() / 1e9)} GB, ${Math.round(os.freemem() / 1e9)} GB free`,
    `Engine ${engine.pid === undefined ? 'not running' : 'running'}`,
    `Workspace ${vscode.workspace.isTrusted ? 'trusted' : 'restricted'}`,
  ];
  const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content: `${lines.join('\n')}\n` });
  await vscode.window.showTextDocument(document);
}
