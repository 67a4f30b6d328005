import fs from 'node:fs';
import { matchTimes } from '../../analysis/difference/matchTimes';
import { mainGraph } from '../../shared/graph/traversal';
import { runCompareGraphs, type ComparedGraphs, type CompareGraphsRequest } from '../../shared/protocol/engineWorker';
import type { FileDifference } from '../../shared/report/comparedFile';
import type { Profile } from '../../shared/report/latency';
import type { ModelToken } from '../../shared/report/modelToken';
import type { JobRunner } from '../jobs/jobRunner';
import type { OpenDocument } from './openDocument';

const DEADLINE_MS = 60_000;
/** Pairs of graphs that are remembered. */
const MOST_KNOWN = 16;

/** Structural differences between open models and other files, found by short-lived workers and remembered as long as the files stay what they are. */
export class FileDifferences {
  private readonly known = new Map<string, Promise<ComparedGraphs>>();

  constructor(private readonly jobs: JobRunner) {}

  /** Throws `LayerwiseError` for a file that is no model. `profileOf`: the stored profile of the file under the conditions of the open model's. */
  async of(document: OpenDocument, file: string, profileOf: (token: ModelToken) => Profile | undefined): Promise<FileDifference> {
    const { token, toBase, difference } = await this.between({ base: document.location, file, trusted: document.trusted });
    const profile = profileOf(token);
    const count = mainGraph(document.file.graph).nodeCount;
    return { difference, times: profile === undefined ? undefined : matchTimes(profile, toBase, count) };
  }

  /** The graphs of two files, without times. The same errors. */
  between(files: CompareGraphsRequest): Promise<ComparedGraphs> {
    const { base, file } = files;
    const states = [base, file].flatMap(each => {
      const stat = fs.statSync(each, { bigint: true, throwIfNoEntry: false });
      return [String(stat?.mtimeNs), String(stat?.size)];
    });
    const key = JSON.stringify([base, file, ...states]);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const found = this.jobs.ask(runCompareGraphs, files, { signal: new AbortController().signal, deadlineMs: DEADLINE_MS });
    this.known.set(key, found);
    found.catch(() => this.known.delete(key));
    const [oldest] = this.known.keys();
    if (this.known.size > MOST_KNOWN && oldest !== undefined) this.known.delete(oldest);
    return found;
  }
}
