import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatBytes, formatCount, formatDuration, formatSignificant } from '../../../src/shared/base/formatNumber';
import type { TensorFacts } from '../../../src/shared/report/analysis';
import { countingNote } from '../../../src/shared/report/countingNotes';
import type { Environment, LatencyStatistics, Profile } from '../../../src/shared/report/latency';
import { latencyPhasesText, latencyQuantilesText } from '../../../src/shared/report/latencyText';
import { providerName } from '../../../src/shared/report/providerName';
import { scenarioText } from '../../../src/shared/report/scenarioText';
import { threadsText } from '../../../src/shared/report/threadsText';
import { LinkButton } from '../../ui/linkButton';
import { sumText } from '../model/columnText';
import { groupValue } from '../model/groupValue';
import type { LayerModel } from '../model/layerModel';
import { shapeText, typeText } from '../model/nodeText';
import { usePage } from '../page/usePage';

/** Every fact of the model, the ones of the header included. */
export function FactsPopover({ model }: { readonly model: LayerModel }) {
  const store = usePage();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  const { view } = model;
  const { totals } = view.analysis;
  return (
    <div
      ref={box}
      class="overlay facts-popover"
      role="dialog"
      aria-label="All model facts"
      tabIndex={-1}
      onBlur={({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node && box.current?.contains(relatedTarget))) store.overlay.value = undefined;
      }}
    >
      <dl class="pairs sm">
        <Pair title="File">{formatBytes(view.fileBytes)}</Pair>
        {view.producer === '' ? undefined : <Pair title="Producer">{view.producer}</Pair>}
        <Pair title="IR version">{view.irVersion}</Pair>
        <Pair title="Opsets">
          {view.opsets.map(({ domain, version }) => `${domain === '' ? 'ai.onnx' : domain} ${version}`).join(', ')}
        </Pair>
        <Tensors title="Input" tensors={view.analysis.inputs} />
        <Tensors title="Output" tensors={view.analysis.outputs} />
        {view.scenarios.map(scenario => (
          <Pair key={scenario.name} title={scenario.name === 'prefill' ? 'Prefill' : 'Decode'} id="scenarios">
            {scenarioText(scenario)}
          </Pair>
        ))}
        <Pair title="MACs" id="macs">
          {formatCount(totals.macs ?? NaN)}
        </Pair>
        <Pair title="Parameters" id="params">
          {formatCount(totals.params)}
        </Pair>
        {totals.constantParams > 0 ? <Pair title="Parameters in Constant nodes">{formatCount(totals.constantParams)}</Pair> : undefined}
        {totals.quantizedParams > 0 ? <Pair title="Parameters below 16 bit">{formatCount(totals.quantizedParams)}</Pair> : undefined}
        {totals.batchNormStats > 0 ? <Pair title="BatchNorm statistics">{formatCount(totals.batchNormStats)}</Pair> : undefined}
        {totals.subgraphs.macs ? <Pair title="MACs in subgraphs">{formatCount(totals.subgraphs.macs)}</Pair> : undefined}
        {totals.subgraphs.params > 0 ? <Pair title="Parameters in subgraphs">{formatCount(totals.subgraphs.params)}</Pair> : undefined}
        <Pair title="Weights" id="weightBytes">
          {formatBytes(totals.weightBytes)}
        </Pair>
        <Pair title="Activations, all">{formatBytes(totals.activationBytes ?? NaN)}</Pair>
        <Memory model={model} />
        <Pair title="Nodes">{countsText(model)}</Pair>
        {totals.unknownNodes > 0 ? <Pair title="Nodes without a known shape">{totals.unknownNodes}</Pair> : undefined}
        <Sparsity model={model} />
        {view.analysis.measuredDims?.map(({ name, value }) => (
          <Pair key={name} title="Size in the run">{`${name} = ${value}, measured`}</Pair>
        ))}
        <Run model={model} />
      </dl>
      <p class="sm counting-link">
        <LinkButton onClick={() => store.act({ kind: 'showCounting', section: 'how-things-are-counted' })}>
          How these are counted
        </LinkButton>
      </p>
    </div>
  );
}

/** Activations at the peak in three ways, and weights that kernels keep once more. */
function Memory({ model: { view } }: { readonly model: LayerModel }) {
  const { totals, memory } = view.analysis;
  return (
    <>
      <Pair title="Peak activations" id="peakActivationBytes">
        {formatBytes(totals.peakActivationBytes ?? NaN)}
      </Pair>
      <Pair title="Planned activations" id="plannedPeakBytes">
        {`${formatBytes(memory.plannedPeakBytes ?? NaN)} in the runtime's arena`}
      </Pair>
      <Pair title="At the least" id="lowerBoundBytes">
        {formatBytes(memory.lowerBoundBytes ?? NaN)}
      </Pair>
      {memory.prepackedBytes > 0 ? (
        <Pair title="Prepacked weights" id="prepackedBytes">
          {`${formatBytes(memory.prepackedBytes)}, estimated`}
        </Pair>
      ) : undefined}
    </>
  );
}

/** Zeros of all weights together, once they were read. */
function Sparsity({ model }: { readonly model: LayerModel }) {
  const every = model.layers.map((_, layer) => layer);
  const share = model.columns.get('zeroSparsity');
  const effective = model.columns.get('effectiveMacs');
  if (share === undefined || effective === undefined) return null;
  return (
    <>
      <Pair title="Zeros in weights" id="zeroSparsity">
        {`${sumText(share, groupValue(share, every))}${share.basis === 'estimated' ? ', from a sample' : ''}`}
      </Pair>
      <Pair title="Effective MACs" id="effectiveMacs">
        {`${sumText(effective, groupValue(effective, every))}, estimated`}
      </Pair>
    </>
  );
}

function Tensors({ title, tensors }: { readonly title: string; readonly tensors: readonly TensorFacts[] }) {
  return (
    <>
      {tensors.map(({ name, dtype, shape }) => (
        <Pair key={name} title={title}>
          <span class="mono-sm">
            {name} {typeText(dtype)}[{shapeText(shape, ', ')}]
          </span>
        </Pair>
      ))}
    </>
  );
}

function conditionsText({ rigor, inputs, seed }: Environment, { sessions }: LatencyStatistics): string {
  const feeds = inputs === 'data' ? 'with the data' : `with random inputs, seed ${seed}`;
  return `rigor ${rigor}, ${sessions} ${sessions === 1 ? 'session' : 'sessions'}, ${feeds}`;
}

/** Where the times come from. */
function Origin({ profile: { environment, latency } }: { readonly profile: Profile }) {
  const { cpu, cores, onnxruntime, provider, threads, imported } = environment;
  if (imported !== undefined) return <Pair title="Imported from">{`${imported}; machine, runtime and inputs are not known`}</Pair>;
  return (
    <>
      <Pair title="Machine">{`${cpu}, ${cores} cores`}</Pair>
      <Pair title="Runtime">{`ONNX Runtime ${onnxruntime}, ${providerName(provider)}, ${threadsText(threads)}`}</Pair>
      <Pair title="Measured">{conditionsText(environment, latency)}</Pair>
    </>
  );
}

function Run({ model }: { readonly model: LayerModel }) {
  const { profile } = model;
  if (profile === undefined) return null;
  const added = profile.kernels.filter(kernel => kernel.added).length;
  const { environment, latency } = profile;
  return (
    <>
      <Pair title="Kernels">{`${profile.kernels.length}, ${added} added by the runtime`}</Pair>
      <Origin profile={profile} />
      <Pair title="Latency">{latencyQuantilesText(latency)}</Pair>
      <Pair title="CPU time per run">{formatDuration(latency.cpuMs)}</Pair>
      <Pair title="Throughput">{`${formatSignificant(latency.throughputPerSecond)} samples per second`}</Pair>
      <Pair title="Phases">{latencyPhasesText(latency)}</Pair>
      <Pair title="Peak memory of the process">{formatBytes(latency.peakRssBytes)}</Pair>
      {Number.isFinite(latency.arenaBytes) ? <Pair title="Peak of the arena">{formatBytes(latency.arenaBytes)}</Pair> : undefined}
      {environment.inputDescription.map(description => (
        <Pair key={description} title="Fed with">
          {description}
        </Pair>
      ))}
    </>
  );
}

/** `672, 342 of them constant or shape arithmetic`. */
function countsText({ view }: LayerModel): string {
  const hidden = view.analysis.hierarchy.layerOf.reduce((count, layer) => (layer < 0 ? count + 1 : count), 0);
  const all = view.nodeOps.length;
  return hidden === 0 ? String(all) : `${all}, ${hidden} of them constants or shape arithmetic`;
}

interface PairProps {
  readonly title: string;
  /** Of the note that says how the number is counted. */
  readonly id?: string;
  readonly children: ComponentChildren;
}

function Pair({ title, id, children }: PairProps) {
  return (
    <>
      <dt title={id === undefined ? undefined : countingNote(id)?.text}>{title}</dt>
      <dd>{children}</dd>
    </>
  );
}
