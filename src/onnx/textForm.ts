import { formatCount } from '../shared/base/formatNumber';
import { NONE, type Graph, type NodeId } from '../shared/graph/graph';
import { mainGraph } from '../shared/graph/traversal';
import type { Analysis, TensorFacts } from '../shared/report/analysis';
import type { TextForm } from '../shared/report/modelView';
import { nodeLine } from './text/nodeLine';
import { readableName } from './text/readableName';
import { shortDtype } from './text/shortDtype';
import { nodesPerRun, scopeRuns, type ScopeRun } from './text/scopeRuns';
import { ValueNames } from './text/valueNames';

/** The editor tokenizes no document above 300,000 lines or 20 MB; both leave room for the lines that are counted by nothing. */
const MAX_LINES = 280_000;
const MAX_CHARACTERS = 19_000_000;
/** Inputs, and outputs, of the model that are listed. */
const MAX_VALUES = 1000;
/** How often a text that became too long is made again with fewer nodes of each group. */
const MOST_ATTEMPTS = 4;
/** What is left to the next attempt, below the share that fitted. */
const MARGIN = 0.8;

/**
 * The compact reading form: one line per node in file order, groups of the hierarchy as blocks, weights by their letters. Constants stand where
 * they are read. What no editor would show is abbreviated group by group, and the text says so.
 */
export function textForm(graph: Graph, analysis: Analysis, name = graph.name): TextForm {
  const nodes = visibleNodes(graph);
  const runs = scopeRuns(analysis.hierarchy, nodes, MAX_LINES);
  const names = new ValueNames(graph, analysis.hierarchy);
  let most = nodesPerRun(runs, MAX_LINES);
  for (let attempt = 1; ; attempt++) {
    const writer = new TextWriter(graph, analysis, names);
    writer.head(name);
    const share = writer.runs(runs, most);
    if (share === 1 || attempt === MOST_ATTEMPTS) return writer.finish(nodes.length);
    const longest = runs.reduce((length, run) => Math.max(length, run.nodes.length), 0);
    most = Math.floor(Math.min(most, longest) * share * MARGIN);
  }
}

/** Without Constants, whose values stand where they are read. */
function visibleNodes(graph: Graph): readonly NodeId[] {
  const nodes: NodeId[] = [];
  for (let node = 0; node < mainGraph(graph).nodeCount; node++) if (graph.nodes.ops[node] !== 'Constant') nodes.push(node);
  return nodes;
}

class TextWriter {
  private readonly lines: string[] = [];
  private readonly lineOfNode: Int32Array;
  private readonly groups: { line: number; path: string; group: number }[] = [];
  private readonly entered = new Set<number>();
  private characters = 0;
  private current = NONE;
  private shown = 0;

  constructor(
    private readonly graph: Graph,
    private readonly analysis: Analysis,
    private readonly names: ValueNames,
  ) {
    this.lineOfNode = new Int32Array(mainGraph(graph).nodeCount).fill(NONE);
  }

  head(name: string): void {
    const { facts } = this.graph;
    const { totals } = this.analysis;
    const about = [
      `opset ${String(facts.opsets.get('') ?? '?')}`,
      `IR ${String(facts.irVersion)}`,
      `${plain(totals.params + totals.constantParams + totals.quantizedParams)} parameters`,
      ...(totals.macs === undefined ? [] : [`${plain(totals.macs)} MACs`]),
    ];
    this.line(`model ${readableName(name)} // ${about.join(', ')}`);
    this.values('input ', this.analysis.inputs);
    this.values('output', this.analysis.outputs);
    this.line('');
  }

  /** Writes up to `most` nodes of each run, as long as there is room. Returns the share of the runs that had room. */
  runs(runs: readonly ScopeRun[], most: number): number {
    let done = 0;
    for (const { group, nodes } of runs) {
      if (this.characters > MAX_CHARACTERS) break;
      this.enter(group);
      for (let index = 0; index < Math.min(most, nodes.length); index++) {
        if (this.characters > MAX_CHARACTERS) return this.close(nodes.length - index, (done + index / nodes.length) / runs.length);
        this.node(nodes[index]!);
      }
      if (nodes.length > most) this.more(nodes.length - most);
      done++;
    }
    return this.close(0, runs.length === 0 ? 1 : done / runs.length);
  }

  finish(total: number): TextForm {
    const note =
      this.shown < total ? `${String(this.shown)} of ${String(total)} nodes are shown: the editor shows no larger document.` : '';
    if (note !== '') this.line(`// ${note}`);
    return { text: `${this.lines.join('\n')}\n`, lineOfNode: this.lineOfNode, groups: this.groups, modelLine: 0, note };
  }

  private values(kind: string, values: readonly TensorFacts[]): void {
    for (const value of values.slice(0, MAX_VALUES)) this.line(`${kind} ${typed(value)}`);
    if (values.length > MAX_VALUES) this.more(values.length - MAX_VALUES);
  }

  private node(node: NodeId): void {
    this.lineOfNode[node] = this.lines.length;
    this.shown++;
    this.line(`${this.current === NONE ? '' : '  '}${nodeLine(this.graph, this.analysis, this.names, node)}`);
  }

  private more(count: number): void {
    this.line(`${this.current === NONE ? '' : '  '}// … ${String(count)} more`);
  }

  private close(hidden: number, share: number): number {
    if (hidden > 0) this.more(hidden);
    this.enter(NONE);
    return share;
  }

  private enter(group: number): void {
    if (group === this.current) return;
    if (this.current !== NONE) this.line('}');
    this.current = group;
    if (group === NONE) return;
    const { path = '' } = this.analysis.hierarchy.groups[group] ?? {};
    const outermost = this.outermostNew(group);
    if (outermost !== undefined)
      this.groups.push({ line: this.lines.length, path: dotted(this.analysis.hierarchy.groups[outermost]?.path ?? ''), group: outermost });
    this.line(`group ${dotted(path)} {`);
  }

  /** The largest group that begins here; `undefined` when the group was seen before. */
  private outermostNew(group: number): number | undefined {
    let outermost: number | undefined;
    for (let at = group; at >= 0 && !this.entered.has(at); at = this.analysis.hierarchy.groups[at]?.parent ?? NONE) {
      this.entered.add(at);
      outermost = at;
    }
    return outermost;
  }

  private line(text: string): void {
    this.lines.push(text);
    this.characters += text.length + 1;
  }
}

function typed({ name, dtype, shape }: TensorFacts): string {
  const dims = shape?.map(dim => (dim === undefined ? '?' : typeof dim === 'string' ? readableName(dim) : String(dim))).join(', ');
  return `%${readableName(name)}: ${shortDtype(dtype)}${dims === undefined || shape?.length === 0 ? '' : `[${dims}]`}`;
}

function dotted(path: string): string {
  return readableName(path.replaceAll('/', '.'));
}

/** Numbers of a text document have ordinary blanks. */
function plain(value: number): string {
  return formatCount(value).replace('\u202f', ' ');
}
