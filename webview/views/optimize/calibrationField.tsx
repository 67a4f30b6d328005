import { Button } from '../../ui/button';
import { Radio } from '../../ui/radio';
import { usePage } from '../page/usePage';

/** Data for the ranges and for the check, or none. */
export function CalibrationField() {
  const store = usePage();
  const { calibration } = store.state.value;
  const choose = () => store.act({ kind: 'chooseCalibration' });
  return (
    <div class="plan-field" role="radiogroup" aria-label="Calibration data">
      <h2>Calibration data</h2>
      <Radio label="Folder or arrays" group="calibration" checked={calibration !== undefined} onChoose={choose} />
      <div class="row calibration-path">
        <span class="grow mono-sm trunc plan-output" title={calibration?.label}>
          {calibration?.label ?? 'none chosen'}
        </span>
        <Button compact secondary icon="folder-opened" onClick={choose}>
          Browse…
        </Button>
      </div>
      <Radio
        label="None: random input"
        group="calibration"
        checked={calibration === undefined}
        onChoose={() => store.act({ kind: 'clearCalibration' })}
      />
      <p class="sm muted method-note">Speed can be measured. Accuracy cannot, so agreement is not reported and the budget is off.</p>
    </div>
  );
}
