/** An argument for a POSIX shell: text that means nothing to it stays as it is, everything else goes between single quotes. */
export function shellQuoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The same for a file, which must not be taken for an option. */
export function shellFile(file: string): string {
  return shellQuoted(file.startsWith('-') ? `./${file}` : file);
}
