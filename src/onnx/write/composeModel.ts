import { assertNever } from '../../shared/base/assertNever';
import type { Graph } from '../../shared/graph/graph';
import { LayerwiseError } from '../../shared/report/layerwiseError';
import type { ByteSource } from '../byteSource';
import { companionName } from '../externalData/companionName';
import { packText } from '../files/packedText';
import { joinPath } from '../files/paths';
import { sha256OfText } from '../files/sha256';
import { encodeProvenance, encodeProvenanceReference, LARGEST_INLINE_PROVENANCE_BYTES, LINEAGE_KEYS, type Lineage } from '../lineage';
import { MemorySource } from '../memorySource';
import type { OnnxModel } from '../openModel';
import { WireCursor } from '../wire/wireCursor';
import { ComposedSource } from './composedSource';
import { embedTensors } from './embedTensors';
import { DataFileDraft, externalizeTensors } from './externalizeTensors';
import { moveTensors } from './moveTensors';
import { spliceModel } from './spliceModel';

/** protobuf ends at 2 GB, and so does the runtime; well before, the weights go into a file of their own. */
const LARGEST_EMBEDDED_BYTES = 1_500_000_000;

/** Where weights go. `keep`: as in the source, its data files copied along. `auto`: `keep` without edits, else inside up to 1.5 GB. */
export type WeightPlacement = 'auto' | 'keep' | 'embed' | 'external';

/** A file beside the model that has to be there before it. */
export interface CompanionFile {
  /** Path relative to the model's folder. */
  readonly location: string;
  readonly source: ByteSource;
}

/** The files of a model that is not written yet. Reading them reads the files that they are made from. */
export interface ComposedModel {
  readonly model: ByteSource;
  readonly companions: readonly CompanionFile[];
}

/** Composes the files of a graph that came from `source` by edits. `fileName`: the bare name that the model will have. */
export function composeModel(
  source: OnnxModel,
  graph: Graph,
  fileName: string,
  placement: WeightPlacement,
  lineage?: Lineage,
): ComposedModel {
  const side = lineage === undefined ? undefined : withLineage(graph, lineage, fileName);
  const spliced = splice(source, side?.graph ?? graph);
  const sideFiles = side === undefined ? provenanceFile(source) : side.file === undefined ? [] : [side.file];
  const placed = place(source, spliced, placement === 'auto' && spliced === source.source ? 'keep' : placement, fileName);
  return { model: placed.model, companions: [...placed.companions, ...sideFiles] };
}

function splice(source: OnnxModel, graph: Graph): ByteSource {
  if (graph === source.graph) return source.source;
  return new ComposedSource(spliceModel(source, graph), file => sourceOf(source, source.source, file), source.source.name);
}

/** What a copy from `file` reads: `model` is the file composed so far, everything else a data file of the source. */
export function sourceOf(source: OnnxModel, model: ByteSource, file: string): ByteSource {
  if (file === 'model') return model;
  const located = [...source.weights.externalFiles.values()].find(({ path }) => path === file);
  if (located === undefined) throw new Error(`${file} is no data file of ${source.path}.`);
  return source.external.open(located);
}

function place(source: OnnxModel, model: ByteSource, placement: WeightPlacement, fileName: string): ComposedModel {
  switch (placement) {
    case 'keep':
      return { model, companions: dataFiles(source) };
    case 'embed':
      return { model: embed(source, model), companions: [] };
    case 'external': {
      const kept = dataFiles(source);
      const moved = externalize(source, model, freeDataName(fileName, kept));
      return { model: moved.model, companions: [...kept, ...moved.companions] };
    }
    case 'auto': {
      const whole = embed(source, model);
      return whole.byteLength <= LARGEST_EMBEDDED_BYTES
        ? { model: whole, companions: [] }
        : externalize(source, whole, freeDataName(fileName, []));
    }
    default:
      return assertNever(placement);
  }
}

/** What a copy of a variant goes on referring to. */
function provenanceFile({ external, provenanceFile: known }: OnnxModel): readonly CompanionFile[] {
  return known === undefined ? [] : [{ location: known.location, source: external.open(known.file) }];
}

/** Throws the fault of data that cannot be copied: a copy without it would be worth nothing. */
function dataFiles(source: OnnxModel): readonly CompanionFile[] {
  for (const [{ bytes }, { reason, isExternal }] of source.weights.unavailable) {
    if (!isExternal || bytes.kind !== 'unavailable') continue;
    throw new LayerwiseError(reason, `${source.path} cannot be copied with its data. ${bytes.reason}`, { file: source.path });
  }
  return [...source.weights.externalFiles].map(([location, file]) => ({ location, source: source.external.open(file) }));
}

function embed(source: OnnxModel, model: ByteSource): ByteSource {
  if (!source.weights.hasExternal) return model;
  const cursor = new WireCursor(model);
  const segments = moveTensors(cursor, embedTensors(cursor, source.external));
  return new ComposedSource(segments, file => sourceOf(source, model, file), model.name);
}

/** Bare name for a new data file beside the model, which none of the files that come along has, on systems that do not tell case either. */
function freeDataName(fileName: string, taken: readonly CompanionFile[]): string {
  const names = new Set(taken.map(({ location }) => joinPath('.', location).toLowerCase()));
  let name = companionName(fileName, '.data');
  for (let number = 2; names.has(name.toLowerCase()); number++) name = companionName(fileName, `.${number}.data`);
  return name;
}

function externalize(source: OnnxModel, model: ByteSource, location: string): ComposedModel {
  const draft = new DataFileDraft(location);
  const cursor = new WireCursor(model);
  const segments = moveTensors(cursor, externalizeTensors(cursor, draft));
  const from = (file: string): ByteSource => sourceOf(source, model, file);
  const companions =
    draft.segments.length === 0 ? [] : [{ location: draft.location, source: new ComposedSource(draft.segments, from, draft.location) }];
  return { model: new ComposedSource(segments, from, model.name), companions };
}

/** The graph with its lineage in its metadata, and the file that holds what is too long for it. */
function withLineage(
  graph: Graph,
  { parent, recipe, version }: Lineage,
  fileName: string,
): { readonly graph: Graph; readonly file?: CompanionFile } {
  const metadata = new Map(graph.facts.metadata);
  metadata.set(LINEAGE_KEYS.parent, parent);
  metadata.set(LINEAGE_KEYS.recipe, recipe);
  metadata.set(LINEAGE_KEYS.version, version);
  const text = graph.provenance.isIdentity ? undefined : encodeProvenance(graph.provenance);
  const encoded = text === undefined ? undefined : new TextEncoder().encode(text);
  const bytes = encoded === undefined || encoded.length <= LARGEST_INLINE_PROVENANCE_BYTES ? undefined : encoded;
  const location = companionName(fileName, '.provenance.json');
  if (text === undefined) metadata.delete(LINEAGE_KEYS.provenance);
  else
    metadata.set(LINEAGE_KEYS.provenance, bytes === undefined ? packText(text) : encodeProvenanceReference(location, sha256OfText(text)));
  const changed = { ...graph, facts: { ...graph.facts, metadata } };
  return bytes === undefined ? { graph: changed } : { graph: changed, file: { location, source: new MemorySource(bytes, location) } };
}
