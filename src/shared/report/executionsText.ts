/** How often a measured run executed a body: `ran 12 times in a run, measured`. */
export function executionsText(executions: number): string {
  if (executions === 0) return 'did not run, measured';
  return `ran ${executions === 1 ? 'once' : `${String(executions)} times`} in a run, measured`;
}
