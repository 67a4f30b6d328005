import * as vscode from 'vscode';
import { numberLanguage } from '../../shared/base/numberLanguage';
import type { LatencyComparison } from '../../shared/report/comparison';
import { providerName } from '../../shared/report/providerName';
import { threadsText } from '../../shared/report/threadsText';
import type { MeasuredModel } from './measuredModel';

/** `CPU, 2 threads, batch = 1, 11/28/2026`; sizes are named as the model names them. */
export function measuredConditions({ provider, threads, dims, takenAt }: MeasuredModel): string {
  const sizes = Object.entries(dims).map(([name, value]) => `${name} = ${value}`);
  return [providerName(provider), threadsText(threads), ...sizes, dateText(takenAt)].join(', ');
}

/** Of a variant and what it was made from. */
export function comparedConditions({ batch, takenAt }: LatencyComparison): string {
  const turns = vscode.l10n.t('Model and variant timed in turns with batch {0}', batch);
  return takenAt === undefined ? turns : `${turns}, ${dateText(takenAt)}`;
}

function dateText(date: string): string {
  return new Date(date).toLocaleDateString(numberLanguage());
}
