import * as l10n from '@vscode/l10n';
import { formatValue } from '../../../src/shared/base/formatNumber';
import { ListTwin } from '../../ui/listTwin';
import { spokenLayer } from '../model/spokenLayer';
import type { RooflineFrame } from './rooflineFrame';
import { roofText, speedText } from './rooflineWords';

interface Props {
  readonly frame: RooflineFrame;
  /** Selected point, −1 for none. */
  readonly selected: number;
  readonly onSelect: (point: number) => void;
  readonly onFocus: (isFocused: boolean) => void;
  readonly onEnter: () => void;
}

/** The dots for keyboard and screen readers, from the lowest intensity to the highest. */
export function RooflineTwin({ frame, selected, onSelect, onFocus, onEnter }: Props) {
  const { model, points, scale, roofs } = frame;
  const text = (index: number) => {
    const point = points[index];
    if (point === undefined) return '';
    const { layer, intensity, flopPerSecond } = point;
    return [
      spokenLayer(model, scale.column, layer),
      formatValue(intensity, 'flopPerByte'),
      speedText(flopPerSecond),
      roofText(point, roofs),
    ].join(', ');
  };
  return (
    <ListTwin
      class="chart-twin"
      label={l10n.t('Layers by arithmetic intensity')}
      count={points.length}
      selected={selected}
      text={text}
      onSelect={onSelect}
      onFocus={onFocus}
      onEnter={onEnter}
    />
  );
}
