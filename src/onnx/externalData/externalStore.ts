import { failure, type Result } from '../../shared/base/result';
import type { ByteSource } from '../byteSource';
import type { ExternalFault } from './externalFault';

/** A data file that the rules allow. Nothing of it has been read. */
export interface ExternalFile {
  /** Canonical absolute path. */
  readonly path: string;
  readonly byteLength: number;
}

/** The one way to external data, for readers, writers and hashers alike: a location from a model goes in, an allowed file comes out. */
export interface ExternalStore {
  /** Answers the same for a location as long as the model is open. Opens nothing. */
  locate(location: string): Result<ExternalFile, ExternalFault>;
  /** Opens a file that `locate` gave; throws `LayerwiseError` `changed-on-disk` when another one stands there now. Kept open until `close`. */
  open(file: ExternalFile): ByteSource;
  /** The files that `locate` gave, with what tells each from another or a changed one; empty when it gave none. Reads no file. */
  state(): string;
  /** Throws `LayerwiseError` `changed-on-disk` when a file that `locate` gave was changed or replaced since. */
  assertUnchanged(): void;
  close(): Promise<void>;
}

/** For models that are not in a folder. */
export const NO_EXTERNAL_DATA: ExternalStore = {
  locate: () =>
    failure({ reason: 'external-data-missing', message: 'The model was not opened from a folder, so it has no external data.' }),
  open: file => {
    throw new Error(`No external data was located, so ${file.path} cannot be opened.`);
  },
  state: () => '',
  assertUnchanged: () => undefined,
  close: () => Promise.resolve(),
};
