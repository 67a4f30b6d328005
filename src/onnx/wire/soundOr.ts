import { LayerwiseError } from '../../shared/report/layerwiseError';

/** What `read` gives, or `otherwise` for a small message that is damaged inside: one that nothing needs in order to open the model. */
export function soundOr<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof LayerwiseError && (error.reason === 'corrupt' || error.reason === 'truncated')) return otherwise;
    throw error;
  }
}
