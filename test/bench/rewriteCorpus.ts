// Proof of the exact and close passes over whole corpora: `npm run bench:rewriteCorpus -- [ARCHIVE.tar.gz|FOLDER …] [--only PATTERN]`, by default the models of
// onnx-backend, or those that tests use where it is not there. A folder with a `fill.mjs` holds models whose weights are written by it. Every pass is planned and written as for a user, the file is opened again and run on the stored
// inputs, as it stands and as the runtime optimizes it. Ends with 1 on any difference beyond the promise, on a model that ran before and does not after, and on a clean-up
// with more nodes or a file of more than 1.02 × the size.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bytesOnDisk } from '../../src/onnx/bytesOnDisk';
import { openModel, type OnnxModel } from '../../src/onnx/openModel';
import { writeModel } from '../../src/onnx/writeModel';
import type { NamedTensors } from '../../src/shared/graph/denseTensor';
import type { Graph } from '../../src/shared/graph/graph';
import { mainGraph } from '../../src/shared/graph/traversal';
import { LayerwiseError } from '../../src/shared/report/layerwiseError';
import { MOST_GROWTH } from './cleanLimits';
import { copyInputs } from './copyInputs';
import { corpusFeeds, eachCorpusModel, type CorpusModel } from './corpusModels';
import { CorpusRunner } from './corpusRunner';
import { inBenchFolder } from './inBenchFolder';
import { interfaceChange } from './interfaceChange';
import { outputDistance, worst, type OutputDistance } from './outputDistance';
import { refusal } from './refusal';
import { REWRITE_WAYS, type RewriteWay } from './rewriteWays';
import { RewriteTally } from './rewriteTally';

const DEFAULT_CORPUS = '../shared/corpus/onnx-backend.tar.gz';
const OWN_MODELS = 'test/fixtures/models';
const LEVELS = ['disabled', 'all'] as const;
/** For one operation that is rounded differently. */
const MOST_ULP = 4;
/** For a network that amplifies rounding, against what the runtime's own rewriting does to it. */
const MOST_OWN_DISTANCES = 2;

/** In models of a few nodes one computed constant is more than `MOST_GROWTH`. */
const SMALL_GROWTH_BYTES = 256;

/** A model with what it gave before any pass. */
interface Reference {
  readonly model: OnnxModel;
  readonly feeds: readonly NamedTensors[];
  /** By level; a sentence where the runtime refuses. */
  readonly outputs: ReadonlyMap<(typeof LEVELS)[number], readonly NamedTensors[] | string>;
  /** Whether it gives the same twice. */
  readonly isRepeatable: boolean;
  readonly hasStoredInputs: boolean;
  /** How far the runtime's own rewriting moves the outputs of a network, in units of the largest value: two evaluations that both count as right. */
  readonly ownDistance: number;
}

class RewriteProof {
  readonly tally = new RewriteTally();
  private readonly runner = new CorpusRunner();
  private written = 0;

  constructor(private readonly folder: string) {}

  async prove(entry: CorpusModel): Promise<void> {
    const model = await openModel(entry.file).catch(refusal);
    if (typeof model === 'string') {
      this.tally.skip(`cannot be opened`);
      return;
    }
    try {
      const reference = await this.reference(model, entry);
      if (typeof reference === 'string') await this.planOnly(entry, model, reference);
      else for (const way of REWRITE_WAYS) await this.proveWay(entry, reference, way);
    } finally {
      await model.close();
    }
  }

  /** What cannot be run is planned all the same: whatever a pass says of it, it must not break. */
  private async planOnly({ name }: CorpusModel, model: OnnxModel, reason: string): Promise<void> {
    this.tally.skip(reason);
    for (const way of REWRITE_WAYS) {
      const planned = await this.runner.changed(model, way.passes(model.graph, new Map()) ?? []).catch((error: unknown) => error);
      if (planned instanceof Error && !(planned instanceof LayerwiseError))
        this.tally.fail(way.name, name, `planning throws ${planned.stack ?? planned.message}`);
    }
  }

  end(): Promise<void> {
    return this.runner.end();
  }

  private async reference(model: OnnxModel, entry: CorpusModel): Promise<Reference | string> {
    let feeds: readonly NamedTensors[];
    try {
      feeds = corpusFeeds(model.graph, entry);
    } catch (error) {
      if (!(error instanceof LayerwiseError)) throw error;
      return `inputs cannot be fed: ${error.reason}`;
    }
    const outputs = new Map<(typeof LEVELS)[number], readonly NamedTensors[] | string>();
    for (const level of LEVELS) outputs.set(level, await this.outputs(model, level, feeds));
    const [first] = outputs.values();
    if ([...outputs.values()].every(result => typeof result === 'string')) return 'the runtime does not run it';
    const again = await this.outputs(model, LEVELS[0], feeds);
    const hasStoredInputs = entry.sets.length > 0;
    const rewritten = hasStoredInputs ? '' : await this.runner.outputs(model, copyInputs(model.graph), 'basic', feeds);
    const ownDistance = distance(first, rewritten, 1)?.scaledUlp ?? 0;
    return {
      ...{ model, feeds, outputs, hasStoredInputs },
      isRepeatable: distance(first, again)?.isEqual ?? true,
      ownDistance: Number.isFinite(ownDistance) ? ownDistance : 0,
    };
  }

  private async proveWay({ name }: CorpusModel, reference: Reference, way: RewriteWay): Promise<void> {
    const { model } = reference;
    const passes = way.passes(model.graph, reference.feeds[0] ?? new Map());
    if (passes === undefined) return;
    const rewritten = await this.runner.changed(model, passes).catch((error: unknown) => error);
    if (rewritten instanceof LayerwiseError) this.tally.refuse(way.name, rewritten.reason);
    else if (rewritten instanceof Error) this.tally.fail(way.name, name, `planning throws ${rewritten.stack ?? rewritten.message}`);
    else if (rewritten === model.graph) this.tally.keep(way.name);
    else await this.compare(name, reference, way, rewritten as Graph);
  }

  /** As the graph stands inputs are copied, so that the same operators give the same bits. */
  private outputs(model: OnnxModel, level: (typeof LEVELS)[number], feeds: readonly NamedTensors[]): ReturnType<CorpusRunner['outputs']> {
    return this.runner.outputs(model, level === 'disabled' ? copyInputs(model.graph) : model.graph, level, feeds);
  }

  private async compare(name: string, reference: Reference, way: RewriteWay, graph: Graph): Promise<void> {
    const { model, feeds, outputs, isRepeatable, hasStoredInputs } = reference;
    const file = path.join(this.folder, `variant-${String(this.written++)}.onnx`);
    const written = await writeModel(model, graph, file).catch(refusal);
    if (typeof written === 'string') {
      this.tally.fail(way.name, name, `cannot be written: ${written}`);
      return;
    }
    const variant = await openModel(file);
    try {
      const change = interfaceChange(model, variant, way.name.startsWith('fix-shapes'));
      if (change !== undefined) this.tally.fail(way.name, name, change);
      const growth = way.grows ? undefined : growthOf(model, variant);
      if (growth !== undefined) this.tally.fail(way.name, name, growth);
      let far: OutputDistance | undefined;
      for (const level of LEVELS) {
        const before = outputs.get(level) ?? '';
        const after = await this.outputs(variant, level, feeds);
        if (typeof before !== 'string' && typeof after === 'string') this.tally.fail(way.name, name, `no longer runs (${level}): ${after}`);
        const apart = isRepeatable ? distance(before, after, hasStoredInputs ? 0 : 1) : undefined;
        if (apart === undefined) continue;
        const limit = way.promise(model.graph) === 'exact' && level === 'disabled' ? 0 : closeLimit(reference);
        const isFar = limit === 0 ? !apart.isEqual : Math.min(apart.ulp, apart.scaledUlp) > limit;
        if (isFar)
          this.tally.fail(
            way.name,
            name,
            `${level}: ${apart.ulp.toFixed(1)} ULP, ${apart.scaledUlp.toFixed(1)} of the largest value where ${limit.toFixed(1)} are allowed`,
          );
        far = far === undefined ? apart : worst(far, apart);
      }
      this.tally.change(way.name, far, model.graph.nodes.count, variant.graph.nodes.count);
    } finally {
      await variant.close();
      for (const made of written.files) fs.rmSync(made, { force: true });
    }
  }
}

/** What a clean-up may not do: more nodes in all graphs together, or a larger file with its data. */
function growthOf(before: OnnxModel, after: OnnxModel): string | undefined {
  const [nodesBefore, nodesAfter] = [before.graph.nodes.count, after.graph.nodes.count];
  if (nodesAfter > nodesBefore) return `${String(nodesBefore)} nodes became ${String(nodesAfter)}`;
  const [bytesBefore, bytesAfter] = [bytesOnDisk(before), bytesOnDisk(after)];
  const isLarger = bytesAfter > bytesBefore * MOST_GROWTH && bytesAfter > bytesBefore + SMALL_GROWTH_BYTES;
  return isLarger ? `${String(bytesBefore)} bytes became ${String(bytesAfter)}` : undefined;
}

/**
 * Models with stored inputs are one operation or a few; in whole networks the errors of their layers add up as independent ones do. Where a network amplifies them,
 * its own outputs are as uncertain: as it stands and as the runtime rewrites it (level `basic`, standard operators) they are `ownDistance` apart, so neither
 * is known better than that. A rewritten model may be apart from it by twice as much.
 */
function closeLimit({ hasStoredInputs, model, ownDistance }: Reference): number {
  return hasStoredInputs ? MOST_ULP : Math.max(MOST_ULP * Math.sqrt(mainGraph(model.graph).nodeCount), MOST_OWN_DISTANCES * ownDistance);
}

/** `undefined` where one of them did not run. */
function distance(
  a: readonly NamedTensors[] | string | undefined,
  b: readonly NamedTensors[] | string,
  leastMagnitude = 0,
): OutputDistance | undefined {
  if (a === undefined || typeof a === 'string' || typeof b === 'string') return undefined;
  return a.map((outputs, run) => outputDistance(outputs, b[run] ?? new Map(), leastMagnitude)).reduce(worst);
}

async function main(folder: string): Promise<void> {
  const { values, positionals } = parseArgs({ options: { only: { type: 'string', default: '' } }, allowPositionals: true });
  const isThere = fs.existsSync(DEFAULT_CORPUS);
  if (positionals.length === 0 && !isThere)
    console.log(`${DEFAULT_CORPUS} is not there: 1914 models are left out, those of ${OWN_MODELS} are proved.`);
  const sources = positionals.length > 0 ? positionals : [isThere ? DEFAULT_CORPUS : OWN_MODELS];
  const proof = new RewriteProof(folder);
  const models = await eachCorpusModel(sources, values.only, folder, entry => proof.prove(entry));
  await proof.end();
  for (const line of proof.tally.lines(models)) console.log(line);
  if (models === 0 || proof.tally.failures > 0) process.exitCode = 1;
}

inBenchFolder(main);
