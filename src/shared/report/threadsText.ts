/** `1 thread`, `4 threads`. */
export function threadsText(threads: number): string {
  return `${String(threads)} ${threads === 1 ? 'thread' : 'threads'}`;
}
