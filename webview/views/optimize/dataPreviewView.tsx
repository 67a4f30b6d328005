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
    <section class="data-preview" aria-label="Calibration data as the model sees them">
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
  const labels = hasLabels ? ', labelled' : '';
  const shown = looked < fitted ? ` Below: the first ${formatCount(looked)}.` : '';
  return `${formatCount(fitted + heldBack)} samples: ${formatCount(fitted)} to calibrate, ${formatCount(heldBack)} to check${labels}.${shown}`;
}
