import * as l10n from '@vscode/l10n';
import type { Kernel } from '../../../src/shared/report/latency';
import { providerName } from '../../../src/shared/report/providerName';
import type { LayerModel } from './layerModel';

interface Props {
  readonly model: LayerModel;
  readonly kernel: Kernel;
}

/** Says where a kernel ran that the chosen execution provider does not have. */
export function Fallback({ model, kernel }: Props) {
  const chosen = model.profile?.environment.provider;
  if (kernel.provider === '' || kernel.provider === chosen) return null;
  return <span class="xs muted nowrap">{l10n.t('on {0}', providerName(kernel.provider))}</span>;
}
