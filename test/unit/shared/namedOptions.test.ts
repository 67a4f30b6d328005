import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../src/cli/commands';
import { PASSES } from '../../../src/optimize/passes';

/** Sentences that the command line alone shows, options of other programs, and what is put together as a command. */
const COMMAND_LINE = [
  /^src\/(cli|report)\//,
  /^src\/worker\/(sweep\/|profileFile|extract\/(partBetween|tensorsNamed)\.)/,
  /^src\/onnx\/text\/(parse\/|convertText\.)/,
  /^src\/shared\/report\/optimizeCommand\.ts$/,
  /^src\/worker\/optimize\/resultNotes\.ts$/,
  /^src\/analysis\/suggest\/(command|rules\/channelsLast)\.ts$/,
  /^src\/engine\/main\.ts$/,
];
/** What is handed over to another program, not said. */
const ARGUMENT = /^--?[a-z][\w-]*(=\S*)?$/;
/** Variables of style sheets apart. */
const OPTION = /(^|[\s“"'`]|(?<!var)\()(--[a-z]{2}|-[a-z]\b)/;
const COMMAND = new RegExp(`\\blayerwise (${COMMANDS.map(({ name }) => name).join('|')})\\b`);
const NAMES = PASSES.flatMap(({ description }) => description.parameters.map(({ name }) => name)).join('|');
const PARAMETER = new RegExp(`(^|[a-z]):(${NAMES})\\b|(^|[\\s(“])(${NAMES})=`);

/** Most files have nothing of the kind, and need not be parsed. */
const CANDIDATE = /--[a-z]|[\s(“][a-z-]+=[^=>\s]|[\s(“"'`]-[a-z]\b|layerwise [a-z]|[a-z}]:[a-z]|\bcontrol\(/;

interface Finding {
  readonly kind: 'text' | 'early';
  readonly text: string;
}

/** Texts with something of the command line in them, those apart that pages have other words for; and words for pages that are chosen before the process says which it is. */
function findingsIn(name: string, code: string): readonly Finding[] {
  const source = ts.createSourceFile(name, code, ts.ScriptTarget.Latest, true);
  const found: Finding[] = [];
  const visit = (node: ts.Node, isInFunction: boolean): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'control') {
      if (!isInFunction) found.push({ kind: 'early', text: node.getText() });
      return;
    }
    if (isText(node) && isOfCommandLine(node.text)) found.push({ kind: 'text', text: node.text });
    node.forEachChild(child => visit(child, isInFunction || ts.isFunctionLike(node)));
  };
  visit(source, false);
  return found;
}

function isOfCommandLine(text: string): boolean {
  return !ARGUMENT.test(text) && [OPTION, COMMAND, PARAMETER].some(pattern => pattern.test(text));
}

function isText(node: ts.Node): node is ts.LiteralLikeNode {
  return (
    ts.isStringLiteral(node) ||
    ts.isNoSubstitutionTemplateLiteral(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddleOrTemplateTail(node) ||
    ts.isJsxText(node)
  );
}

function sourcesIn(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter(name => /\.tsx?$/.test(name)).map(name => path.posix.join(folder, name.replaceAll(path.sep, '/')));
}

describe('what the guard takes for text of the command line', () => {
  const found = (code: string): readonly string[] => findingsIn('a.tsx', code).map(({ kind }) => kind);

  it.each([
    `'Give data with --data.'`,
    `'give it to a program with “-o NAME.onnx”'`,
    '`Choose “--dim ${name}”.`',
    `'“layerwise profile” times it.'`,
    '`${id}:max-drop needs labels`',
    `'Say mixed-precision:min-agreement=99.'`,
    `'Name the share (macs=…).'`,
    `<p>Leave --eval out.</p>`,
  ])('%s', code => {
    expect(found(`const f = () => ${code};`)).toEqual(['text']);
  });

  it.each([
    `fork(file, ['--storage', storage, '--max-old-space-size=1'])`,
    `l10n.t('{0}: well-known')`,
    `'open-source layerwise'`,
    `'var(--lw-muted)'`,
  ])('not %s', code => {
    expect(found(`const f = () => ${code};`)).toEqual([]);
  });

  it('words that are chosen while a module loads', () => {
    expect(found(`const advice = { text: control('--data', 'Choose data') };`)).toEqual(['early']);
    expect(found(`const advice = { get text() { return control('--data', 'Choose data'); } };`)).toEqual([]);
  });
});

it('no sentence that a page can show names an option, a command or a parameter as the command line writes them', () => {
  const files = ['src', 'webview'].flatMap(sourcesIn).filter(file => !COMMAND_LINE.some(pattern => pattern.test(file)));
  expect(files.length).toBeGreaterThan(1000);
  const findings = files.flatMap(file => {
    const code = readFileSync(file, 'utf8');
    return CANDIDATE.test(code) ? findingsIn(file, code).map(({ text }) => `${file}: ${text}`) : [];
  });
  expect(findings).toEqual([]);
});
