// What docs/measuring.md promises, measured on this machine: `npm run bench:measuring -- [aa|more-work|plain|harness|heat] [COUNT] [--rigor NAME] [--threads N]`.
import os from 'node:os';
import { parseArgs } from 'node:util';
import { RIGORS, type RigorName } from '../../src/shared/report/jobRequest';
import { countVerdicts } from './countVerdicts';
import { compareWithPlainLoop } from './compareWithPlainLoop';
import { inBenchFolder } from './inBenchFolder';
import { measureHeat } from './measureHeat';
import { measureHarness } from './measureHarness';
import { writeChain } from './benchModels';

const LAYERS = 20;

interface BenchOptions {
  readonly part: string;
  readonly count: number;
  readonly rigor: RigorName;
  readonly threads: number;
  readonly folder: string;
}

function readOptions(folder: string): BenchOptions {
  const { values, positionals } = parseArgs({
    options: { rigor: { type: 'string', default: 'normal' }, threads: { type: 'string', default: '1' } },
    allowPositionals: true,
  });
  const rigor = RIGORS.find(name => name === values.rigor) ?? 'normal';
  return { part: positionals[0] ?? 'all', count: Number(positionals[1] ?? 40), rigor, threads: Number(values.threads), folder };
}

async function main(options: BenchOptions): Promise<void> {
  const { part, count, rigor, threads, folder } = options;
  const is = (name: string): boolean => part === name || part === 'all';
  console.log(
    `${os.cpus().length} processors, ${os.cpus()[0]?.model ?? ''}; load ${os.loadavg()[0]?.toFixed(1) ?? '?'}; ${threads} thread(s), ${rigor}`,
  );
  const base = writeChain(folder, 'base', LAYERS);
  if (is('aa')) {
    const same = writeChain(folder, 'same', LAYERS);
    console.log(await countVerdicts({ title: 'identical models', base, variant: same, count, rigor, threads }));
  }
  if (is('more-work')) {
    const more = writeChain(folder, 'more', LAYERS + 1);
    console.log(await countVerdicts({ title: '5 % more work', base, variant: more, count, rigor, threads }));
  }
  if (is('plain')) for (const line of await compareWithPlainLoop(base, threads)) console.log(line);
  if (is('harness')) console.log(await measureHarness(base, threads));
  if (is('heat')) for (const line of await measureHeat(threads)) console.log(line);
}

inBenchFolder(folder => main(readOptions(folder)));
