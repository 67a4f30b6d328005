import * as vscode from 'vscode';
import type { EngineClient } from '../../engineClient/engineClient';
import * as protocol from '../../shared/protocol/hostEngine';
import type { JobOutcome, JobProgress } from '../../shared/report/job';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { MachineReport } from '../../shared/report/machine';
import { requireTrust } from '../documents/trust';
import type { HostServices } from '../hostServices';
import { settings } from '../settings';

/** Measures what operators reach on this machine; then every open model is held against it. Throws `LayerwiseError`. */
export async function measureMachine({ engine, documents }: HostServices): Promise<void> {
  requireTrust();
  const options = { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t('Measuring this machine'), cancellable: true };
  const outcome = await vscode.window.withProgress(options, (progress, cancellation) => runJob(engine, progress, cancellation));
  if (outcome.kind === 'failed') throw LayerwiseError.from(outcome.error);
  if (outcome.kind === 'done') await documents.refreshRooflines();
}

type ShownProgress = vscode.Progress<{ message?: string; increment?: number }>;

async function runJob(
  engine: EngineClient,
  progress: ShownProgress,
  cancellation: vscode.CancellationToken,
): Promise<JobOutcome<MachineReport>> {
  let job: protocol.JobId | undefined;
  const show = stepsOf(progress);
  const listeners: { dispose(): void }[] = [];
  try {
    return await new Promise((resolve, reject) => {
      const cancel = (): void => void (job !== undefined && engine.request(protocol.cancelJob, { job }).catch(reject));
      listeners.push(
        engine.on(protocol.machineDone, event => event.job === job && resolve(event.outcome)),
        engine.on(protocol.jobProgress, event => event.job === job && show(event.progress)),
        engine.onDidCrash(error => reject(LayerwiseError.from(error))),
        cancellation.onCancellationRequested(cancel),
      );
      const request = { kind: 'machine', threads: settings.threads(), ...deadline() } as const;
      engine.request(protocol.startMachine, { request }).then(id => {
        job = id;
        if (cancellation.isCancellationRequested) cancel();
      }, reject);
    });
  } finally {
    for (const listener of listeners) listener.dispose();
  }
}

function deadline(): { readonly deadlineMs?: number } {
  const deadlineMs = settings.deadlineMs();
  return deadlineMs === undefined ? {} : { deadlineMs };
}

/** The editor counts in steps, jobs in fractions of the whole. */
function stepsOf(progress: ShownProgress): (job: JobProgress) => void {
  let shown = 0;
  return ({ phase, detail, fraction = shown }) => {
    progress.report({ message: [phase, detail].filter(Boolean).join(', '), increment: Math.max(0, fraction - shown) * 100 });
    shown = Math.max(shown, fraction);
  };
}
