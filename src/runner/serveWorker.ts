import type { Link } from '../shared/protocol/link';
import type { NamedTensors } from '../shared/graph/denseTensor';
import {
  createSession,
  describeRuntime,
  endProfiling,
  releaseFeeds,
  releaseSession,
  runOnce,
  storeFeeds,
  timeBlocks,
  timeRuns,
} from '../shared/protocol/workerRunner';
import type { Runtime } from './loadRuntime';
import type { PhaseCell } from './phaseCell';
import { readProfile } from './readProfile';
import { runtimeError } from './runtimeError';
import { SessionStore, type OpenSession, type RuntimeFeeds } from './sessionStore';
import { fromRuntimeTensor } from './tensorConversion';
import { timeAbbaBlocks, timeBurst, timeOnce } from './timing';

type Results = Awaited<ReturnType<OpenSession['session']['run']>>;

/** Answers the requests of the worker. A runtime that could not be loaded makes every one of them fail with that reason. */
export function serveWorker(link: Link, loading: Promise<Runtime>, cell: PhaseCell): void {
  const opening = loading.then(runtime => new SessionStore(runtime));
  // Whoever asks gets the reason; nobody asking is no crash.
  opening.catch(() => undefined);
  link.handle(describeRuntime, async () => describe(await loading));
  link.handle(createSession, async ({ path, options }) => {
    const store = await opening;
    return await cell.during('create', () => store.create(path, options));
  });
  link.handle(releaseSession, async ({ session }) => (await opening).release(session));
  link.handle(storeFeeds, async ({ feeds }) => (await opening).storeFeeds(feeds));
  link.handle(releaseFeeds, async ({ feeds }) => (await opening).releaseFeeds(feeds));
  serveRuns(link, opening, cell);
}

function serveRuns(link: Link, opening: Promise<SessionStore>, cell: PhaseCell): void {
  link.handle(runOnce, async ({ session, feeds, fetches }) => {
    const store = await opening;
    const run = runner(store.get(session), store.feedsOf(feeds), fetches);
    const { result, wallMs, cpuMs } = await cell.during('run', () => timeOnce(run));
    return { outputs: namedTensors(result), wallMs, cpuMs };
  });
  link.handle(timeRuns, async ({ session, feeds, limit, firstRun }) => {
    const store = await opening;
    const run = runner(store.get(session), store.feedsOf(feeds));
    return await cell.during(firstRun ? 'first run' : 'run', () => timeBurst(run, limit));
  });
  link.handle(timeBlocks, async ({ a, b, limit }) => {
    const store = await opening;
    const runA = runner(store.get(a.session), store.feedsOf(a.feeds));
    const runB = runner(store.get(b.session), store.feedsOf(b.feeds));
    return await cell.during('run', () => timeAbbaBlocks(runA, runB, limit));
  });
  link.handle(endProfiling, async ({ session, lastRuns }) => {
    const store = await opening;
    return await cell.during('profile', () => readProfile(store.get(session), lastRuns));
  });
}

function runner({ session, path }: OpenSession, feeds: RuntimeFeeds, fetches?: readonly string[]): () => Promise<Results> {
  const run = fetches === undefined ? () => session.run(feeds) : () => session.run(feeds, fetches);
  return () =>
    run().catch((error: unknown) => {
      throw runtimeError(error, 'run', path, 'run');
    });
}

function namedTensors(results: Results): NamedTensors {
  return new Map(Object.entries(results).map(([name, tensor]) => [name, fromRuntimeTensor(tensor)]));
}

function describe(runtime: Runtime): { readonly version: string; readonly providers: readonly string[] } {
  return {
    version: runtime.env.versions.node ?? runtime.env.versions.common,
    providers: runtime.listSupportedBackends().map(backend => backend.name),
  };
}
