import type { Environment } from '../shared/report/latency';
import type { ReportContent } from './reportContent';

/** How the file was made and how it was measured, one sentence each. */
export function settingTexts({ graph, environment, variants, fileName, layerwise }: ReportContent): readonly string[] {
  const { irVersion, opsets, producer } = graph.facts;
  const operatorSets = [...opsets].map(([domain, version]) => `${domain === '' ? 'ai.onnx' : domain} ${String(version)}`).join(', ');
  const made = producer === '' ? '' : `, made by ${producer}`;
  return [
    `${fileName}: ONNX IR ${String(irVersion)}, operator sets ${operatorSets}${made}.`,
    ...variants.map(({ parent, file, passes, fittedOn }) => {
      const fitted = fittedOn === '' ? '' : `, fitted on ${fittedOn}`;
      return `${parent ?? '?'} → ${file}: ${passes.length === 0 ? 'passes not known' : passes.join(', ')}${fitted}.`;
    }),
    ...(environment === undefined ? [] : environmentSettings(environment)),
    `Written by Layerwise ${layerwise}.`,
  ];
}

function environmentSettings({ graphOptimization, rigor, seed, inputDescription, os, node, arena = true }: Environment): readonly string[] {
  return [
    `Graph optimizations of the runtime: ${graphOptimization}; rigor: ${rigor}${arena ? '' : '; without the memory arena'}.`,
    ...(inputDescription.length === 0 ? [] : [`Inputs: ${inputDescription.slice(0, 8).join('; ')}; seed ${String(seed)}.`]),
    `${os}, Node ${node}.`,
  ];
}
