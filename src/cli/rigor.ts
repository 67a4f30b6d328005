import { RIGORS, type RigorName } from '../shared/report/jobRequest';
import { usageError, type ParsedOptions } from './options';

/** `--rigor`, `normal` when nothing is said. Throws `usage`. */
export function parseRigor(options: ParsedOptions): RigorName {
  const text = options.text('rigor');
  if (options.flag('quick') && text !== undefined && text !== 'quick') throw usageError('--quick and --rigor exclude each other');
  const asked = text ?? (options.flag('quick') ? 'quick' : 'normal');
  const rigor = RIGORS.find(name => name === asked);
  if (rigor === undefined) throw usageError(`--rigor is ${RIGORS.join(', ')}, not “${asked}”`);
  return rigor;
}
