import fs from 'node:fs';
import path from 'node:path';
import { nameControlsOf } from '../shared/base/control';
import { ipcConnection } from '../shared/protocol/ipcConnection';
import {
  cancelWork,
  describePasses as describePassesRequest,
  readMachine,
  runCompare,
  runCompareGraphs,
  runCompareTensors,
  runDryRun,
  runExtractLayers,
  runImport,
  runLayer,
  runMachine,
  runOptimize,
  runPreview,
  runProfile,
  runQuantizationPreview,
  runTrial,
  workerLog,
  workerPartialProfile,
  workerProgress,
  workerWaiting,
} from '../shared/protocol/engineWorker';
import { JOB_FOLDER_PREFIX } from '../shared/protocol/folderPrefixes';
import { Link } from '../shared/protocol/link';
import { compareFiles } from './compareFiles';
import { compareGraphs } from './compareGraphs';
import { extractLayers } from './extract/extractModel';
import { importTrace } from './importTrace/importTrace';
import { timeLayer } from './isolated/timeLayer';
import { compareTensors } from './compareTensors';
import type { JobContext } from './jobContext';
import { describeMachine } from './machine';
import { knownRoofs } from './machineProbe/knownRoofs';
import { machineReport } from './machineProbe/measureMachine';
import { describePasses } from './optimize/describePasses';
import { dryRun } from './optimize/dryRun';
import { quantizationPreview } from './optimize/quantizationPreview';
import { optimizeModel, tryPasses } from './optimize/optimize';
import { previewData } from './preview/previewData';
import { profileModel } from './profile';

nameControlsOf('pages');
const link = new Link(ipcConnection(process));

/** For the job to remove what it wrote, when the engine is gone. */
const FAREWELL_MS = 500;
const abort = new AbortController();

/** A worker that is not quick enough to cancel is killed; its runner notices and ends itself. */
const context: JobContext = {
  signal: abort.signal,
  progress: progress => link.notify(workerProgress, progress),
  partial: profile => link.notify(workerPartialProfile, profile),
  waiting: isWaiting => link.notify(workerWaiting, { isWaiting }),
  log: (level, text) => link.notify(workerLog, { level, text }),
};

/** Nobody else would remove the folder that the engine made for this process. */
function leave(): never {
  const folder = process.cwd();
  if (path.basename(folder).startsWith(JOB_FOLDER_PREFIX)) {
    process.chdir(path.dirname(folder));
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  process.exit(0);
}

process.once('disconnect', () => {
  abort.abort();
  setTimeout(leave, FAREWELL_MS);
});
link.on(cancelWork, () => abort.abort());
link.handle(runProfile, request => profileModel(request, context));
link.handle(runImport, request => importTrace(request, context));
link.handle(runOptimize, request => optimizeModel(request, context));
link.handle(runTrial, request => tryPasses(request, context));
link.handle(runDryRun, request => dryRun(request, context));
link.handle(runPreview, request => previewData(request, context));
link.handle(runCompare, request => compareFiles(request, context));
link.handle(runCompareTensors, request => compareTensors(request, context));
link.handle(runCompareGraphs, request => compareGraphs(request));
link.handle(runQuantizationPreview, request => quantizationPreview(request));
link.handle(runExtractLayers, async request => (await extractLayers(request, context)).output);
link.handle(runLayer, request => timeLayer(request, context));
link.handle(runMachine, async request => (await machineReport({ ...request, again: true }, context)).report);
link.handle(readMachine, ({ threads, onnxruntime }) => ({ isa: describeMachine().isa, roofs: knownRoofs(threads, onnxruntime) }));
link.handle(describePassesRequest, () => describePasses());
