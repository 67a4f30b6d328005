import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../../package.json';
import { settings } from '../../../src/host/settings';
import { extension } from './helpers';

describe('contributions', () => {
  it('every command of the manifest is there', async () => {
    await extension();
    const known = new Set(await vscode.commands.getCommands());
    for (const { command } of manifest.contributes.commands) assert.ok(known.has(command), command);
  });

  it('settings have an effect, and nonsense counts as empty', async () => {
    const configuration = vscode.workspace.getConfiguration('layerwise');
    assert.equal(settings.threads(), undefined);
    await configuration.update('threads', 1, vscode.ConfigurationTarget.Workspace);
    await configuration.update('lensShareThreshold', 5, vscode.ConfigurationTarget.Workspace);
    await configuration.update('deadlineSeconds', 'soon', vscode.ConfigurationTarget.Workspace);
    assert.equal(settings.threads(), 1);
    assert.equal(settings.lensShareThreshold(), 0.05);
    assert.equal(settings.deadlineMs(), undefined);
    for (const name of ['threads', 'lensShareThreshold', 'deadlineSeconds']) {
      await configuration.update(name, undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  it('texts of the manifest are translated', () => {
    const found = vscode.extensions.getExtension('layerwise.layerwise');
    assert.doesNotMatch(JSON.stringify(found?.packageJSON), /"%[\w.]+%"/);
  });

  it('diagnostics say nothing about models or people', async () => {
    await vscode.commands.executeCommand('layerwise.collectDiagnostics');
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /^Layerwise \d+\.\d+\.\d+\nONNX Runtime \d/);
    assert.doesNotMatch(text, /onnx\b(?! Runtime)|\/home|\/root/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
