// npm run test:desktop: the same Mocha tests in a desktop VS Code, which is downloaded unless VSCODE_EXECUTABLE names one.
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { makeSampleFolder } from '../fixtures/sampleFolder';
import { root } from './paths';

const executable = process.env.VSCODE_EXECUTABLE;

runTests({
  version: process.env.VSCODE_VERSION ?? 'stable',
  ...(executable ? { vscodeExecutablePath: path.resolve(executable) } : {}),
  extensionDevelopmentPath: root,
  extensionTestsPath: path.join(root, 'out/host/index.js'),
  launchArgs: [makeSampleFolder(), '--disable-extensions', '--disable-workspace-trust'],
}).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
