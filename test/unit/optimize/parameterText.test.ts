import { afterEach, expect, it } from 'vitest';
import { parameterText } from '../../../src/optimize/parameterText';
import { budgetOf, MIN_AGREEMENT } from '../../../src/optimize/quantize/budgetParameters';
import { nameControlsOf } from '../../../src/shared/base/control';

afterEach(() => nameControlsOf('commandLine'));

it('a parameter is called as the command line writes it, or by the title of its field', () => {
  expect(parameterText('mixed-precision', MIN_AGREEMENT, '99')).toBe('mixed-precision:min-agreement=99');
  expect(parameterText('mixed-precision', MIN_AGREEMENT)).toBe('mixed-precision:min-agreement');
  nameControlsOf('pages');
  expect(parameterText('mixed-precision', MIN_AGREEMENT, '99')).toBe('“Least Agreement in Percent”');
});

it('a pass without a budget says on a page which fields have one', () => {
  nameControlsOf('pages');
  expect(() => budgetOf('mixed-precision', {})).toThrow(
    /with labels \(“Most Points Lost”\).+without labels \(“Least Agreement in Percent”\)/,
  );
});
