import * as l10n from '@vscode/l10n';
import { lastStartAt } from '../../../src/shared/base/lastStartAt';
import { Disclosure } from '../../ui/disclosure';
import { LinkButton } from '../../ui/linkButton';
import type { LayerModel } from '../model/layerModel';
import { shapeText, typeText } from '../model/nodeText';
import { usePage } from '../page/usePage';
import { filled } from '../../ui/filled';

interface Props {
  readonly model: LayerModel;
  readonly node: number;
}

/** What the node reads and writes, with links to the layers at the other end. */
export function TensorsSection({ model, node }: Props) {
  const store = usePage();
  const isOpen = store.isPaneOpen('tensors', false);
  const { inputs, inputStart, outputs, outputStart } = model.view;
  const read = inputs.subarray(inputStart[node], inputStart[node + 1]);
  const written = outputs.subarray(outputStart[node], outputStart[node + 1]);
  return (
    <Disclosure
      class="details-section"
      title={l10n.t('Inputs and outputs')}
      open={isOpen}
      onToggle={open => store.setPane('tensors', open)}
    >
      {Array.from(read, tensor => (
        <TensorLine key={`in${tensor}`} model={model} tensor={tensor} ends={isOpen ? producers(model, tensor) : []} verb="from" />
      ))}
      {Array.from(written, tensor => (
        <TensorLine key={`out${tensor}`} model={model} tensor={tensor} ends={isOpen ? readers(model, tensor) : []} verb="to" />
      ))}
    </Disclosure>
  );
}

interface LineProps {
  readonly model: LayerModel;
  readonly tensor: number;
  readonly ends: readonly number[];
  readonly verb: 'from' | 'to';
}

const MOST_ENDS = 6;

function TensorLine({ model, tensor, ends, verb }: LineProps) {
  const store = usePage();
  const facts = model.view.analysis.tensors[tensor];
  if (facts === undefined) return null;
  const layers = [...new Set(ends.flatMap(node => model.layers[model.layerOfNode[node] ?? -1] ?? []))];
  return (
    <div class="tensor-line sm">
      <div class="mono-sm trunc" title={facts.name}>
        {facts.name} <span class="muted">{`${typeText(facts.dtype)}[${shapeText(facts.shape, ', ')}]`}</span>
      </div>
      {layers.slice(0, MOST_ENDS).map(layer => (
        <div key={layer.key} class="muted xs">
          {filled(
            verb === 'from' ? l10n.t('from {0}') : l10n.t('to {0}'),
            <LinkButton onClick={() => store.selectIn(model, layer.key)}>{layer.name}</LinkButton>,
          )}
        </div>
      ))}
      {layers.length > MOST_ENDS ? <div class="muted xs">{l10n.t('and {0} more', layers.length - MOST_ENDS)}</div> : undefined}
    </div>
  );
}

function producers({ view }: LayerModel, tensor: number): readonly number[] {
  const position = view.outputs.indexOf(tensor);
  return position < 0 ? [] : [lastStartAt(view.outputStart, position)];
}

function readers({ view }: LayerModel, tensor: number): readonly number[] {
  return Array.from(view.inputs.keys())
    .filter(position => view.inputs[position] === tensor)
    .map(position => lastStartAt(view.inputStart, position));
}
