/** Custom editor of `*.onnx`. */
export const MODEL_VIEW_TYPE = 'layerwise.model';
