/**
 * Reading and writing, measured against limits and against other readers in one run: `npm run bench:onnx`. Every measurement has a process of
 * its own, the files in the page cache; shown is the median. The limits are those of an engine that has opened models before; what opening takes in a new process
 * stands beside the other readers, which are in a new process too. Netron's reader is taken from its Python package where pip can get it.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { formatBytes } from '../../src/shared/base/formatNumber';
import { inBenchFolder } from './inBenchFolder';
import { runCase, type Measurement } from './onnxCases';
import { makeBenchFiles, type BenchFiles } from './onnxFiles';

const NETRON = 'netron==9.3.3';
const RUNS = 5;
const COPY_RUNS = 3;

interface Limit {
  readonly ms: number;
  readonly rssBytes?: number;
}

interface Row {
  readonly title: string;
  readonly file: keyof BenchFiles;
  readonly name: string;
  readonly limit: Limit;
  /** What is measured beside it. */
  readonly others: readonly string[];
}

const MB = 1e6;
/** All in a process that has read nothing before. */
const OTHERS = ['new process', 'protobufjs', 'netron'];
const ROWS: readonly Row[] = [
  {
    title: 'open, 1.05 GB embedded',
    file: 'embedded',
    name: 'open',
    limit: { ms: 150, rssBytes: 120 * MB },
    others: OTHERS,
  },
  { title: 'open, 3 GB external', file: 'external', name: 'open', limit: { ms: 50 }, others: OTHERS },
  { title: 'open, 10,000 nodes', file: 'nodes10k', name: 'open', limit: { ms: 60 }, others: OTHERS },
  {
    title: 'open, 100,000 nodes',
    file: 'nodes100k',
    name: 'open',
    limit: { ms: 300, rssBytes: 150 * MB },
    others: OTHERS,
  },
  { title: 'editor, 1.05 GB embedded', file: 'embedded', name: 'editor', limit: { ms: 500 }, others: [] },
  { title: 'editor, 3 GB external', file: 'external', name: 'editor', limit: { ms: 500 }, others: [] },
  { title: 'editor, 100,000 nodes', file: 'nodes100k', name: 'editor', limit: { ms: 1000 }, others: ['all layers'] },
  { title: 'instrumented copy, 1.05 GB', file: 'embedded', name: 'instrument', limit: { ms: 50 }, others: [] },
];

function measureOnce(name: string, file: string, netron: string): Measurement {
  const [program = ''] = process.argv.slice(1);
  const { stdout, stderr } = spawnSync(process.execPath, [program, name, file, netron], { encoding: 'utf8' });
  try {
    return JSON.parse(stdout) as Measurement;
  } catch {
    throw new Error(`${name} of ${path.basename(file)} failed: ${stderr.slice(-500)}`);
  } finally {
    for (const made of ['variant.onnx', 'copy', 'skeleton.onnx']) fs.rmSync(`${file}.${made}`, { force: true });
  }
}

function median(name: string, file: string, netron: string, runs: number): Measurement {
  const measured = Array.from({ length: runs + 1 }, () => measureOnce(name, file, netron)).slice(1);
  const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
  return { ms: middle(measured.map(({ ms }) => ms)), peakRssBytes: middle(measured.map(({ peakRssBytes }) => peakRssBytes)) };
}

function show({ ms, peakRssBytes }: Measurement): string {
  return `${ms.toFixed(0)} ms, ${formatBytes(peakRssBytes)}`;
}

function verdict({ ms, peakRssBytes }: Measurement, limit: Limit): boolean {
  return ms <= limit.ms && peakRssBytes <= (limit.rssBytes ?? Infinity);
}

function fetchNetron(folder: string): string {
  const target = path.join(folder, 'netron');
  fs.mkdirSync(target);
  const { status } = spawnSync('python3', ['-m', 'pip', 'install', '-q', '--no-deps', '--target', target, NETRON], { stdio: 'ignore' });
  const modules = path.join(target, 'netron');
  if (status !== 0 || !fs.existsSync(path.join(modules, 'onnx-proto.js'))) return '';
  fs.writeFileSync(path.join(modules, 'package.json'), '{ "type": "module" }\n');
  return modules;
}

/** Writing is disk work: both take turns, and the ratio of each pair counts. */
function compareWithCopy(file: string, netron: string): boolean {
  const limit = { ratio: 1.3, rssBytes: 150 * MB };
  const settled = (name: string): Measurement => {
    // What others wrote before would be written within its fsync.
    spawnSync('sync');
    return measureOnce(name, file, netron);
  };
  const pairs = Array.from({ length: COPY_RUNS }, () => ({ copy: settled('copy'), write: settled('write') }));
  const ratios = pairs.map(({ copy, write }) => write.ms / copy.ms).sort((a, b) => a - b);
  const ratio = ratios[ratios.length >> 1] ?? Number.NaN;
  const rssBytes = Math.max(...pairs.map(({ write }) => write.peakRssBytes));
  const holds = ratio <= limit.ratio && rssBytes <= limit.rssBytes;
  const times = pairs.map(({ copy, write }) => `${write.ms.toFixed(0)}/${copy.ms.toFixed(0)}`).join(', ');
  console.log(
    `${holds ? 'holds ' : 'MISSES'} write one node, 1.05 GB: ${ratio.toFixed(2)} × (cp + fsync) (${times} ms), ${formatBytes(rssBytes)}; limit 1.3 ×, 150 MB`,
  );
  return holds;
}

function run(folder: string): boolean {
  const files = makeBenchFiles(folder);
  const netron = fetchNetron(folder);
  if (netron === '') console.log('Netron is left out: its package cannot be fetched here.');
  const verdicts = ROWS.map(({ title, file, name, limit, others }) => {
    const measured = median(name, files[file], netron, RUNS);
    const beside = others
      .filter(other => other !== 'netron' || netron !== '')
      .map(other => `${other} ${show(median(other, files[file], netron, 1))}`);
    const most = `limit ${limit.ms} ms${limit.rssBytes === undefined ? '' : `, ${formatBytes(limit.rssBytes)}`}`;
    const holds = verdict(measured, limit);
    console.log(`${holds ? 'holds ' : 'MISSES'} ${title}: ${show(measured)}; ${[most, ...beside].join('; ')}`);
    return holds;
  });
  return [...verdicts, compareWithCopy(files.embedded, netron)].every(Boolean);
}

const [name, file = '', netron = ''] = process.argv.slice(2);
if (name === undefined) {
  inBenchFolder(folder => {
    if (!run(folder)) process.exitCode = 1;
  });
} else void runCase(name, file, netron).then(measurement => console.log(JSON.stringify(measurement)));
