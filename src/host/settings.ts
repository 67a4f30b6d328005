import os from 'node:os';
import * as vscode from 'vscode';
import { RIGORS, type RigorName } from '../shared/report/jobRequest';

const MEBIBYTE = 1024 * 1024;
const DEFAULT_MEMORY_SHARE = 0.75;

/** The user's settings, read when they are needed, so that a change has its effect at once. */
export const settings = {
  /** `undefined`: one thread per physical core. */
  threads: (): number | undefined => positive('threads'),
  provider: (): string => {
    const value = vscode.workspace.getConfiguration('layerwise').get<unknown>('provider');
    return typeof value === 'string' && value !== '' ? value : 'cpu';
  },
  rigor: (): RigorName => {
    const value = vscode.workspace.getConfiguration('layerwise').get<unknown>('rigor');
    return RIGORS.find(name => name === value) ?? 'normal';
  },
  /** Share of the whole time, 0..1, from which on a node gets lenses. */
  lensShareThreshold: (): number => (number('lensShareThreshold') ?? 1) / 100,
  /** Whether programs get lenses where they load models. */
  lensesInCode: (): boolean => vscode.workspace.getConfiguration('layerwise').get<unknown>('lensesInCode') !== false,
  /** Never all of it: the machine must stay usable. */
  memoryLimitBytes: (): number => scaled(positive('memoryLimitMiB'), MEBIBYTE) ?? os.totalmem() * DEFAULT_MEMORY_SHARE,
  /** `undefined`: no limit for the whole job, two minutes for each step that blocks. */
  deadlineMs: (): number | undefined => scaled(positive('deadlineSeconds'), 1000),
};

/** 0 counts as empty here. */
function positive(name: string): number | undefined {
  const value = number(name);
  return value === 0 ? undefined : value;
}

/** Anything else than a number from 0 on counts as empty: settings can be written by hand. */
function number(name: string): number | undefined {
  const value = vscode.workspace.getConfiguration('layerwise').get<unknown>(name);
  return typeof value === 'number' && value >= 0 ? value : undefined;
}

function scaled(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}
