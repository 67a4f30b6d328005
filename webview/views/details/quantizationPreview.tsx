import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { formatCount, formatSignificant, formatValue } from '../../../src/shared/base/formatNumber';
import type { QuantizationPreview, RoundingError } from '../../../src/shared/report/quantizationPreview';
import { Button } from '../../ui/button';
import { RangeChart } from '../../ui/rangeChart';
import { usePage } from '../page/usePage';
import { useAnswer } from '../page/useAnswer';
import { ChartOrTable, type Figures } from '../../ui/chartOrTable';
import { filled } from '../../ui/filled';

interface Props {
  readonly node: number;
  readonly width: number;
}

/** What the layer's weight would lose in 8 and in 4 bits, computed when asked for. */
export function QuantizationPreviewBlock({ node, width }: Props) {
  const store = usePage();
  const key = `${store.state.value.reading} ${node}`;
  const [asked, setAsked] = useState('');
  const answer = useAnswer(`preview ${key} ${asked === key}`, asked === key ? () => store.host.quantizationPreview(node) : undefined);
  if (asked !== key) {
    const title = l10n.t(
      'Rounds every value of the weight to 8 and to 4 bits and says how far that is from what it was. Nothing is written.',
    );
    return (
      <Button compact secondary action="preview-quantization" title={title} onClick={() => setAsked(key)}>
        {l10n.t('Preview 8 and 4 Bits')}
      </Button>
    );
  }
  if (answer.state === 'waiting') return <span class="skeleton histogram-skeleton" />;
  if (answer.state === 'failed') return <p class="sm muted">{answer.message}</p>;
  return (
    <div class="rounding-errors" role="group" aria-label={l10n.t('Quantization error of the weight')}>
      {answer.value.errors.map(error => (
        <Rounding key={error.bits} error={error} rowKind={answer.value.rowKind} width={width} />
      ))}
      <p class="xs muted">{l10n.t('Of the weight alone, all values. What it does to the layer’s output depends on its input.')}</p>
    </div>
  );
}

interface RoundingProps {
  readonly error: RoundingError;
  readonly rowKind: QuantizationPreview['rowKind'];
  readonly width: number;
}

function Rounding({ error: { bits, method, sqnrDb, maxAbs, rowDb }, rowKind, width }: RoundingProps) {
  const worst = worstRow(rowDb);
  const rows = rowDb.map(value => (Number.isFinite(value) ? value : Number.NaN));
  const [count, decibels, error] = [formatCount(rowDb.length), formatValue(sqnrDb, 'decibel'), formatSignificant(maxAbs)];
  const label =
    rowKind === 'channel'
      ? l10n.t('SQNR of each channel in {0} bits, {1} of them', bits, count)
      : l10n.t('SQNR of each entry in {0} bits, {1} of them', bits, count);
  return (
    <figure class="weight-figure">
      <figcaption class="sm">
        {filled(l10n.t('{0} SQNR {1}, largest error {2}'), <b>{l10n.t('{0} bits', bits)}</b>, decibels, error)}
        <span class="xs muted block">{method}</span>
      </figcaption>
      {rowDb.length < 2 ? undefined : (
        <>
          <ChartOrTable figures={rowFigures(label, rowKind, rowDb)}>
            <RangeChart lows={rows} highs={rows} width={width} height={48} label={label} unit={'\u202fdB'} />
          </ChartOrTable>
          {worst < 0 ? undefined : (
            <p class="xs muted">{worstText(rowKind, formatCount(worst + 1), formatValue(rowDb[worst]!, 'decibel'))}</p>
          )}
        </>
      )}
    </figure>
  );
}

function rowFigures(label: string, rowKind: RoundingProps['rowKind'], rowDb: Float32Array): Figures {
  return {
    label,
    count: rowDb.length,
    columns: [
      { title: rowKind === 'channel' ? l10n.t('Channel') : l10n.t('Entry'), width: 2, text: row => formatCount(row + 1) },
      { title: l10n.t('SQNR'), width: 3, isNumber: true, text: row => formatValue(rowDb[row] ?? NaN, 'decibel') },
    ],
  };
}

function worstText(rowKind: RoundingProps['rowKind'], row: string, decibels: string): string {
  return rowKind === 'channel' ? l10n.t('worst channel {0}: {1}', row, decibels) : l10n.t('worst entry {0}: {1}', row, decibels);
}

/** −1 where every row is exact or zero. */
function worstRow(rowDb: Float32Array): number {
  let worst = -1;
  rowDb.forEach((value, row) => {
    if (Number.isFinite(value) && (worst < 0 || value < rowDb[worst]!)) worst = row;
  });
  return worst;
}
