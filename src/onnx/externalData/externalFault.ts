import type { Reason } from '../../shared/report/reason';

/** Why external data cannot be used. */
export interface ExternalFault {
  readonly reason: Extract<
    Reason,
    'external-data-missing' | 'external-data-short' | 'external-data-outside' | 'external-data-invalid' | 'permission'
  >;
  /** Sentence without the tensor's name. */
  readonly message: string;
}
