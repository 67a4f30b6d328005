import * as v from 'valibot';
import { EXPORT_FORMATS, type ExportedFile, type PageAction, type SharedState } from '../../shared/protocol/hostWebview';
import { MOST_BODY_STEPS, type BodyStep } from '../../shared/report/bodyGraph';
import type { PassCall } from '../../shared/report/jobRequest';

// A page shows strings of a model, so what comes from it is checked like anything from outside: ids and numbers, never paths or commands.

const MAX_LIST = 1_000_000;
const MAX_NAME = 65_536;
const MAX_EXPORT_BYTES = 256 * 2 ** 20;
const MAX_COPIED = 2 ** 28;

const id = v.pipe(v.number(), v.integer(), v.minValue(0));
const ids = v.pipe(v.array(id), v.maxLength(MAX_LIST));
const passId = v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,64}$/));
const name = v.pipe(v.string(), v.maxLength(MAX_NAME));
const optional = <T>(schema: v.GenericSchema<unknown, T>) => v.exactOptional(schema);

const passSchema: v.GenericSchema<unknown, PassCall> = v.object({
  id: passId,
  // A size is named as the model names it.
  parameters: v.record(name, v.union([v.pipe(v.string(), v.maxLength(256)), v.pipe(v.number(), v.finite()), v.boolean()])),
  exclude: optional(ids),
  only: optional(ids),
});

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const MOST_PASSES = 32;
const passesSchema = v.pipe(v.array(passSchema), v.minLength(1), v.maxLength(MOST_PASSES));

const PLAIN_ACTIONS = [
  'profile',
  'retryWithoutFusions',
  'retryWithoutArena',
  'waitLonger',
  'fewerSamples',
  'clearOutput',
  'profileLonger',
  'chooseSizes',
  'locateData',
  'copyAndProfile',
  'changeMemoryLimit',
  'cancelJob',
  'measureMachine',
  'chooseCalibration',
  'chooseCalibrationFolder',
  'chooseEvaluation',
  'clearCalibration',
  'openModel',
  'openSample',
  'openText',
  'showLog',
  'manageTrust',
  'openAsHex',
  'reload',
  'addCompared',
] as const;

const VARIANT_ACTIONS = [
  'compareWithBaseline',
  'compareWithParent',
  'openVariant',
  'keepVariant',
  'discardVariant',
  'compareAsText',
  'showResult',
  'measureLonger',
  'rerunVariant',
  'onlyWhatPays',
  'revealVariant',
] as const;

export const actionSchema: v.GenericSchema<unknown, PageAction> = v.variant('kind', [
  v.object({ kind: v.picklist(PLAIN_ACTIONS) }),
  v.object({ kind: v.literal('exportReport') }),
  v.object({ kind: v.picklist(VARIANT_ACTIONS), id }),
  v.object({ kind: v.literal('measureCompared'), ids: v.pipe(ids, v.minLength(1)) }),
  v.object({ kind: v.picklist(['openCompared', 'removeCompared', 'compareTensors']), id }),
  v.object({ kind: v.picklist(['applySuggestion', 'previewSuggestion', 'restoreSuggestion']), rule: passId }),
  v.object({ kind: v.literal('openOptimize'), pass: optional(passId), layers: optional(ids) }),
  v.object({ kind: v.literal('optimize'), passes: passesSchema, budgets: v.object({ drop: share, agreement: share }) }),
  v.object({ kind: v.literal('tryPasses'), passes: passesSchema }),
  v.object({ kind: v.literal('chooseOutput'), passIds: v.pipe(v.array(passId), v.maxLength(MOST_PASSES)) }),
  v.object({ kind: v.picklist(['showInEditor', 'timeLayer', 'profileUpTo']), node: id }),
  v.object({ kind: v.literal('extractLayers'), nodes: v.pipe(ids, v.minLength(1)) }),
  v.object({ kind: v.literal('showCounting'), section: v.pipe(v.string(), v.regex(/^[a-z-]{1,64}$/)) }),
]);

export const pageActionSchema = v.object({ action: actionSchema, skeletonHash: v.pipe(v.string(), v.maxLength(128)) });

export const sharedStateSchema: v.GenericSchema<unknown, SharedState> = v.object({
  counter: id,
  selected: v.union([id, v.undefined()]),
  metric: v.pipe(v.string(), v.maxLength(64)),
  variant: v.union([id, v.undefined()]),
});

export const setDimsSchema = v.object({ dims: v.record(name, id) });
export const setGroupingSchema = v.object({ grouping: v.picklist(['names', 'structure', 'none']) });
export const nodeDetailsSchema = v.object({ node: id });
const bodyStepSchema: v.GenericSchema<unknown, BodyStep> = v.object({ node: id, attribute: v.pipe(v.string(), v.maxLength(MAX_NAME)) });
export const bodyGraphSchema = v.object({ steps: v.pipe(v.array(bodyStepSchema), v.minLength(1), v.maxLength(MOST_BODY_STEPS)) });
export const noParametersSchema = v.record(v.string(), v.never());
export const weightStatisticsSchema = v.object({ weight: name });
export const fileDifferenceSchema = v.object({ id });
export const dryRunSchema = v.object({ passes: passesSchema });
export const saveExportSchema: v.GenericSchema<unknown, ExportedFile> = v.object({
  name: v.pipe(v.string(), v.regex(/^[a-zA-Z]{1,32}$/)),
  format: v.picklist(EXPORT_FORMATS),
  bytes: v.pipe(
    v.instance(Uint8Array),
    v.check(({ length }) => length <= MAX_EXPORT_BYTES),
  ),
});
export const copyTextSchema = v.object({ text: v.pipe(v.string(), v.maxLength(MAX_COPIED)) });
export const drawingFailedSchema = v.object({ detail: v.string() });
