import type { SettingsResult } from '../../shared/report/sweep';
import type { SessionSetting } from './settingTable';

/** Code that opens a session with these settings and threads, by language. Without settings it sets the threads alone. */
export function settingSnippets(settings: readonly SessionSetting[], threads: number): SettingsResult['snippets'] {
  const lines = (language: keyof SettingsResult['snippets']): readonly string[] =>
    settings.flatMap(({ code }) => code[language].split('\n'));
  const count = String(threads);
  return {
    python: [
      'import onnxruntime',
      'options = onnxruntime.SessionOptions()',
      `options.intra_op_num_threads = ${count}`,
      ...lines('python'),
      'session = onnxruntime.InferenceSession("model.onnx", options)',
    ].join('\n'),
    javascript: [
      "const { InferenceSession } = await import('onnxruntime-node');",
      "const session = await InferenceSession.create('model.onnx', {",
      `  intraOpNumThreads: ${count},`,
      ...mergedExtra(lines('javascript')).map(line => `  ${line}`),
      '});',
    ].join('\n'),
    cpp: [
      'Ort::Env env;',
      'Ort::SessionOptions options;',
      `options.SetIntraOpNumThreads(${count});`,
      ...lines('cpp'),
      'Ort::Session session(env, ORT_TSTR("model.onnx"), options);',
    ].join('\n'),
    csharp: [
      'using Microsoft.ML.OnnxRuntime;',
      'using var options = new SessionOptions();',
      `options.IntraOpNumThreads = ${count};`,
      ...lines('csharp'),
      'using var session = new InferenceSession("model.onnx", options);',
    ].join('\n'),
  };
}

/** An object literal may have a property once: entries of several `extra` become one. */
function mergedExtra(lines: readonly string[]): readonly string[] {
  const entries = lines.flatMap(line => /^extra: \{ (.*) \},$/.exec(line)?.[1] ?? []);
  const others = lines.filter(line => !line.startsWith('extra: '));
  return entries.length === 0 ? others : [...others, `extra: { ${entries.join(', ')} },`];
}
