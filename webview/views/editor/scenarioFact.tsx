import * as l10n from '@vscode/l10n';
import { countingNote } from '../../../src/shared/report/countingNotes';
import type { ModelView, Scenario } from '../../../src/shared/report/modelView';
import { scenarioText } from '../../../src/shared/report/scenarioText';
import { Segments } from '../../ui/segments';
import { usePage } from '../page/usePage';
import { Fact } from './fact';

/** Sets all sizes of a decoder at once: those of reading a prompt, or of the next token. */
export function ScenarioFact({ view }: { readonly view: ModelView }) {
  const store = usePage();
  const { scenarios, analysis } = view;
  if (scenarios.length === 0) return null;
  const chosen = Object.fromEntries(analysis.dims.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
  const shown = scenarios.find(({ dims }) => Object.entries(dims).every(([name, size]) => chosen[name] === size));
  const choose = (name: string) => {
    const scenario = scenarios.find(other => other.name === name);
    if (scenario !== undefined) void store.host.setDims({ ...chosen, ...scenario.dims }).catch(() => undefined);
  };
  return (
    <Fact title={l10n.t('Scenario')} note={countingNote('scenarios')?.text}>
      <Segments
        label={l10n.t('Scenario')}
        value={shown?.name ?? ''}
        options={scenarios.map(scenario => ({ value: scenario.name, title: titleOf(scenario), hint: scenarioText(scenario) }))}
        onChange={choose}
      />
    </Fact>
  );
}

function titleOf({ name }: Scenario): string {
  return name === 'prefill' ? l10n.t('Prefill') : l10n.t('Decode');
}
