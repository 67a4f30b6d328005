import * as l10n from '@vscode/l10n';
import { formatCount } from '../../../src/shared/base/formatNumber';
import type { DataPreview } from '../../../src/shared/report/dataPreview';
import { Note } from '../../ui/note';
import type { Answer } from '../page/useAnswer';
import { usePage } from '../page/usePage';
import { InputPreviewView } from './inputPreviewView';

/** The first samples as the model sees them, and what looks wrong about them. */
export function DataPreviewView({ preview }: { readonly preview: Answer<DataPreview> }) {
  const { trust, runnable } = usePage().state.value;
  if (trust !== 'trusted' || !runnable) return null;
  if (preview.state === 'waiting') return <span class="skeleton histogram-skeleton" />;
  if (preview.state === 'failed') return <Note kind="error">{preview.message}</Note>;
  const { kind, warnings, inputs } = preview.value;
  return (
    <section class="data-preview" aria-label={l10n.t('Calibration data as the model sees them')}>
      {kind === 'data' ? <p class="sm muted">{counts(preview.value)}</p> : undefined}
      {warnings.map(warning => (
        <Note key={warning} kind="warning">
          {warning}
        </Note>
      ))}
      {inputs.map(input => (
        <InputPreviewView key={input.name} input={input} />
      ))}
    </section>
  );
}

function counts({ fitted, heldBack, looked, hasLabels }: DataPreview): string {
  const amounts = [fitted + heldBack, fitted, heldBack].map(count => formatCount(count));
  const text = hasLabels
    ? l10n.t('{0} samples: {1} to calibrate, {2} to check, labelled.', ...amounts)
    : l10n.t('{0} samples: {1} to calibrate, {2} to check.', ...amounts);
  return looked < fitted ? `${text} ${l10n.t('Below: the first {0}.', formatCount(looked))}` : text;
}
