import * as l10n from '@vscode/l10n';
import { formatBytes, formatDuration, formatSpeedup, formatSpeedupFactor } from '../../../src/shared/base/formatNumber';
import { fittedOnRandomInputs } from '../../../src/shared/report/fittedOnRandomInputs';
import type { ListedVariant, Variant } from '../../../src/shared/report/variant';
import { IconButton } from '../../ui/iconButton';
import { px } from '../../ui/px';
import { exactBytes } from '../model/exactBytes';
import { usePage } from '../page/usePage';
import { VariantDot } from '../page/variantDot';
import { lineageLevels } from './lineageLevels';

/** The model and the files made from it, indented by what was made from what. */
export function VariantList() {
  const { variants, profile, profileIsStale, fileName, model } = usePage().state.value;
  if (variants.length === 0) {
    return (
      <p class="panel-text sm muted">
        {l10n.t('None yet. Each optimization writes a new file next to the model. The original never changes.')}
      </p>
    );
  }
  const levels = lineageLevels(variants);
  const rowsOf = (state: Variant['state']) =>
    variants.map((variant, index) =>
      variant.state === state ? <VariantRow key={variant.path} variant={variant} level={levels[index] ?? 1} /> : undefined,
    );
  return (
    <ul class="variants sm">
      <li class="variant baseline">
        <VariantDot identity={-1} />
        <span class="grow trunc">
          {fileName.replace(/\.onnx$/, '')} {model === undefined ? undefined : <Size bytes={model.fileBytes} />}
        </span>
        <span class="nowrap">{profile === undefined || profileIsStale ? '' : formatDuration(profile.latency.medianMs)}</span>
        <span class="muted variant-ratio">{l10n.t('baseline')}</span>
      </li>
      {rowsOf('kept')}
      {variants.some(({ state }) => state === 'unreviewed') ? <li class="label variant-group">{l10n.t('Unreviewed')}</li> : undefined}
      {rowsOf('unreviewed')}
    </ul>
  );
}

interface RowProps {
  readonly variant: ListedVariant;
  readonly level: number;
}

const INDENT = 14;

function VariantRow({ variant, level }: RowProps) {
  const store = usePage();
  const { id } = variant;
  const { latency } = variant.result;
  // The native menu on the row: what its commands are about is an id, never a path.
  const show = () => {
    store.compareWith(variant.path);
    store.act({ kind: 'showResult', id });
  };
  const context = JSON.stringify({ webviewSection: 'variant', variantId: id, isVariantOfBaseline: level === 1 });
  return (
    <li
      class="variant"
      aria-current={variant.path === store.ui.value.compareTo}
      style={{ paddingLeft: px(INDENT + level * INDENT) }}
      data-vscode-context={context}
    >
      <VariantDot identity={id} />
      <button type="button" class="variant-name grow trunc" title={variant.path} onClick={show}>
        {variant.name} <Size bytes={variant.bytes} />
        {fittedOnRandomInputs(variant.result) ? <span class="muted">, {l10n.t('random calibration')}</span> : undefined}
      </button>
      <span class="variant-actions">
        <IconButton icon="go-to-file" label={l10n.t('Open {0}', variant.name)} onClick={() => store.act({ kind: 'openVariant', id })} />
        <IconButton
          icon="git-compare"
          label={l10n.t('Compare {0} with the baseline', variant.name)}
          onClick={() => store.act({ kind: 'compareWithBaseline', id })}
        />
        <IconButton
          icon="folder-opened"
          label={l10n.t('Reveal {0}', variant.name)}
          onClick={() => store.act({ kind: 'revealVariant', id })}
        />
        <IconButton icon="trash" label={l10n.t('Delete {0}…', variant.name)} onClick={() => store.act({ kind: 'discardVariant', id })} />
      </span>
      <span class="nowrap variant-latency">{latency === undefined ? '–' : formatDuration(latency.after.medianMs)}</span>
      <span class="muted variant-ratio">{ratioText(variant)}</span>
    </li>
  );
}

function Size({ bytes }: { readonly bytes: number }) {
  return (
    <span class="muted" title={exactBytes(bytes)}>
      {formatBytes(bytes)}
    </span>
  );
}

/** `3.03×`, `1.37× slower`, `no change`, `too noisy`. */
function ratioText({ result: { latency } }: Variant): string {
  if (latency === undefined) return l10n.t('not measured');
  const { verdict, median } = latency.speedup;
  if (verdict === 'no measurable difference') return l10n.t('no change');
  if (verdict === 'too noisy') return l10n.t('too noisy');
  return median >= 1 ? formatSpeedupFactor(median) : formatSpeedup(median);
}
