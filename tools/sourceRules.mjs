// The rules of tools/checkImports.mjs as functions from a file's path and text to what is wrong in it.
import { builtinModules } from 'node:module';
import path from 'node:path';
import ts from 'typescript';
import { importTable } from './importTable.mjs';

/** @typedef {{ line: number, message: string }} Finding line counts from 1 */

const NODE_MODULES = new Set(builtinModules);
/** Marks that make a text read differently from what it is: zero-width characters, soft hyphen, and those that turn the direction. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/u;
const HEX_COLOR = /#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![0-9a-z_-])/i;
const EMPTY_NAMES = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'index']);

/** @param {string} text @param {number} position */
function lineAt(text, position) {
  return text.slice(0, position).split('\n').length;
}

/** @param {string} folder @param {string} file */
function holds(folder, file) {
  return file === folder || file.startsWith(`${folder}/`);
}

/** @param {string} specifier `@scope/name/inner` → `@scope/name` */
function packageOf(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** @param {string} specifier */
function isNodeModule(specifier) {
  return specifier.startsWith('node:') || NODE_MODULES.has(specifier);
}

/** Why `rule`'s folder must not import `specifier`, if so. @param {import('./importTable.mjs').FolderRule} rule @param {string} file @param {string} specifier */
function refusal(rule, file, specifier) {
  if (specifier.startsWith('.')) {
    const target = path.posix.join(path.posix.dirname(file), specifier);
    return [rule.folder, ...rule.may].some(folder => holds(folder, target)) ? undefined : `${rule.folder} must not import ${target}`;
  }
  if (isNodeModule(specifier)) {
    if (!rule.node) return `${rule.folder} must not use Node's modules (${specifier})`;
    return specifier.startsWith('node:') ? undefined : `write node:${specifier}`;
  }
  return rule.packages?.includes(packageOf(specifier)) ? undefined : `${rule.folder} must not import the package ${packageOf(specifier)}`;
}

/** Every edge that the table does not have. @param {string} file posix path from the root @param {string} text @returns {Finding[]} */
export function importFindings(file, text) {
  const rule = importTable.find(({ folder }) => holds(folder, file));
  if (!rule && file.endsWith('.d.ts')) return []; // ambient declarations have no edges
  if (!rule) return [{ line: 1, message: `no folder of the import table holds ${file}` }];
  return ts.preProcessFile(text, true, true).importedFiles.flatMap(({ fileName, pos }) => {
    const message = refusal(rule, file, fileName);
    return message === undefined ? [] : [{ line: lineAt(text, pos), message }];
  });
}

/** Characters that hide. @param {string} text @returns {Finding[]} */
export function invisibleFindings(text) {
  return text.split('\n').flatMap((line, index) => {
    const code = INVISIBLE.exec(line)?.[0].codePointAt(0);
    return code === undefined
      ? []
      : [{ line: index + 1, message: `invisible character U+${code.toString(16).toUpperCase().padStart(4, '0')}` }];
  });
}

/** Colours that a theme cannot change; the ramps of the heat scale are the only ones. @param {string} file @param {string} text @returns {Finding[]} */
export function colorFindings(file, text) {
  if (!file.startsWith('webview/') || /ramp/i.test(path.posix.basename(file))) return [];
  const pieces = file.endsWith('.css') ? cssPieces(text) : stringPieces(file, text);
  return pieces.flatMap(({ position, content }) => {
    const found = HEX_COLOR.exec(content);
    return found
      ? [{ line: lineAt(text, position + found.index), message: `colour ${found[0]}: use a theme variable or the ramp file` }]
      : [];
  });
}

/** Lines without comments. @param {string} text */
function cssPieces(text) {
  const code = text.replaceAll(/\/\*[^]*?\*\//g, comment => comment.replaceAll(/[^\n]/g, ' '));
  let position = 0;
  return code.split('\n').map(content => {
    const piece = { position, content };
    position += content.length + 1;
    return piece;
  });
}

/** Strings, template parts and text in TSX: `#abc` outside of them is a private name. @param {string} file @param {string} text */
function stringPieces(file, text) {
  /** @type {{ position: number, content: string }[]} */
  const pieces = [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  /** @param {ts.Node} node */
  const visit = node => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node) || ts.isJsxText(node)) {
      pieces.push({ position: node.pos, content: text.slice(node.pos, node.end) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return pieces;
}

/** A file is named after the one concept it exports. @param {string} file @returns {Finding[]} */
export function nameFindings(file) {
  const [name = ''] = path.posix.basename(file).split('.');
  if (EMPTY_NAMES.has(name)) return [{ line: 1, message: `the name "${name}" says nothing: name the file after what it exports` }];
  return /^[a-z][A-Za-z0-9]*$/.test(name) ? [] : [{ line: 1, message: `"${name}" is not camelCase` }];
}

const WORD = /[a-z]{2,}/;
/** Attributes and fields whose text somebody reads or hears. */
const TEXT_NAME = /^(aria-(label|description|valuetext)|title|placeholder|label|alt|caption|hint|note|aside|after|text|words)$/;
/** The same in every language. */
const PRODUCT_NAMES = new Set(['Layerwise', 'ONNX Runtime']);

/** English of the pages that no translation goes through: text of elements, of attributes and of fields. @param {string} file @param {string} text @returns {Finding[]} */
export function rawTextFindings(file, text) {
  if (!file.startsWith('webview/')) return [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  /** @type {Finding[]} */
  const findings = [];
  /** @param {ts.Node} node */
  const visit = node => {
    for (const { content, position } of shownTexts(node)) {
      if (WORD.test(content) && !PRODUCT_NAMES.has(content.trim()))
        findings.push({ line: lineAt(text, position), message: `“${content.trim()}”: write l10n.t('…')` });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return findings;
}

/** The texts that a node itself shows. @param {ts.Node} node @returns {{ content: string, position: number }[]} */
function shownTexts(node) {
  if (ts.isJsxText(node)) return [{ content: node.text, position: node.getStart() }];
  if (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent)) return literalsOf(node.expression);
  if (ts.isJsxAttribute(node) && TEXT_NAME.test(node.name.getText()))
    return literalsOf(node.initializer && ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer);
  if (ts.isPropertyAssignment(node) && TEXT_NAME.test(node.name.getText())) return literalsOf(node.initializer);
  return [];
}

/** The literals that an expression may be: of either branch, and the fixed parts of templates. @param {ts.Node | undefined} node @returns {{ content: string, position: number }[]} */
function literalsOf(node) {
  if (node === undefined) return [];
  if (ts.isStringLiteralLike(node)) return [{ content: node.text, position: node.getStart() }];
  if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...literalsOf(node.whenTrue), ...literalsOf(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return [...(isComparison(node) ? [] : literalsOf(node.left)), ...literalsOf(node.right)];
  if (ts.isTemplateExpression(node))
    return [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(part => ({
      content: part.text,
      position: part.getStart(),
    }));
  return [];
}

/** @param {ts.BinaryExpression} node */
function isComparison({ operatorToken: { kind } }) {
  return kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.EqualsEqualsEqualsToken;
}
