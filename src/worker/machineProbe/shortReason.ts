const LONGEST = 300;

/** What a provider failed on, in the runtime's words: without its C++ expressions, source lines and the name of the probe. */
export function shortReason(message: string): string {
  const text = message
    .replace(/\s+/g, ' ')
    .replace(/^The runtime could not load probe\.onnx: /, '')
    .replace(/^.* was false\. (?=\S)/, '')
    .replace(/^OrtSessionOptionsAppendExecutionProvider_\w+: /, '')
    .trim();
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
