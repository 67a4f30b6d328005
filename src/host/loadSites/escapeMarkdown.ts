/** Text of a file system or a program as one line of Markdown that means nothing but itself. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~&]/g, '\\$&').replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ');
}
