import { formatCount } from '../shared/base/formatNumber';
import { NONE, type Graph, type NodeId } from '../shared/graph/graph';
import { mainGraph } from '../shared/graph/traversal';
import type { Analysis, TensorFacts } from '../shared/report/analysis';
import type { TextForm } from '../shared/report/modelView';
import { nodeLine } from './text/nodeLine';
import { readableName } from './text/readableName';
import { shortDtype } from './text/shortDtype';
import { ValueNames } from './text/valueNames';

/** The editor tokenizes no document above 300,000 lines or 20 MB; both leave room for the lines that open and close groups. */
const MAX_NODE_LINES = 200_000;
const MAX_CHARACTERS = 19_000_000;

/** The compact reading form: one line per node in file order, groups of the hierarchy as blocks, weights by their letters. Constants stand where they are read. */
export function textForm(graph: Graph, analysis: Analysis, name = graph.name): TextForm {
  const writer = new TextWriter(graph, analysis);
  writer.head(name);
  writer.nodes();
  return writer.finish();
}

class TextWriter {
  private readonly lines: string[] = [];
  private readonly lineOfNode: Int32Array;
  private readonly groups: { line: number; path: string; group: number }[] = [];
  private readonly entered = new Set<number>();
  private readonly names: ValueNames;
  private characters = 0;
  private current = NONE;
  private note = '';

  constructor(
    private readonly graph: Graph,
    private readonly analysis: Analysis,
  ) {
    this.lineOfNode = new Int32Array(mainGraph(graph).nodeCount).fill(NONE);
    this.names = new ValueNames(graph, analysis.hierarchy);
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
    for (const input of this.analysis.inputs) this.line(`input  ${typed(input)}`);
    for (const output of this.analysis.outputs) this.line(`output ${typed(output)}`);
    this.line('');
  }

  nodes(): void {
    const shown = this.shownNodes();
    for (const node of shown) {
      this.enter(this.analysis.hierarchy.groupOf[node] ?? NONE);
      if (this.characters > MAX_CHARACTERS) {
        this.note = `The text was cut at node ${String(node)} of ${String(this.lineOfNode.length)}: the editor shows no larger document.`;
        break;
      }
      this.lineOfNode[node] = this.lines.length;
      this.line(`${this.current === NONE ? '' : '  '}${nodeLine(this.graph, this.analysis, this.names, node)}`);
    }
    this.enter(NONE);
    if (this.note !== '') this.line(`// ${this.note}`);
  }

  finish(): TextForm {
    return { text: `${this.lines.join('\n')}\n`, lineOfNode: this.lineOfNode, groups: this.groups, modelLine: 0, note: this.note };
  }

  /** Without Constants, whose values stand where they are read; of a huge model only the anchors of its layers. */
  private shownNodes(): readonly NodeId[] {
    const nodes = Array.from(this.lineOfNode.keys()).filter(node => this.graph.nodes.ops[node] !== 'Constant');
    if (nodes.length <= MAX_NODE_LINES) return nodes;
    const anchors = nodes.filter(node => this.analysis.hierarchy.layerOf[node] === node);
    const shown = (anchors.length === 0 ? nodes : anchors).slice(0, MAX_NODE_LINES);
    this.note = `${String(shown.length)} of ${String(nodes.length)} nodes are shown: the editor shows no larger document.`;
    return shown;
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
