import { LayerwiseError } from '../../src/shared/report/layerwiseError';

/** The sentence of an expected failure; anything else goes on. */
export function refusal(error: unknown): string {
  if (error instanceof LayerwiseError) return error.message;
  throw error;
}
