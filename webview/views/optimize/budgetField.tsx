import { useState } from 'preact/hooks';
import { TextField } from '../../ui/textField';
import { usePage } from '../page/usePage';

/** The agreement that a result must keep to be offered first. */
export function BudgetField() {
  const store = usePage();
  const [isInvalid, setInvalid] = useState(false);
  const { calibration } = store.state.value;
  const commit = (text: string) => {
    const percent = Number(text.replace(/\s*%$/, ''));
    const isValid = percent > 0 && percent <= 100;
    setInvalid(!isValid);
    if (isValid) store.arrange({ budgetPercent: percent });
  };
  return (
    <div class="plan-field">
      <h2>Accuracy budget</h2>
      <div class="row">
        <span>Agree with the baseline on at least</span>
        <TextField
          class="budget"
          label="Least agreement in percent"
          value={`${store.ui.value.budgetPercent.toFixed(1)} %`}
          invalid={isInvalid}
          disabled={calibration === undefined}
          onCommit={commit}
        />
      </div>
      <p class="sm muted">
        {calibration === undefined
          ? 'Without data agreement cannot be measured, so the budget is off.'
          : 'Top-1, without labels, on data that no method has seen. It is met when the whole 95 % interval is above it.'}
      </p>
    </div>
  );
}
