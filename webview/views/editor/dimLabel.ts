const MACHINE_NAME = /^(?:|\?|unk__\d+|.*DynamicDimension\.\d+|(?:.*[._ ])?dim[ _.]?\d+|.*_d(?:im)?\d+|\d+)$/i;
const ROLES: ReadonlyMap<number, string> = new Map([
  [4, 'NCHW'],
  [3, 'NSD'],
]);

/** What a dimension is called on screen: its name, or a letter from its role when nobody gave it a name. */
export function dimLabel(name: string, axis: number, rank: number): string {
  if (!MACHINE_NAME.test(name)) return name;
  return ROLES.get(rank)?.[axis] ?? `d${axis}`;
}
