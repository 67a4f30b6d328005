import * as v from 'valibot';
import * as vscode from 'vscode';
import type { RunConditions } from '../../shared/report/jobRequest';
import type { ModelDocument } from './modelDocument';
import { recall } from './recall';

/** What a user chose for a model. */
interface Choice {
  /** `null`: random inputs, even where data lie beside the model. */
  readonly calibration?: string | null | undefined;
  /** Labelled data. */
  readonly evaluation?: string;
}

const choiceSchema: v.GenericSchema<unknown, Choice> = v.object({
  calibration: v.exactOptional(v.union([v.string(), v.null(), v.undefined()])),
  evaluation: v.exactOptional(v.string()),
});

/** The data of a model: chosen by the user, which is remembered, or what lies beside the model. */
export class DocumentData {
  constructor(
    private readonly document: ModelDocument,
    private readonly memory: vscode.Memento,
  ) {}

  /** Path of what passes fit on. */
  get calibration(): string | undefined {
    const { calibration } = this.choice;
    return calibration === undefined ? this.document.neighborData.calibration : (calibration ?? undefined);
  }

  /** Path of labelled data, never fitted on. */
  get evaluation(): string | undefined {
    return this.choice.evaluation ?? this.document.neighborData.evaluation;
  }

  /** What passes could be given. */
  get kind(): 'none' | 'unlabelled' | 'labelled' {
    if (this.calibration === undefined) return 'none';
    return this.evaluation === undefined ? 'unlabelled' : 'labelled';
  }

  /** Of a job. */
  get conditions(): Pick<RunConditions, 'data' | 'withoutData'> {
    const { calibration } = this;
    if (calibration !== undefined) return { data: calibration };
    return this.choice.calibration === null ? { withoutData: true } : {};
  }

  async choose(change: Choice): Promise<void> {
    await this.memory.update(this.key, { ...this.choice, ...change });
    this.document.update({ trial: undefined });
    this.show();
    await this.document.refreshSuggestions();
  }

  /** Says on the pages which data the next job uses. */
  show(): void {
    this.document.update({ calibration: labelled(this.calibration), evaluation: labelled(this.evaluation) });
  }

  private get key(): string {
    return `data:${this.document.uri.toString()}`;
  }

  private get choice(): Choice {
    return recall(this.memory, this.key, choiceSchema) ?? {};
  }
}

function labelled(path: string | undefined): { readonly label: string } | undefined {
  return path === undefined ? undefined : { label: vscode.workspace.asRelativePath(path) };
}
