import type { Graph, NodeId } from '../shared/graph/graph';
import { nodeLabel } from '../shared/graph/nodeLabel';
import { nodePath } from '../shared/graph/traversal';
import type { Problem } from '../shared/report/problem';
import type { Reason } from '../shared/report/reason';

const MOST_PROBLEMS = 1000;
const MOST_EXAMPLES = 5;
const LONGEST_NAME = 120;

interface Group {
  readonly severity: Problem['severity'];
  readonly reason: Reason;
  readonly sentence: string;
  readonly subjects: string[];
  /** Path id of the first subject, where it is a node. */
  readonly node: Problem['node'] | undefined;
  count: number;
}

interface Subject {
  readonly label: () => string;
  readonly node: () => Problem['node'] | undefined;
}

/** A name from a model in a sentence: cut when it is long. */
export function quoteName(name: string): string {
  return JSON.stringify(name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name);
}

/** Collects problems; the same one of many tensors or nodes becomes one entry that names some of them and counts the rest. */
export class ProblemList {
  private readonly single: Problem[] = [];
  private readonly groups = new Map<string, Group>();
  /** Most problems are that of the subject before. */
  private lastGroup: Group | undefined;

  add(problem: Problem): void {
    if (this.single.length < MOST_PROBLEMS) this.single.push(problem);
  }

  /** `sentence` is about one or many subjects, and the same for all of them. */
  addFor(subject: string, severity: Problem['severity'], reason: Reason, sentence: string): void {
    this.addSubject({ label: () => subject, node: () => undefined }, severity, reason, sentence);
  }

  /** The same about nodes; the problem points at the first of them. Labels are made for the few that are named. */
  addForNode(graph: Graph, node: NodeId, severity: Problem['severity'], reason: Reason, sentence: string): void {
    this.addSubject({ label: () => nodeLabel(graph, node), node: () => nodePath(graph, node) }, severity, reason, sentence);
  }

  private addSubject({ label, node }: Subject, severity: Problem['severity'], reason: Reason, sentence: string): void {
    let group = this.lastGroup;
    if (group === undefined || group.sentence !== sentence || group.reason !== reason || group.severity !== severity) {
      const key = `${severity}\n${reason}\n${sentence}`;
      group = this.groups.get(key);
      if (group === undefined) {
        if (this.groups.size >= MOST_PROBLEMS) return;
        this.groups.set(key, (group = { severity, reason, sentence, subjects: [], node: node(), count: 0 }));
      }
      this.lastGroup = group;
    }
    group.count++;
    if (group.subjects.length < MOST_EXAMPLES) group.subjects.push(quoteName(label()));
  }

  list(): readonly Problem[] {
    const grouped = [...this.groups.values()].map(({ severity, reason, sentence, subjects, node, count }) => {
      const more = count > subjects.length ? ` and ${count - subjects.length} more` : '';
      return { severity, reason, message: `${sentence} (${subjects.join(', ')}${more})`, ...(node === undefined ? {} : { node }) };
    });
    return [...this.single, ...grouped];
  }
}
