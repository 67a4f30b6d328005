import * as l10n from '@vscode/l10n';
import { formatCount } from '../../../src/shared/base/formatNumber';
import type { InputPreview, InputValues } from '../../../src/shared/report/dataPreview';
import { ChartOrTable, type Figures } from '../../ui/chartOrTable';
import { Histogram } from '../../ui/histogram';
import { useSize } from '../../ui/useSize';
import { binFigures } from '../model/binFigures';
import { shapeText } from '../model/nodeText';
import { PictureView } from './pictureView';
import { ValueStrip } from './valueStrip';

const HISTOGRAM_HEIGHT = 48;

/** One input: small pictures where it takes pictures, else its values in order; below, how the values are distributed. */
export function InputPreviewView({ input }: { readonly input: InputPreview }) {
  const [box, { width }] = useSize<HTMLElement>();
  const { name, dtype, dims, values, pictures, strips } = input;
  return (
    <figure class="input-preview" ref={box}>
      <figcaption class="xs muted trunc" title={name}>
        {name}, {dtype} {shapeText(dims)}
      </figcaption>
      {pictures.length === 0 ? undefined : (
        <div class="row wrap sample-pictures">
          {pictures.map((picture, index) => (
            <PictureView key={index} picture={picture} label={l10n.t('Sample {0} as “{1}” is fed', index + 1, name)} />
          ))}
        </div>
      )}
      {values === undefined ? <p class="xs muted">{l10n.t('Text.')}</p> : undefined}
      {values === undefined ? undefined : (
        <>
          {strips.length === 0 ? undefined : (
            <ChartOrTable figures={stripFigures(name, strips)}>
              {strips.map((strip, index) => (
                <ValueStrip
                  key={index}
                  values={strip}
                  min={values.min}
                  max={values.max}
                  width={Math.max(120, width)}
                  label={l10n.t('Sample {0}', index + 1)}
                />
              ))}
            </ChartOrTable>
          )}
          <ChartOrTable figures={binFigures(spoken(name, values), values.histogram, values)}>
            <Histogram
              counts={values.histogram}
              width={Math.max(120, width)}
              height={HISTOGRAM_HEIGHT}
              label={spoken(name, values)}
              axis={[formatCount(values.min), '', formatCount(values.max)]}
            />
          </ChartOrTable>
          <p class="xs muted">{momentsText(values)}</p>
        </>
      )}
    </figure>
  );
}

/** Values of all samples, one after the other. */
function stripFigures(name: string, strips: InputPreview['strips']): Figures {
  const places = strips.flatMap((strip, sample) => Array.from(strip, (value, index) => ({ sample, index, value })));
  const at = (row: number) => places[row] ?? { sample: NaN, index: NaN, value: NaN };
  return {
    label: l10n.t('Values of samples of “{0}”', name),
    count: places.length,
    columns: [
      { title: l10n.t('Sample, value'), width: 3, text: row => `${at(row).sample + 1}, ${formatCount(at(row).index + 1)}` },
      { title: l10n.t('Value'), width: 2, isNumber: true, text: row => formatCount(at(row).value) },
    ],
  };
}

function momentsText({ min, max, mean, std }: InputValues): string {
  return l10n.t('{0} to {1}, mean {2}, standard deviation {3}', ...[min, max, mean, std].map(formatCount));
}

function spoken(name: string, values: InputValues): string {
  return l10n.t('Values of “{0}”: {1}', name, momentsText(values));
}
