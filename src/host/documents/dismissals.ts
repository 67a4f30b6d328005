import * as v from 'valibot';
import type * as vscode from 'vscode';
import { DISMISSAL_REASONS, type Dismissal, type DismissalReason } from '../../shared/report/dismissal';
import { recall } from './recall';

const reasonsSchema = v.record(v.string(), v.picklist(DISMISSAL_REASONS));

/** Suggestions that the user does not want to see on a model, by rule, with the reasons; remembered for windows to come. */
export class Dismissals {
  constructor(
    private readonly memory: vscode.Memento,
    private readonly key: string,
    private readonly onChange: () => void,
  ) {}

  get all(): readonly Dismissal[] {
    return Object.entries(this.reasons).map(([rule, reason]) => ({ rule, reason }));
  }

  async add(rules: readonly string[], reason: DismissalReason): Promise<void> {
    await this.store({ ...this.reasons, ...Object.fromEntries(rules.map(rule => [rule, reason])) });
  }

  /** What the rules suggest is shown again. */
  async remove(rules: readonly string[]): Promise<void> {
    await this.store(Object.fromEntries(Object.entries(this.reasons).filter(([rule]) => !rules.includes(rule))));
  }

  private async store(reasons: Readonly<Record<string, DismissalReason>>): Promise<void> {
    await this.memory.update(this.key, reasons);
    this.onChange();
  }

  private get reasons(): Readonly<Record<string, DismissalReason>> {
    return recall(this.memory, this.key, reasonsSchema) ?? {};
  }
}
