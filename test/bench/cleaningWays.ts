import type { PassCall } from '../../src/shared/report/jobRequest';

/** Highest opset that `upgrade-opset` reaches, where every fusion applies. */
const NEWEST_OPSET = 23;

export interface CleaningWay {
  readonly what: string;
  readonly passes: readonly PassCall[];
}

const clean: PassCall = { id: 'clean', parameters: {} };
const everyProjection: PassCall = { id: 'clean', parameters: { with: 'all-projections' } };
const newest: PassCall = { id: 'upgrade-opset', parameters: { to: NEWEST_OPSET } };

const OPEN: readonly CleaningWay[] = [
  { what: 'as it is', passes: [clean] },
  { what: 'all projections', passes: [everyProjection] },
  { what: `opset ${NEWEST_OPSET}`, passes: [newest, clean] },
  { what: 'dynamic INT8', passes: [clean, { id: 'quantize-dynamic', parameters: {} }] },
];

/** The ways in which a model is cleaned up: at the opset that it has and at the newest, with the batch open and fixed, and before it is put into integers. */
export function cleaningWays(batch: Readonly<Record<string, number>>): readonly CleaningWay[] {
  if (Object.keys(batch).length === 0) return OPEN;
  const fixed: PassCall = { id: 'fix-shapes', parameters: batch };
  return [
    ...OPEN,
    { what: 'batch fixed', passes: [fixed] },
    { what: 'fixed, all projections', passes: [fixed, everyProjection] },
    { what: `fixed, opset ${NEWEST_OPSET}`, passes: [newest, fixed] },
  ];
}

/** As the command line takes passes. */
export function argumentsOf(passes: readonly PassCall[]): string {
  const text = ({ id, parameters }: PassCall): string => {
    const values = Object.entries(parameters).map(([name, value]) => `${name}=${String(value)}`);
    return values.length === 0 ? `--pass ${id}` : `--pass ${id}:${values.join(',')}`;
  };
  return passes.map(text).join(' ');
}
