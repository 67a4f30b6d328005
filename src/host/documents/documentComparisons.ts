import * as protocol from '../../shared/protocol/hostEngine';
import type { ComparedFile, FileDifference, ListedFile } from '../../shared/report/comparedFile';
import type { ComparedTimes } from '../../shared/report/layerFacts';
import { LayerwiseError, type ErrorInfo } from '../../shared/report/layerwiseError';
import { settings } from '../settings';
import type { ModelDocument } from './modelDocument';

/** The files that a model is compared with: its variants, and others that the user chose. */
export class DocumentComparisons {
  private others: readonly string[] = [];
  private readonly errors = new Map<string, ErrorInfo>();

  constructor(private readonly document: ModelDocument) {}

  /** Adds a file, unless it is there already, and has the Compare view show it. */
  async add(path: string): Promise<void> {
    if (!this.others.includes(path)) this.others = [...this.others, path];
    await this.refresh();
    this.document.show({ view: 'compare', path });
  }

  /** `undefined` when the page's list is older than the host's. */
  at(id: number): ListedFile | undefined {
    return this.document.state.compared.find(file => file.id === id);
  }

  /** Takes a file that is no variant from the list. */
  async remove({ path }: ComparedFile): Promise<void> {
    this.others = this.others.filter(other => other !== path);
    await this.refresh();
  }

  async refresh(): Promise<void> {
    const files = await this.document.request(protocol.comparedFiles, { others: this.others }).catch(() => []);
    this.document.update({
      compared: files.map(file => ({ ...file, id: this.document.fileIds.of(file.path), error: this.errors.get(file.path) })),
    });
  }

  /** Remembers why files could not be measured, and forgets it of those that were. */
  note(results: readonly { readonly file: string; readonly error: ErrorInfo | undefined }[]): void {
    for (const { file, error } of results) {
      if (error === undefined) this.errors.delete(file);
      else this.errors.set(file, error);
    }
  }

  /** Times of the file that a page chose, on the nodes of the model; `undefined` where none was chosen, or nothing that still holds is known of it. */
  async chosenTimes(): Promise<ComparedTimes | undefined> {
    const { variant } = this.document.state.shared;
    const file = variant === undefined ? undefined : this.at(variant);
    if (file === undefined || file.isStale) return undefined;
    const { times } = await this.difference(file.id).catch(() => ({ times: undefined }));
    return times && { ...times, name: file.name };
  }

  /** Throws `LayerwiseError` for a file that is gone or no model. */
  async difference(id: number): Promise<FileDifference> {
    const file = this.at(id);
    if (file === undefined) throw new LayerwiseError('stale-token', 'The list of variants changed. Choose one again.');
    return this.document.request(protocol.fileDifference, { file: file.path, threads: settings.threads(), provider: settings.provider() });
  }
}
