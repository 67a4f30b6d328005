/** A place in a program that names a model file. */
export interface LoadSite {
  /** Of the name between the quotes, in characters from the start of the text. */
  readonly start: number;
  readonly end: number;
  /** As the program means it, with `/` between folders. */
  readonly path: string;
}

/** Languages whose strings are looked at, as VS Code calls them. */
export const LOAD_SITE_LANGUAGES = [
  'python',
  'javascript',
  'javascriptreact',
  'typescript',
  'typescriptreact',
  'cpp',
  'c',
  'csharp',
  'rust',
] as const;

/** Longer texts are generated, and no place to read lenses. */
const MOST_CHARACTERS = 1_000_000;
/** A text between quotes on one line that ends as model files do. */
const NAME = /(["'`])([^"'`\n\r]{1,1024}?\.onnx)\1/gi;
/** A comment over several lines that begins one; without an end it takes all that follows. */
const BLOCK_COMMENT = /^[ \t]*\/\*[\s\S]*?(?:\*\/|(?![\s\S]))/gm;

/** Names of model files in the strings of a program in a language, in order. */
export function findLoadSites(text: string, language: string): readonly LoadSite[] {
  if (text.length > MOST_CHARACTERS || !/\.onnx["'`]/i.test(text)) return [];
  const program = language === 'python' ? text : withoutBlockComments(text);
  const comment = language === 'python' ? /^\s*#/ : /^\s*\/\//;
  return Array.from(program.matchAll(NAME)).flatMap(({ index, 2: name = '' }) => {
    const line = program.slice(program.lastIndexOf('\n', index - 1) + 1, index);
    // A name with places to fill in is none yet.
    if (comment.test(line) || /[{}$%*?<>|]/.test(name) || name.includes('://')) return [];
    return [{ start: index + 1, end: index + 1 + name.length, path: name.replace(/\\+/g, '/') }];
  });
}

/** Blanks in their place, so that what follows stays where it is. Comments behind other text are left: `/*` may stand in a string there. */
function withoutBlockComments(text: string): string {
  return text.replace(BLOCK_COMMENT, comment => comment.replace(/[^\n\r]/g, ' '));
}
