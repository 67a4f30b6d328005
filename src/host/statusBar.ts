import * as vscode from 'vscode';
import { formatDuration, formatDurationInterval, formatShare } from '../shared/base/formatNumber';
import { DisposableStore, type Disposable } from '../shared/base/disposable';
import type { ModelState } from '../shared/protocol/hostWebview';
import type { ActiveModel } from './documents/activeModel';

export const STATUS_MENU = '_layerwise.statusMenu';

/** One item on the right: latency of the model in front, its job, or that something broke. */
export class StatusBar implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly item: vscode.StatusBarItem;
  private following: Disposable | undefined;

  constructor(private readonly active: Pick<ActiveModel, 'document' | 'onDidChange'>) {
    this.item = this.owned.add(vscode.window.createStatusBarItem('layerwise', vscode.StatusBarAlignment.Right, 100));
    this.item.name = 'Layerwise';
    this.item.command = STATUS_MENU;
    this.owned.add(active.onDidChange(() => this.follow()));
    this.follow();
  }

  dispose(): void {
    this.following?.dispose();
    this.owned.dispose();
  }

  private follow(): void {
    this.following?.dispose();
    this.following = this.active.document?.onDidChange(() => this.draw());
    this.draw();
  }

  private draw(): void {
    const state = this.active.document?.state;
    const shown = state === undefined ? undefined : statusText(state);
    if (state === undefined || shown === undefined) {
      this.item.hide();
      return;
    }
    this.item.text = shown;
    this.item.tooltip = statusTooltip(state);
    this.item.show();
  }
}

/** The bar is shared: a longer word about progress is for the tooltip. */
const LONGEST_DETAIL = 24;

/** `undefined`: nothing to say. */
function statusText({ job, phase, profile, profileIsStale }: ModelState): string | undefined {
  if (job !== undefined) {
    const { detail, fraction } = job.progress;
    const done = detail !== '' && detail.length <= LONGEST_DETAIL ? detail : fraction === undefined ? '' : formatShare(fraction, 0);
    return `$(sync~spin) ${job.title}${done === '' ? '' : ` ${done}`}`;
  }
  if (phase === 'crashed' || phase === 'failed') return '$(error) Layerwise';
  if (profile === undefined) return '$(flame) Layerwise';
  return profileIsStale ? '$(flame) –' : `$(flame) ${formatDuration(profile.latency.medianMs)}`;
}

function statusTooltip({ fileName, error, job, profile }: ModelState): string {
  if (job !== undefined) return [`${fileName}: ${job.title}, ${job.progress.phase}`, job.progress.detail].filter(Boolean).join('\n');
  // What the user stopped is no error.
  if (error !== undefined && error.reason !== 'cancelled') return `${fileName}: ${error.message}`;
  if (profile === undefined) return vscode.l10n.t('{0}: not profiled', fileName);
  const { medianMs, lowMs, highMs, runs } = profile.latency;
  const interval = formatDurationInterval(lowMs, highMs, medianMs);
  return vscode.l10n.t('{0}: median of {1} runs {2} ({3})', fileName, runs, formatDuration(medianMs), interval);
}
