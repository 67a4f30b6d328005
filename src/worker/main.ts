import { ipcConnection } from '../shared/protocol/ipcConnection';
import {
  describePasses as describePassesRequest,
  runCompare,
  runDryRun,
  runOptimize,
  runProfile,
  workerLog,
  workerPartialProfile,
  workerProgress,
} from '../shared/protocol/engineWorker';
import { Link } from '../shared/protocol/link';
import { compareModels } from './compare';
import type { JobContext } from './jobContext';
import { describePasses } from './optimize/describePasses';
import { dryRun } from './optimize/dryRun';
import { optimizeModel } from './optimize/optimize';
import { profileModel } from './profile';

const link = new Link(ipcConnection(process));

/** A worker is cancelled by killing it; its runner notices and ends itself. */
const context: JobContext = {
  signal: new AbortController().signal,
  progress: progress => link.notify(workerProgress, progress),
  partial: profile => link.notify(workerPartialProfile, profile),
  log: (level, text) => link.notify(workerLog, { level, text }),
};

process.once('disconnect', () => process.exit(0));
link.handle(runProfile, request => profileModel(request, context));
link.handle(runOptimize, request => optimizeModel(request, context));
link.handle(runDryRun, request => dryRun(request, context));
link.handle(runCompare, request => compareModels(request, context));
link.handle(describePassesRequest, () => describePasses());
