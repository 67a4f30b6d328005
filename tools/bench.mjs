// npm run bench:NAME: bundles test/bench/NAME.ts as the product is bundled, and runs it.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import esbuild from 'esbuild';

const name = process.argv[2] ?? '';
const outfile = path.resolve('out/bench', `${name}.cjs`);
esbuild.buildSync({
  entryPoints: [`test/bench/${name}.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
});
process.exitCode = spawnSync(process.execPath, [outfile], { stdio: 'inherit' }).status ?? 1;
