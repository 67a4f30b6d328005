import * as l10n from '@vscode/l10n';
import type { TensorFacts } from '../../../src/shared/report/analysis';
import type { ModelView } from '../../../src/shared/report/modelView';
import { typeText } from '../model/nodeText';
import { DimEditor } from './dimEditor';
import { dimLabel } from './dimLabel';
import { Fact } from './fact';
import { stem } from './stem';
import { TensorDims } from './tensorDims';

/** Dims that stand in no input are many in models with loops and searches; the popover has all of them. */
const MOST_FURTHER_DIMS = 2;

/** The inputs of the model; symbolic dims are edited in place. */
export function InputFact({ view }: { readonly view: ModelView }) {
  const { inputs, dims } = view.analysis;
  const [first, ...others] = inputs;
  if (first === undefined) return null;
  const same = others.length > 0 && others.every(other => sameType(first, other));
  const { length } = inputs;
  const title = length === 1 ? l10n.t('Input') : same ? l10n.t('{0} inputs, same shape', length) : l10n.t('{0} inputs', length);
  const named = new Set((first.symbolic ?? first.shape ?? []).filter(dim => typeof dim === 'string'));
  const further = dims.filter(dim => !named.has(dim.name));
  return (
    <>
      <Fact title={title}>
        <span class="mono" title={inputs.map(({ name }) => name).join('\n')}>
          {stem(first.name)} {others.length > 0 ? <span class="muted">+{others.length} </span> : ''}
          {typeText(first.dtype)}
          {first.shape === undefined ? '' : <TensorDims view={view} tensor={first} />}
        </span>
      </Fact>
      {further.length === 0 ? undefined : (
        <Fact title={further.length === 1 ? l10n.t('Dimension') : l10n.t('Dimensions')}>
          <span class="mono">
            {further.slice(0, MOST_FURTHER_DIMS).map((dim, index) => (
              <span key={dim.name}>
                {index > 0 ? ', ' : ''}
                <DimEditor dim={dim} label={dimLabel(dim.name, index, 0)} view={view} />
              </span>
            ))}
            {further.length > MOST_FURTHER_DIMS ? <span class="muted"> +{further.length - MOST_FURTHER_DIMS}</span> : undefined}
          </span>
        </Fact>
      )}
    </>
  );
}

function sameType(a: TensorFacts, b: TensorFacts): boolean {
  return a.dtype === b.dtype && (a.symbolic ?? a.shape ?? []).join() === (b.symbolic ?? b.shape ?? []).join();
}
