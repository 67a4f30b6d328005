/** Units of numbers shown to people. A column, a statistic and a formatter all name one of these. */
export type Unit =
  'ms' | 'bytes' | 'macs' | 'flops' | 'count' | 'ratio' | 'percent' | 'share' | 'flopPerByte' | 'decibel' | 'cosine' | 'none';
