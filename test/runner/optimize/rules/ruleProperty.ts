import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { analyze } from '../../../../src/analysis/analyze';
import { openModel, type OnnxModel } from '../../../../src/onnx/openModel';
import { REWRITE_RULES } from '../../../../src/optimize/rewrite/rewriteRules';
import type { NamedRule } from '../../../../src/optimize/rewrite/rule';
import type { NamedTensors } from '../../../../src/shared/graph/denseTensor';
import type { Graph } from '../../../../src/shared/graph/graph';
import { CorpusRunner } from '../../../bench/corpusRunner';
import { outputDistance } from '../../../bench/outputDistance';
import { ModelDraw, type DrawnModel } from './modelDraw';
import { CLOSE_RULE_MODELS } from './closeRuleModels';
import { EXACT_RULE_MODELS } from './exactRuleModels';
import { SCOPE_RULE_MODELS } from './scopeRuleModels';

/** Draws a model in which a rule finds its pattern, or something that only looks like it. */
export type RuleModel = (draw: ModelDraw) => void;

const RULE_MODELS: Readonly<Record<string, RuleModel>> = { ...EXACT_RULE_MODELS, ...CLOSE_RULE_MODELS, ...SCOPE_RULE_MODELS };
/** Of the largest value of an output: far above what rounding does to these small models, far below what a wrong constant does. */
const MOST_ULP = 256;
const MOST_ROUNDS = 3;

export interface RuleCheck {
  /** What went wrong, with the seed that repeats it. */
  readonly failure: string | undefined;
  /** Models that the runtime ran, and those of them that the rule changed. */
  readonly ran: number;
  readonly changed: number;
}

/** Checks rules on random models in one runtime. */
export class RuleProperty {
  private readonly runner = new CorpusRunner();
  private count = 0;

  constructor(private readonly folder: string) {}

  end(): Promise<void> {
    return this.runner.end();
  }

  /** Whether `rule` keeps the outputs of the models that are drawn for it, and leaves models that run. */
  async check(rule: NamedRule, numRuns: number, seed: number, model = RULE_MODELS[rule.id]): Promise<RuleCheck> {
    if (model === undefined) throw new Error(`No models are drawn for the rule ${rule.id}.`);
    let [ran, changed] = [0, 0];
    const property = fc.asyncProperty(fc.gen(), async draw => {
      const drawn = new ModelDraw(draw);
      model(drawn);
      const outcome = await this.compare(rule, drawn.model());
      if (outcome !== 'not run') ran++;
      if (outcome !== 'not run' && outcome !== 'unchanged') changed++;
      return outcome === 'not run' || outcome === 'unchanged' || outcome === 'kept' ? true : Promise.reject(new Error(outcome));
    });
    const details = await fc.check(property, { numRuns, seed, endOnFailure: true });
    const error = details.errorInstance instanceof Error ? details.errorInstance.message : undefined;
    return {
      failure: details.failed ? `${error ?? 'failed'} (seed ${String(details.seed)}, path ${details.counterexamplePath ?? ''})` : undefined,
      ran,
      changed,
    };
  }

  private async compare(rule: NamedRule, { bytes, inputs }: DrawnModel): Promise<string> {
    const file = path.join(this.folder, `rule-${String(this.count++)}.onnx`);
    fs.writeFileSync(file, bytes);
    const model = await openModel(file);
    try {
      const feeds = [feedsOf(inputs)];
      const before = await this.runner.outputs(model, model.graph, 'disabled', feeds);
      if (typeof before === 'string') return 'not run';
      const graph = await this.apply(rule, model);
      if (graph === model.graph) return 'unchanged';
      const after = await this.runner.outputs(model, graph, 'disabled', feeds);
      if (typeof after === 'string') return `no longer runs: ${after}`;
      const { isEqual, ulp, scaledUlp } = outputDistance(before[0] ?? new Map(), after[0] ?? new Map());
      const isKept = rule.promise === 'exact' ? isEqual : Math.min(ulp, scaledUlp) <= MOST_ULP;
      return isKept ? 'kept' : `other outputs: ${ulp.toFixed(1)} ULP, ${scaledUlp.toFixed(1)} of the largest value`;
    } finally {
      await model.close();
      fs.rmSync(file, { force: true });
    }
  }

  private async apply({ apply, promise }: NamedRule, model: OnnxModel): Promise<Graph> {
    const analyzed = (graph: Graph): ReturnType<typeof analyze> => analyze(graph, model.readerOf(graph), { dims: new Map() });
    const laboratory = await this.runner.laboratory(model, analyzed);
    const input = {
      graph: model.graph,
      parameters: {},
      selects: () => true,
      readerOf: (graph: Graph) => model.readerOf(graph),
      analyze: analyzed,
      laboratory,
    };
    const rules = REWRITE_RULES.filter(other => promise === 'close' || other.promise === 'exact');
    let { graph } = model;
    for (let round = 0; round < MOST_ROUNDS; round++) graph = (await apply(input, graph, rules)).graph;
    return graph;
  }
}

const STEP = 1.3;
const EVERY_ZERO = 5;
/** Beyond where a HardSwish ends. */
const AMPLITUDE = 5;

/** Values around zero, −0 among them. */
function feedsOf(inputs: DrawnModel['inputs']): NamedTensors {
  return new Map(
    [...inputs].map(([name, dims], position) => {
      const count = dims.reduce((product, dim) => product * dim, 1);
      const data = Float32Array.from({ length: count }, (_, index) =>
        index % EVERY_ZERO === 1 ? -0 : AMPLITUDE * Math.sin((index + 1) * STEP + position),
      );
      return [name, { dtype: 'float32', dims, data }] as const;
    }),
  );
}
