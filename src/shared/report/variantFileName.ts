/** `NAME.int8.onnx`, or `NAME.int8-2.onnx`: what a variant is called unless somebody says otherwise; `tags`: what its passes are called in names; `number`: from 2 on where such files are there already. */
export function variantFileName(fileName: string, tags: readonly string[], number = 1): string {
  const stem = fileName.replace(/(?<=.)\.[^.]*$/, '');
  const parts = [...new Set(tags.filter(tag => tag !== ''))];
  const what = [...parts, ...(number === 1 ? [] : [String(number)])].join('-');
  return [stem, what, 'onnx'].filter(Boolean).join('.');
}
