import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import type { NamedRule } from '../../../../src/optimize/rewrite/rule';

/** A mistake that somebody could make in the source text of a rule. */
export interface Mutation {
  /** The rule that must be caught. */
  readonly rule: string;
  /** Path below `src`. */
  readonly file: string;
  /** Text that stands there once. */
  readonly from: string;
  readonly to: string;
}

/** A mistake in a file of `src/optimize/rewrite`. */
export function rewriteMutation(rule: string, file: string, from: string, to: string): Mutation {
  return { rule, file: `optimize/rewrite/${file}`, from, to };
}

/** The rules with a mistake in them. Throws as `mutated`. */
export async function mutatedRules(mutation: Mutation, folder: string): Promise<readonly NamedRule[]> {
  return (await mutated<{ readonly REWRITE_RULES: readonly NamedRule[] }>(mutation, folder, 'rewriteRules')).REWRITE_RULES;
}

/** A module of `src/optimize/rewrite` with a mistake in it or in what it imports. Throws where the text to change does not stand in the file exactly once. */
export async function mutated<Module>({ file, from, to }: Mutation, folder: string, module: string): Promise<Module> {
  const source = path.resolve('src', file);
  const text = fs.readFileSync(source, 'utf8');
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`“${from}” stands ${String(parts.length - 1)} times in ${file}.`);
  const plugin: Plugin = {
    name: 'mutation',
    setup: bundler =>
      bundler.onLoad({ filter: new RegExp(`[\\\\/]${path.basename(file, '.ts')}\\.ts$`) }, ({ path: loaded }) =>
        loaded === source ? { contents: parts.join(to), loader: 'ts' } : undefined,
      ),
  };
  const outfile = path.join(fs.mkdtempSync(path.join(folder, 'mutant-')), 'mutant.cjs');
  const entry = path.resolve(`src/optimize/rewrite/${module}.ts`);
  await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'cjs', outfile, plugins: [plugin], logLevel: 'silent' });
  return createRequire(import.meta.url)(outfile) as Module;
}
