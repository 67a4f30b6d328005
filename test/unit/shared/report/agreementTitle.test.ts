import { describe, expect, it } from 'vitest';
import { agreementKind, agreementPhrase, agreementShare, agreementTitle } from '../../../../src/shared/report/agreementTitle';

const share = { value: 0.95, low: 0.9, high: 0.98 };

describe('an agreement', () => {
  it('is named by what agrees, with the number of samples where it is one', () => {
    expect(agreementTitle('class', 500)).toBe('Top-1 agreement, 500 samples');
    expect(agreementTitle('outputs', 8)).toBe('Outputs within 10 %, 8 samples');
    expect([agreementTitle('class'), agreementTitle('outputs'), agreementTitle(undefined, 8)]).toEqual([
      'Top-1 agreement',
      'Outputs within 10 %',
      'Agreement',
    ]);
  });

  it('says of what it is where no title does', () => {
    expect(agreementShare({ of: 'class', ...share })).toMatch(/^95\.0\s%$/);
    expect(agreementShare({ of: 'outputs', ...share })).toMatch(/^95\.0\s% within 10 %$/);
    expect(agreementPhrase({ of: 'class', ...share })).toMatch(/^95\.0\s% agreement$/);
    expect(agreementPhrase({ of: 'outputs', ...share })).toMatch(/^outputs within 10 %: 95\.0\s%$/);
  });

  it('is of one kind only where all that stand together are', () => {
    const [ofClass, ofOutputs] = [
      { of: 'class', ...share },
      { of: 'outputs', ...share },
    ] as const;
    expect(agreementKind([ofClass, undefined, ofClass])).toBe('class');
    expect(agreementKind([ofClass, ofOutputs])).toBeUndefined();
    expect(agreementKind([undefined])).toBeUndefined();
  });
});
