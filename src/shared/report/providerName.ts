/** `CPU` for `CPUExecutionProvider`, as the runtime calls it. */
export function providerName(provider: string): string {
  return provider.replace(/ExecutionProvider$/, '');
}
