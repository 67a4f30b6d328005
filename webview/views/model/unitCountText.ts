import * as l10n from '@vscode/l10n';
import { assertNever } from '../../../src/shared/base/assertNever';
import type { LayerUnit } from './layerModel';

/** `12 layers`, `1 kernel`. */
export function unitCountText(unit: LayerUnit, count: number): string {
  switch (unit) {
    case 'layers':
      return count === 1 ? l10n.t('{0} layer', count) : l10n.t('{0} layers', count);
    case 'kernels':
      return count === 1 ? l10n.t('{0} kernel', count) : l10n.t('{0} kernels', count);
    case 'nodes':
      return count === 1 ? l10n.t('{0} node', count) : l10n.t('{0} nodes', count);
    default:
      return assertNever(unit);
  }
}
