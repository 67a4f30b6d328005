import type { TensorFacts } from '../../../src/shared/report/analysis';
import type { ModelView } from '../../../src/shared/report/modelView';
import { DimEditor } from './dimEditor';
import { dimLabel } from './dimLabel';

/** The shape of an input: `[batch=1, 3, 224, 224]`; symbolic dims are edited in place. */
export function TensorDims({ view, tensor }: { readonly view: ModelView; readonly tensor: TensorFacts }) {
  const shape = tensor.symbolic ?? tensor.shape ?? [];
  return (
    <>
      [
      {shape.map((size, axis) => {
        const dim = typeof size === 'string' ? view.analysis.dims.find(({ name }) => name === size) : undefined;
        const shown = tensor.shape?.[axis] ?? size ?? '?';
        return (
          <span key={axis}>
            {axis > 0 ? ', ' : ''}
            {dim === undefined ? String(shown) : <DimEditor dim={dim} label={dimLabel(dim.name, axis, shape.length)} view={view} />}
          </span>
        );
      })}
      ]
    </>
  );
}
