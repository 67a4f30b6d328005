const LONGEST = 24;

/** How exporters and runtimes make names: what a person may know of each stands in the group. */
const MACHINE_MADE: readonly RegExp[] = [
  /^(?:save_infer_model\/)?(.{2,}?)(?:_\d+)?\.tmp_\d+$/,
  /^onnx::([A-Za-z]\w*?)_\d+$/,
  /^\/?(?:.*\/)?([A-Za-z]\w*?)(?:_\d+)?_output_\d+$/,
  /^(?:.*\/)?(StatefulPartitionedCall|PartitionedCall|Identity)(?:_\d+)?:\d+$/,
];

/** Machine-made names are cut to what a person may know: `sigmoid_0.tmp_0` → `sigmoid…`, `/head/Gemm_output_0` → `Gemm…`; long ones to their beginning. */
export function stem(name: string): string {
  const known = MACHINE_MADE.map(pattern => pattern.exec(name)?.[1]).find(found => found !== undefined);
  const short = known === undefined ? name : `${known}…`;
  return short.length > LONGEST ? `${short.slice(0, LONGEST - 2)}…` : short;
}
