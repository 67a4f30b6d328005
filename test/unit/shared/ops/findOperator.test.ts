import { describe, expect, it } from 'vitest';
import { findOperator, isKnownOperator } from '../../../../src/shared/ops/findOperator';
import { OPERATOR_TABLE } from '../../../../src/shared/ops/operatorTable';

describe('findOperator', () => {
  it('finds the form that an operator set has', () => {
    expect(findOperator('', 'Resize', 10)?.inputs.map(({ name }) => name)).toEqual(['X', 'scales']);
    expect(findOperator('', 'Resize', 17)?.sinceVersion).toBe(13);
    expect(findOperator('', 'Resize', 9)).toBeUndefined();
    expect(findOperator('', 'NoSuchOp', 20)).toBeUndefined();
    expect(findOperator('__proto__', 'toString', 20)).toBeUndefined();
    expect(isKnownOperator('com.microsoft', 'MatMulNBits')).toBe(true);
  });

  it('knows parameters, attributes and defaults', () => {
    const conv = findOperator('', 'Conv', 17);
    expect(conv?.inputs).toEqual([
      { name: 'X', kind: 'single', least: 1 },
      { name: 'W', kind: 'single', least: 1 },
      { name: 'B', kind: 'optional', least: 0 },
    ]);
    expect(conv?.attributes.get('auto_pad')).toEqual({ name: 'auto_pad', type: 'string', required: false, default: 'NOTSET' });
    expect(conv?.attributes.get('group')?.default).toBe(1);
    expect(findOperator('', 'Max', 13)?.inputs).toEqual([{ name: 'data_0', kind: 'variadic', least: 1 }]);
    expect(findOperator('', 'Cast', 13)?.attributes.get('to')?.required).toBe(true);
    expect(findOperator('', 'Scan', 8)?.attributes.get('body')?.type).toBe('graph');
  });

  it('decodes every line of the table', () => {
    let count = 0;
    for (const [domain, text] of Object.entries(OPERATOR_TABLE)) {
      for (const line of text.trim().split('\n')) {
        const [name = '', versions = ''] = line.slice(0, line.indexOf('|')).split(' ');
        for (const version of versions.split(',')) {
          const schema = findOperator(domain, name, Number.parseInt(version, 10));
          expect(schema?.isDeprecated, line).toBe(version.endsWith('~'));
          expect(
            [...(schema?.attributes.values() ?? [])].every(attribute => attribute.name !== ''),
            line,
          ).toBe(true);
          count++;
        }
      }
    }
    expect(count).toBeGreaterThan(800);
  });
});
