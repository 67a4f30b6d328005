import * as l10n from '@vscode/l10n';
import type { DataPreview } from '../../../src/shared/report/dataPreview';
import type { ModelState } from '../../../src/shared/protocol/hostWebview';
import { Button } from '../../ui/button';
import { Radio } from '../../ui/radio';
import type { Answer } from '../page/useAnswer';
import { usePage } from '../page/usePage';
import { DataPreviewView } from './dataPreviewView';

const FILE = /\.(npz|npy|csv)(?:,|$)/i;

/** What passes are fed: what was chosen or lies beside the model, else what `layerwise.json` names; `undefined` for random inputs. */
export function usedData({ calibration }: Pick<ModelState, 'calibration'>, preview: Answer<DataPreview>): ModelState['calibration'] {
  if (calibration !== undefined || preview.state !== 'done' || preview.value.kind !== 'data') return calibration;
  return { label: preview.value.source };
}

/** Data for the ranges and for the check, or none, and how the model sees them. */
export function CalibrationField({ preview }: { readonly preview: Answer<DataPreview> }) {
  const store = usePage();
  const calibration = usedData(store.state.value, preview);
  const isFile = calibration !== undefined && FILE.test(calibration.label);
  const chooseFolder = () => store.act({ kind: 'chooseCalibrationFolder' });
  const chooseFile = () => store.act({ kind: 'chooseCalibration' });
  const path = calibration === undefined ? undefined : <DataPath label={calibration.label} onBrowse={isFile ? chooseFile : chooseFolder} />;
  return (
    <div class="plan-field">
      <div role="radiogroup" aria-label={l10n.t('Calibration data')}>
        <h2>{l10n.t('Calibration data')}</h2>
        <Radio
          label={l10n.t('Folder of images, arrays or test data')}
          group="calibration"
          checked={calibration !== undefined && !isFile}
          onChoose={chooseFolder}
        />
        {isFile ? undefined : path}
        <Radio label={l10n.t('File (.npz, .npy, .csv)')} group="calibration" checked={isFile} onChoose={chooseFile} />
        {isFile ? path : undefined}
        <Radio
          label={l10n.t('None: random input')}
          group="calibration"
          checked={calibration === undefined}
          onChoose={() => store.act({ kind: 'clearCalibration' })}
        />
        <p class="sm muted method-note">
          {l10n.t('Speed can be measured. Accuracy cannot, so agreement is not reported and the budget is off.')}
        </p>
      </div>
      <DataPreviewView preview={preview} />
    </div>
  );
}

interface PathProps {
  readonly label: string;
  readonly onBrowse: () => void;
}

/** A path that can be chosen anew. */
export function DataPath({ label, onBrowse }: PathProps) {
  return (
    <div class="row calibration-path">
      <span class="grow mono-sm trunc plan-output" title={label}>
        {label}
      </span>
      <Button compact secondary icon="folder-opened" onClick={onBrowse}>
        {l10n.t('Browse…')}
      </Button>
    </div>
  );
}
