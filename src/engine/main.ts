import process from 'node:process';
import { parseArgs } from 'node:util';
import v8 from 'node:v8';
import { nameControlsOf } from '../shared/base/control';
import { optimizeLater } from '../shared/base/optimizeLater';
import { ipcConnection } from '../shared/protocol/ipcConnection';
import { Link } from '../shared/protocol/link';
import { Engine } from './engine';

// Names from models become keys in many places; nothing may reach them through a prototype.
Object.freeze(Object.prototype);
nameControlsOf('pages');
optimizeLater(process.versions.v8, v8.setFlagsFromString);

const { values } = parseArgs({
  options: {
    /** Folder for profiles and variants, outside the workspace. */
    storage: { type: 'string' },
    /** Program that runs one job. */
    worker: { type: 'string' },
  },
});

if (values.storage === undefined || values.worker === undefined) throw new Error('The engine needs --storage and --worker.');

const engine = new Engine(new Link(ipcConnection(process)), { storage: values.storage, workerPath: values.worker });

// The host has gone: nothing that was started for it may go on.
process.on('disconnect', () => {
  void engine.stop().finally(() => process.exit(0));
});
