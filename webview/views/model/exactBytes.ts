import * as l10n from '@vscode/l10n';
import { formatWhole } from '../../../src/shared/base/numberLanguage';

/** For the tooltip of a size that is shown rounded: `102,146,383 bytes`; nothing for what is not known or not rounded. */
export function exactBytes(bytes: number | undefined): string | undefined {
  return bytes !== undefined && bytes >= 1000 ? l10n.t('{0} bytes', formatWhole(bytes)) : undefined;
}
