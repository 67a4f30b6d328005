/**
 * Puts off V8's optimizing compilers in a process whose first answer counts. Most of what opens and analyses a model runs a few thousand
 * times in all; optimized at the usual time, it is thrown away again for the next kind of node, and the first analysis takes twice as long
 * (`npm run bench:analysis`). What goes on for longer is still optimized, a tenth of a second later. Does nothing for versions of V8 whose
 * thresholds were not measured.
 */
export function optimizeLater(v8Version: string, setFlags: (flags: string) => void): void {
  const flag = FLAGS.find(({ from, to }) => from <= parseInt(v8Version) && parseInt(v8Version) <= to)?.flag;
  if (flag !== undefined) setFlags(flag);
}

const FLAGS = [
  // Bytes of bytecode that a function runs before it is optimized; V8 takes 67,584.
  { from: 11, to: 11, flag: '--interrupt-budget=600000' },
  // Runs of a function before it is optimized; V8 takes 400.
  { from: 13, to: 14, flag: '--invocation-count-for-maglev=3000' },
];
