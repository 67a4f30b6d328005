/** Operand positions by operator, from rows of operators (apart by blanks) with the positions that they share. */
export function operandTable(
  rows: readonly (readonly [operators: string, positions: readonly number[]])[],
): ReadonlyMap<string, readonly number[]> {
  return new Map(rows.flatMap(([operators, positions]) => operators.split(' ').map(operator => [operator, positions] as const)));
}
