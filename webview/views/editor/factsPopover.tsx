import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatBytes, formatCount, formatDuration, formatSignificant } from '../../../src/shared/base/formatNumber';
import type { TensorFacts } from '../../../src/shared/report/analysis';
import { countingNote } from '../../../src/shared/report/countingNotes';
import type { Environment, LatencyStatistics, Profile } from '../../../src/shared/report/latency';
import { latencyPhasesText, latencyQuantilesText } from '../../../src/shared/report/latencyText';
import type { ModelView } from '../../../src/shared/report/modelView';
import { providerName } from '../../../src/shared/report/providerName';
import { scenarioText } from '../../../src/shared/report/scenarioText';
import { threadsText } from '../../../src/shared/report/threadsText';
import { LinkButton } from '../../ui/linkButton';
import { sumText } from '../model/columnText';
import { coveringKernels } from '../model/coveringKernels';
import { exactBytes } from '../model/exactBytes';
import { groupValue } from '../model/groupValue';
import type { LayerModel } from '../model/layerModel';
import { shapeText, typeText } from '../model/nodeText';
import { unitCountText } from '../model/unitCountText';
import { usePage } from '../page/usePage';
import { TensorDims } from './tensorDims';
import { TimedRunsOrTable } from './timedRuns';

/** Fits a page of 320 px. */
const RUNS_WIDTH = 280;

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
      aria-label={l10n.t('All model facts')}
      tabIndex={-1}
      onFocusOut={() => {
        // Only afterwards is it known where the focus went: a dim that is edited becomes a field of its own.
        setTimeout(() => {
          if (box.current?.contains(document.activeElement) === false) store.overlay.value = undefined;
        });
      }}
    >
      <dl class="pairs sm">
        <Size title={l10n.t('File')} bytes={view.fileBytes} />
        {view.producer === '' ? undefined : <Pair title={l10n.t('Producer')}>{view.producer}</Pair>}
        <Pair title={l10n.t('IR version')}>{view.irVersion}</Pair>
        <Pair title={l10n.t('Opsets')}>
          {view.opsets.map(({ domain, version }) => `${domain === '' ? 'ai.onnx' : domain} ${version}`).join(', ')}
        </Pair>
        <Tensors title={l10n.t('Input')} tensors={view.analysis.inputs} shapeOf={tensor => <TensorDims view={view} tensor={tensor} />} />
        <Tensors title={l10n.t('Output')} tensors={view.analysis.outputs} shapeOf={({ shape }) => `[${shapeText(shape, ', ')}]`} />
        {view.scenarios.map(scenario => (
          <Pair key={scenario.name} title={scenario.name === 'prefill' ? l10n.t('Prefill') : l10n.t('Decode')} id="scenarios">
            {scenarioText(scenario)}
          </Pair>
        ))}
        <Pair title={l10n.t('MACs')} id="macs">
          {formatCount(totals.macs ?? NaN)}
        </Pair>
        <Pair title={l10n.t('Parameters')} id="params">
          {formatCount(totals.params)}
        </Pair>
        {totals.constantParams > 0 ? (
          <Pair title={l10n.t('Parameters in Constant nodes')}>{formatCount(totals.constantParams)}</Pair>
        ) : undefined}
        {totals.quantizedParams > 0 ? (
          <Pair title={l10n.t('Parameters below 16 bit')}>{formatCount(totals.quantizedParams)}</Pair>
        ) : undefined}
        {totals.batchNormStats > 0 ? <Pair title={l10n.t('BatchNorm statistics')}>{formatCount(totals.batchNormStats)}</Pair> : undefined}
        {totals.subgraphs.macs ? <Pair title={l10n.t('MACs in subgraphs')}>{formatCount(totals.subgraphs.macs)}</Pair> : undefined}
        {totals.subgraphs.params > 0 ? (
          <Pair title={l10n.t('Parameters in subgraphs')}>{formatCount(totals.subgraphs.params)}</Pair>
        ) : undefined}
        <Size title={l10n.t('Weights')} id="weightBytes" bytes={totals.weightBytes} />
        <Size title={l10n.t('Activations, all')} bytes={totals.activationBytes} />
        <Memory model={model} />
        <Pair title={l10n.t('Nodes')}>{countsText(model)}</Pair>
        {totals.unknownNodes > 0 ? <Pair title={l10n.t('Nodes without a known shape')}>{totals.unknownNodes}</Pair> : undefined}
        <Sparsity model={model} />
        {view.analysis.measuredDims?.map(({ name, value }) => (
          <Pair key={name} title={l10n.t('Size in the run')}>
            {l10n.t('{0} = {1}, measured', name, value)}
          </Pair>
        ))}
        <Run model={model} />
      </dl>
      {model.profile === undefined ? undefined : <TimedRunsOrTable latency={model.profile.latency} width={RUNS_WIDTH} />}
      <p class="sm counting-link">
        <LinkButton onClick={() => store.act({ kind: 'showCounting', section: 'how-things-are-counted' })}>
          {l10n.t('How these are counted')}
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
      <Size title={l10n.t('Peak activations')} id="peakActivationBytes" bytes={totals.peakActivationBytes} />
      <Pair title={l10n.t('Planned activations')} id="plannedPeakBytes" hint={exactBytes(memory.plannedPeakBytes)}>
        {l10n.t('{0} in the runtime’s arena', formatBytes(memory.plannedPeakBytes ?? NaN))}
      </Pair>
      <Size title={l10n.t('At the least')} id="lowerBoundBytes" bytes={memory.lowerBoundBytes} />
      {memory.prepackedBytes > 0 ? (
        <Pair title={l10n.t('Prepacked weights')} id="prepackedBytes">
          {l10n.t('{0}, estimated', prepackedText(memory.prepackedBytes))}
        </Pair>
      ) : undefined}
    </>
  );
}

/** What sessions with and without these copies were measured to differ by, at most (docs/counting.md, "Memory"). */
const PREPACKED_ERROR = 0.02;

/** `4.02 – 4.18 MB`. */
function prepackedText(bytes: number): string {
  const [low, high] = [formatBytes(bytes * (1 - PREPACKED_ERROR)), formatBytes(bytes * (1 + PREPACKED_ERROR))];
  const [amount, unit] = low.split('\u202f');
  return `${high.endsWith(`\u202f${unit ?? ''}`) ? (amount ?? low) : low}\u2009–\u2009${high}`;
}

/** Zeros of all weights together, once they were read. */
function Sparsity({ model }: { readonly model: LayerModel }) {
  const every = model.layers.map((_, layer) => layer);
  const share = model.columns.get('zeroSparsity');
  const effective = model.columns.get('effectiveMacs');
  if (share === undefined || effective === undefined) return null;
  const zeros = sumText(share, groupValue(share, every));
  return (
    <>
      <Pair title={l10n.t('Zeros in weights')} id="zeroSparsity">
        {share.basis === 'estimated' ? l10n.t('{0}, from a sample', zeros) : zeros}
      </Pair>
      <Pair title={l10n.t('Effective MACs')} id="effectiveMacs">
        {l10n.t('{0}, estimated', sumText(effective, groupValue(effective, every)))}
      </Pair>
    </>
  );
}

interface TensorsProps {
  readonly title: string;
  readonly tensors: readonly TensorFacts[];
  readonly shapeOf: (tensor: TensorFacts) => ComponentChildren;
}

function Tensors({ title, tensors, shapeOf }: TensorsProps) {
  return (
    <>
      {tensors.map(tensor => (
        <Pair key={tensor.name} title={title}>
          <span class="mono-sm">
            {tensor.name} {typeText(tensor.dtype)}
            {shapeOf(tensor)}
          </span>
        </Pair>
      ))}
    </>
  );
}

function conditionsText({ rigor, inputs, seed }: Environment, { sessions }: LatencyStatistics): string {
  const repeated = sessions === 1 ? l10n.t('rigor {0}, 1 session', rigor) : l10n.t('rigor {0}, {1} sessions', rigor, sessions);
  return inputs === 'data' ? l10n.t('{0}, with the data', repeated) : l10n.t('{0}, with random inputs, seed {1}', repeated, seed);
}

/** Where the times come from. */
function Origin({ profile: { environment, latency } }: { readonly profile: Profile }) {
  const { cpu, cores, onnxruntime, provider, threads, imported } = environment;
  if (imported !== undefined)
    return <Pair title={l10n.t('Imported from')}>{l10n.t('{0}; machine, runtime and inputs are not known', imported)}</Pair>;
  return (
    <>
      <Pair title={l10n.t('Machine')}>{l10n.t('{0}, {1} cores', cpu, cores)}</Pair>
      <Pair title={l10n.t('Runtime')}>{`ONNX Runtime ${onnxruntime}, ${providerName(provider)}, ${threadsText(threads)}`}</Pair>
      <Pair title={l10n.t('Measured')}>{conditionsText(environment, latency)}</Pair>
    </>
  );
}

function Run({ model }: { readonly model: LayerModel }) {
  const { profile } = model;
  if (profile === undefined) return null;
  const added = profile.kernels.filter(kernel => kernel.added).length;
  const folded = foldedCount(model.view, profile);
  const { environment, latency } = profile;
  return (
    <>
      <Pair title={l10n.t('Kernels')}>{l10n.t('{0}, {1} added by the runtime', profile.kernels.length, added)}</Pair>
      {folded > 0 ? <Pair title={l10n.t('Folded at load')}>{unitCountText('nodes', folded)}</Pair> : undefined}
      <Origin profile={profile} />
      <Pair title={l10n.t('Latency')}>{latencyQuantilesText(latency)}</Pair>
      <Pair title={l10n.t('CPU time per run')}>{formatDuration(latency.cpuMs)}</Pair>
      <Pair title={l10n.t('Throughput')}>{l10n.t('{0} samples per second', formatSignificant(latency.throughputPerSecond))}</Pair>
      <Pair title={l10n.t('Phases')}>{latencyPhasesText(latency)}</Pair>
      <Size title={l10n.t('Peak memory of the process')} bytes={latency.peakRssBytes} />
      {Number.isFinite(latency.arenaBytes) ? <Size title={l10n.t('Peak of the arena')} bytes={latency.arenaBytes} /> : undefined}
      {environment.inputDescription.map(description => (
        <Pair key={description} title={l10n.t('Fed with')}>
          {description}
        </Pair>
      ))}
    </>
  );
}

/** Nodes that no kernel stands for: the runtime computed them when it loaded the model, or left them out. 0 where that is not known. */
function foldedCount(view: ModelView, profile: Profile): number {
  const { kernelOf, isWhole } = coveringKernels(view, profile);
  if (!isWhole) return 0;
  return view.analysis.hierarchy.layerOf.reduce((count, layer, node) => (layer >= 0 && kernelOf[node] === -1 ? count + 1 : count), 0);
}

/** `672, 342 of them constant or shape arithmetic`. */
function countsText({ view }: LayerModel): string {
  const hidden = view.analysis.hierarchy.layerOf.reduce((count, layer) => (layer < 0 ? count + 1 : count), 0);
  const all = view.nodeOps.length;
  return hidden === 0 ? String(all) : l10n.t('{0}, {1} of them constants or shape arithmetic', all, hidden);
}

interface PairProps {
  readonly title: string;
  /** Of the note that says how the number is counted. */
  readonly id?: string;
  /** Tooltip of the value. */
  readonly hint?: string | undefined;
  readonly children: ComponentChildren;
}

function Pair({ title, id, hint, children }: PairProps) {
  return (
    <>
      <dt title={id === undefined ? undefined : countingNote(id)?.text}>{title}</dt>
      <dd title={hint}>{children}</dd>
    </>
  );
}

interface SizeProps extends Pick<PairProps, 'title' | 'id'> {
  readonly bytes: number | undefined;
}

function Size({ bytes, ...pair }: SizeProps) {
  return (
    <Pair {...pair} hint={exactBytes(bytes)}>
      {formatBytes(bytes ?? NaN)}
    </Pair>
  );
}
