// An engine that knows one request and dies when it is told to.
import process from 'node:process';
import { closeModel, engineLog, listVariants } from '../../src/shared/protocol/hostEngine';
import { ipcConnection } from '../../src/shared/protocol/ipcConnection';
import { Link } from '../../src/shared/protocol/link';

const link = new Link(ipcConnection(process));

link.handle(listVariants, ({ path }) => {
  link.notify(engineLog, { level: 'info', text: `asked for ${path}, NODE_OPTIONS ${process.env['NODE_OPTIONS'] ?? 'not set'}` });
  return [];
});
link.handle(closeModel, ({ model }) => {
  if (model === 1) {
    process.stderr.write('something is very wrong\n');
    process.kill(process.pid, 'SIGKILL');
  }
  if (model === 2) for (;;);
  return new Promise(() => undefined);
});
process.on('disconnect', () => process.exit(0));
