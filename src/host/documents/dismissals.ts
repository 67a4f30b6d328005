import * as v from 'valibot';
import type * as vscode from 'vscode';
import type { SuggestionReport } from '../../shared/report/suggestion';
import { recall } from './recall';

const reasonsSchema = v.record(v.string(), v.string());

/** Suggestions that the user does not want to see on a model, with the reasons; remembered for windows to come. */
export class Dismissals {
  /** `onChange`: the list of suggestions is to be made again. */
  constructor(
    private readonly memory: vscode.Memento,
    private readonly key: string,
    private readonly onChange: () => Promise<void>,
  ) {}

  async add(rule: string, reason: string): Promise<void> {
    await this.memory.update(this.key, { ...this.reasons, [rule]: reason });
    await this.onChange();
  }

  /** The suggestion is offered again. */
  async remove(rule: string): Promise<void> {
    await this.memory.update(this.key, Object.fromEntries(Object.entries(this.reasons).filter(([other]) => other !== rule)));
    await this.onChange();
  }

  /** What was dismissed stands among what was checked, with the user's reason. */
  applyTo(report: SuggestionReport): SuggestionReport {
    const reasons = new Map(Object.entries(this.reasons));
    const dismissed = report.offered.flatMap(({ rule, title }) => {
      const why = reasons.get(rule);
      return why === undefined ? [] : [{ rule, title, why, isDismissed: true }];
    });
    return {
      ...report,
      offered: report.offered.filter(({ rule }) => !reasons.has(rule)),
      declined: [...dismissed, ...report.declined],
    };
  }

  private get reasons(): Readonly<Record<string, string>> {
    return recall(this.memory, this.key, reasonsSchema) ?? {};
  }
}
