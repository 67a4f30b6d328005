import type { EngineClient } from '../../engineClient/engineClient';
import * as protocol from '../../shared/protocol/hostEngine';
import type { ListedVariant, Variant } from '../../shared/report/variant';
import type { ModelDocument } from './modelDocument';

/** What can be done with the files made from a model; the model itself is none of them. */
export class DocumentVariants {
  private readonly written = new Set<string>();

  constructor(
    private readonly document: ModelDocument,
    private readonly engine: EngineClient,
  ) {}

  /** Whether a variant was made since the document was opened. */
  isNew({ path }: Variant): boolean {
    return this.written.has(path);
  }

  /** Remembers a file that was just written. */
  markNew({ path }: Variant): void {
    this.written.add(path);
  }

  /** `undefined` when the page's list is older than the host's. */
  at(id: number): ListedVariant | undefined {
    return this.document.state.variants.find(variant => variant.id === id);
  }

  async keep({ path }: Variant): Promise<void> {
    await this.engine.request(protocol.keepVariant, { path });
    await this.document.refreshVariants();
  }

  /** Deletes the file. Throws `LayerwiseError` when it is not as it was written. */
  async discard({ path }: Variant): Promise<void> {
    await this.engine.request(protocol.discardVariant, { path });
    await this.document.refreshVariants();
  }
}
