/** `NAME.int8.onnx`: what a variant is called unless somebody says otherwise, before it is numbered; `tags`: what its passes are called in names. */
export function variantFileName(fileName: string, tags: readonly string[]): string {
  const stem = fileName.replace(/\.onnx$/, '');
  const what = [...new Set(tags.filter(tag => tag !== ''))].join('-');
  return [stem, what, 'onnx'].filter(Boolean).join('.');
}
