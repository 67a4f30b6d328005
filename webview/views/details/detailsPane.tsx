import { useEffect, useRef } from 'preact/hooks';
import type { LayerModel } from '../model/layerModel';
import { usePage } from '../page/usePage';
import { MissedFusionsSection } from './missedFusionsSection';
import { NothingSelected } from './nothingSelected';
import { AppliesHere } from './appliesHere';
import { AttributesSection } from './attributesSection';
import { BodiesSection } from './bodiesSection';
import { ChosenSection } from './chosenSection';
import { DetailsHeading } from './detailsHeading';
import { ExtractSection } from './extractSection';
import { FactsSection } from './factsSection';
import { OriginSection } from './originSection';
import { RunsAs } from './runsAs';
import { TensorsSection } from './tensorsSection';
import { TimedAloneSection } from './timedAloneSection';
import { WeightsSection } from './weightsSection';
import { WhySlowSection } from './whySlowSection';

/** Everything about the selected layer, in the order of design spec 4.9; what writes or times something of its own comes last. */
export function DetailsPane({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const index = store.selectedIn(model);
  const layer = model.layers[index];
  const body = useRef<HTMLDivElement>(null);
  const takesFocus = store.detailsFocus.value;
  useEffect(() => {
    if (takesFocus) body.current?.focus();
    store.detailsFocus.value = false;
  }, [takesFocus]);
  if (layer === undefined) return <NothingSelected />;
  const fileNode = model.body?.nodes[layer.node] ?? layer.node;
  return (
    <div ref={body} class="details-body" tabIndex={-1} data-layer={layer.name}>
      {model.body === undefined ? <ChosenSection /> : undefined}
      <DetailsHeading model={model} index={index} />
      <RunsAs model={model} index={index} />
      <BodiesSection model={model} index={index} />
      <OriginSection model={model} index={index} />
      <WhySlowSection model={model} index={index} />
      <MissedFusionsSection model={model} layer={layer} />
      {model.body === undefined ? <AppliesHere model={model} layer={layer} /> : undefined}
      <FactsSection model={model} index={index} />
      {layer.node < 0 ? undefined : (
        <>
          <WeightsSection node={fileNode} />
          <AttributesSection node={fileNode} />
          <TensorsSection model={model} node={layer.node} />
        </>
      )}
      {model.body === undefined ? (
        <>
          <TimedAloneSection layer={layer} />
          <ExtractSection layer={layer} />
        </>
      ) : undefined}
    </div>
  );
}
