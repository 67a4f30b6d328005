import type { ModelId, OfModel } from '../../shared/protocol/hostEngine';
import type { GroupSource } from '../../shared/report/analysis';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import { OpenDocument, type Dims } from './openDocument';

/** The models that are open, by the number under which the host knows them. */
export class OpenModels {
  private readonly documents = new Map<ModelId, OpenDocument>();
  private lastId = 0;

  async open(
    path: string,
    trusted: boolean,
    dims: Dims,
    grouping?: GroupSource,
  ): Promise<{ readonly model: ModelId; readonly document: OpenDocument }> {
    const document = await OpenDocument.open(path, trusted, dims, grouping);
    const model = ++this.lastId;
    this.documents.set(model, document);
    return { model, document };
  }

  /** The document that a request means. Throws `stale-token` when it is not open, or its file is no longer the one that was opened. */
  async of(request: OfModel): Promise<OpenDocument> {
    const document = this.documents.get(request.model);
    if (document === undefined) throw new LayerwiseError('stale-token', 'The model is not open any more. Open it again to go on.');
    await document.check(request);
    return document;
  }

  async close(model: ModelId): Promise<void> {
    const document = this.documents.get(model);
    this.documents.delete(model);
    await document?.close();
  }
}
