import type { PassDescription, PassParameter } from '../../shared/report/passDescription';
import type { TerminalStyle } from './style';
import { wrapText } from './wrapText';

const NEEDS = { nothing: '', calibration: ', needs calibration data', labels: ', needs labelled data' } as const;

/** The pass table for people. */
export function passLines(passes: readonly PassDescription[], style: TerminalStyle): readonly string[] {
  return passes.flatMap(pass => [
    `${style.strong(pass.id)}  ${pass.title} (${pass.promise}${NEEDS[pass.needs]})`,
    ...wrapText(pass.description, style.width, '  '),
    ...pass.parameters.flatMap(parameter => wrapText(parameterText(parameter), style.width, '    ')),
  ]);
}

function parameterText(parameter: PassParameter): string {
  const values = parameter.choices?.join('|') ?? parameter.type;
  const fallback = parameter.default === undefined ? '' : `, default ${String(parameter.default)}`;
  return `${parameter.name}=${values}${fallback}: ${parameter.description}`;
}
