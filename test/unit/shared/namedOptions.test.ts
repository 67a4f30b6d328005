import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';

/** Sentences that the command line alone shows, options of other programs, and what is put together as a command. */
const COMMAND_LINE = [
  /^src\/(cli|report)\//,
  /^src\/worker\/(sweep\/|profileFile|extract\/(partBetween|tensorsNamed)\.)/,
  /^src\/onnx\/text\/parse\//,
  /^src\/shared\/report\/optimizeCommand\.ts$/,
  /^src\/worker\/optimize\/resultNotes\.ts$/,
  /^src\/analysis\/suggest\/(command|rules\/channelsLast)\.ts$/,
  /^src\/(engine|engineClient|engine\/jobs)\/\w+\.ts$/,
  /^src\/shared\/base\/optimizeLater\.ts$/,
];
const OPTION = /(^|[\s(“])(--[a-z]{2}|-o\b)/;

function sourcesIn(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter(name => /\.ts$/.test(name)).map(name => path.posix.join(folder, name.replaceAll(path.sep, '/')));
}

/** Texts of a file with an option of the command line in them, those apart that pages have other words for. */
function optionsIn(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'control') return;
    if (isText(node) && OPTION.test(node.text)) found.push(`${file}: ${node.text}`);
    node.forEachChild(visit);
  };
  visit(source);
  return found;
}

function isText(node: ts.Node): node is ts.StringLiteral | ts.NoSubstitutionTemplateLiteral | ts.TemplateHead | ts.TemplateMiddle {
  return (
    ts.isStringLiteral(node) ||
    ts.isNoSubstitutionTemplateLiteral(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddleOrTemplateTail(node)
  );
}

it('names no option of the command line in a sentence that a page can show', () => {
  const files = sourcesIn('src').filter(file => !COMMAND_LINE.some(pattern => pattern.test(file)));
  expect(files.length).toBeGreaterThan(500);
  expect(files.filter(file => /--[a-z]{2}/.test(readFileSync(file, 'utf8'))).flatMap(optionsIn)).toEqual([]);
});
