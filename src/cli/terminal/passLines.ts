import type { PassDescription, PassParameter } from '../../shared/report/passDescription';

/** The pass table for people. */
export function passLines(passes: readonly PassDescription[]): readonly string[] {
  return passes.flatMap(pass => [
    `${pass.id}  ${pass.title} (${pass.promise}${pass.needs === 'nothing' ? '' : `, needs ${pass.needs === 'labels' ? 'labelled data' : 'calibration data'}`})`,
    `  ${pass.description}`,
    ...pass.parameters.map(parameterLine),
  ]);
}

function parameterLine(parameter: PassParameter): string {
  const values = parameter.choices?.join('|') ?? parameter.type;
  const fallback = parameter.default === undefined ? '' : `, default ${String(parameter.default)}`;
  return `    ${parameter.name}=${values}${fallback}: ${parameter.description}`;
}
