// Made by tools/generateOps.py from the schemas of onnx 1.23.2 and onnxruntime 1.32.0. Do not edit.

/** Newest version of each domain that the table knows. */
export const NEWEST_OPSETS: Readonly<Record<string, number>> = {
  '': 28,
  'ai.onnx.ml': 5,
  'ai.onnx.preview': 1,
  'ai.onnx.preview.training': 1,
  'com.microsoft': 1,
};

/** Lines of operators by domain; the format is read by `findOperator`. */
export const OPERATOR_TABLE: Readonly<Record<string, string>> = {
  '': `
Abs 1|X|Y|consumed_inputs:I
Abs 6,13|X|Y|
Acos 7,22|input|output|
Acosh 9,22|input|output|
Add 1|A,B|C|axis:i broadcast:i=0 consumed_inputs:I
Add 6|A,B|C|axis:i broadcast:i=0
Add 7,13,14|A,B|C|
Affine 1,10~|X|Y|alpha:f=1.0 beta:f=0.0
AffineGrid 20|theta,size|grid|align_corners:i=0
And 1|A,B|C|axis:i broadcast:i=0
And 7|A,B|C|
ArgMax 1,11|data|reduced|axis:i=0 keepdims:i=1
ArgMax 12,13|data|reduced|axis:i=0 keepdims:i=1 select_last_index:i=0
ArgMin 1,11|data|reduced|axis:i=0 keepdims:i=1
ArgMin 12,13|data|reduced|axis:i=0 keepdims:i=1 select_last_index:i=0
Asin 7,22|input|output|
Asinh 9,22|input|output|
Atan 7,22|input|output|
Atanh 9,22|input|output|
Attention 23|Q,K,V,attn_mask?,past_key?,past_value?|Y,present_key?,present_value?,qk_matmul_output?|is_causal:i=0 kv_num_heads:i q_num_heads:i qk_matmul_output_mode:i=0 scale:f softcap:f=0.0 softmax_precision:i
Attention 24|Q,K,V,attn_mask?,past_key?,past_value?,nonpad_kv_seqlen?|Y,present_key?,present_value?,qk_matmul_output?|is_causal:i=0 kv_num_heads:i q_num_heads:i qk_matmul_output_mode:i=0 scale:f softcap:f=0.0 softmax_precision:i
Attention 25|Q,K,V,attn_mask?,past_key?,past_value?,nonpad_kv_seqlen?|Y,present_key?,present_value?,qk_matmul_output?|is_causal:i=0 kv_num_heads:i left_window_size:i=-1 q_num_heads:i qk_matmul_output_mode:i=0 right_window_size:i=-1 scale:f softcap:f=0.0 softmax_precision:i
AveragePool 1|X|Y|auto_pad:s="NOTSET" kernel_shape:I! pads:I strides:I
AveragePool 7|X|Y|auto_pad:s="NOTSET" count_include_pad:i=0 kernel_shape:I! pads:I strides:I
AveragePool 10,11|X|Y|auto_pad:s="NOTSET" ceil_mode:i=0 count_include_pad:i=0 kernel_shape:I! pads:I strides:I
AveragePool 19,22|X|Y|auto_pad:s="NOTSET" ceil_mode:i=0 count_include_pad:i=0 dilations:I kernel_shape:I! pads:I strides:I
BatchNormalization 1|X,scale,B,mean,var|Y,mean?,var?,saved_mean?,saved_var?|consumed_inputs:I! epsilon:f=1e-05 is_test:i=0 momentum:f=0.9 spatial:i=1
BatchNormalization 6|X,scale,B,mean,var|Y,mean?,var?,saved_mean?,saved_var?|epsilon:f=1e-05 is_test:i=0 momentum:f=0.9 spatial:i=1
BatchNormalization 7|X,scale,B,mean,var|Y,mean?,var?,saved_mean?,saved_var?|epsilon:f=1e-05 momentum:f=0.9 spatial:i=1
BatchNormalization 9|X,scale,B,mean,var|Y,mean?,var?,saved_mean?,saved_var?|epsilon:f=1e-05 momentum:f=0.9
BatchNormalization 14,15|X,scale,B,input_mean,input_var|Y,running_mean?,running_var?|epsilon:f=1e-05 momentum:f=0.9 training_mode:i=0
Bernoulli 15,22|input|output|dtype:i seed:f
BitCast 26|input|output|to:i!
BitShift 11,28|X,Y|Z|direction:s!
BitwiseAnd 18|A,B|C|
BitwiseNot 18|X|Y|
BitwiseOr 18|A,B|C|
BitwiseXor 18|A,B|C|
BlackmanWindow 17|size|output|output_datatype:i=1 periodic:i=1
Cast 1|input|output|to:s!
Cast 6,9,13|input|output|to:i!
Cast 19,21,23|input|output|saturate:i=1 to:i!
Cast 24,25,28|input|output|round_mode:s="up" saturate:i=1 to:i!
CastLike 15|input,target_type|output|
CastLike 19,21,23|input,target_type|output|saturate:i=1
CastLike 24,25|input,target_type|output|round_mode:s="up" saturate:i=1
CausalConvWithState 27|input,weight,bias?,past_state?|output,present_state|activation:s="none"
Ceil 1|X|Y|consumed_inputs:I
Ceil 6,13|X|Y|
Celu 12,28|X|Y|alpha:f=1.0
CenterCropPad 18|input_data,shape|output_data|axes:I
Clip 1|input|output|consumed_inputs:I max:f min:f
Clip 6|input|output|max:f=3.402823e+38 min:f=-3.402823e+38
Clip 11,12,13|input,min?,max?|output|
Col2Im 18|input,image_shape,block_shape|output|dilations:I pads:I strides:I
Compress 9,11,28|input,condition|output|axis:i
Concat 1|inputs*1|concat_result|axis:i
Concat 4,11,13|inputs*1|concat_result|axis:i!
ConcatFromSequence 11|input_sequence|concat_result|axis:i! new_axis:i=0
Constant 1,9||output|value:t!
Constant 11||output|sparse_value:x value:t
Constant 12,13,19,21,23,24,25||output|sparse_value:x value:t value_float:f value_floats:F value_int:i value_ints:I value_string:s value_strings:S
ConstantOfShape 9,20,21,23,24,25|input|output|value:t
Conv 1,11,22|X,W,B?|Y|auto_pad:s="NOTSET" dilations:I group:i=1 kernel_shape:I pads:I strides:I
ConvInteger 10|x,w,x_zero_point?,w_zero_point?|y|auto_pad:s="NOTSET" dilations:I group:i=1 kernel_shape:I pads:I strides:I
ConvTranspose 1,11,22|X,W,B?|Y|auto_pad:s="NOTSET" dilations:I group:i=1 kernel_shape:I output_padding:I output_shape:I pads:I strides:I
Cos 7,22|input|output|
Cosh 9,22|input|output|
Crop 1|input|output|border:I scale:I
Crop 10~|input|output|border:I! scale:I
CumProd 26|x,axis|y|exclusive:i=0 reverse:i=0
CumSum 11,14|x,axis|y|exclusive:i=0 reverse:i=0
DFT 17|input,dft_length?|output|axis:i=1 inverse:i=0 onesided:i=0
DFT 20|input,dft_length?,axis?|output|inverse:i=0 onesided:i=0
DeformConv 19,22|X,W,offset,B?,mask?|Y|dilations:I group:i=1 kernel_shape:I offset_group:i=1 pads:I strides:I
DepthToSpace 1|input|output|blocksize:i!
DepthToSpace 11,13,28|input|output|blocksize:i! mode:s="DCR"
DequantizeLinear 10|x,x_scale,x_zero_point?|y|
DequantizeLinear 13,19|x,x_scale,x_zero_point?|y|axis:i=1
DequantizeLinear 21|x,x_scale,x_zero_point?|y|axis:i=1 block_size:i=0
DequantizeLinear 23,24,25,28|x,x_scale,x_zero_point?|y|axis:i=1 block_size:i=0 output_dtype:i=0
Det 11,22|X|Y|
DisentangledAttention_TRT 1|c2c_attention,c2p_attention,p2c_attention|disentangled_attention|factor:f! span:i!
Div 1|A,B|C|axis:i broadcast:i=0 consumed_inputs:I
Div 6|A,B|C|axis:i broadcast:i=0
Div 7,13,14|A,B|C|
Dropout 1|data|output,mask?|consumed_inputs:I is_test:i=0 ratio:f=0.5
Dropout 6|data|output,mask?|is_test:i=0 ratio:f=0.5
Dropout 7,10|data|output,mask?|ratio:f=0.5
Dropout 12,13,22|data,ratio?,training_mode?|output,mask?|seed:i
DynamicQuantizeLinear 11|x|y,y_scale,y_zero_point|
DynamicSlice 1,10~|data,starts,ends,axes?|output|
EfficientNMS_TRT 1|boxes,scores,anchors?|num_detections,detection_boxes,detection_scores,detection_classes|background_class:i! box_coding:i! iou_threshold:f! max_output_boxes:i! plugin_version:s! score_activation:i! score_threshold:f!
Einsum 12,28|Inputs*1|Output|equation:s!
Elu 1|X|Y|alpha:f=1.0 consumed_inputs:I
Elu 6,22|X|Y|alpha:f=1.0
Equal 1|A,B|C|axis:i broadcast:i=0
Equal 7,11,13,19|A,B|C|
Erf 9,13|input|output|
Exp 1|input|output|consumed_inputs:I
Exp 6,13|input|output|
Expand 8,13|input,shape|output|
EyeLike 9,22|input|output|dtype:i k:i=0
Flatten 1,9,11,13,21,23,24,25|input|output|axis:i=1
Floor 1|X|Y|consumed_inputs:I
Floor 6,13|X|Y|
GRU 1|X,W,R,B?,sequence_lens?,initial_h?|Y?,Y_h|activation_alpha:F activation_beta:F activations:S clip:f direction:s="foward" hidden_size:i output_sequence:i=0
GRU 3|X,W,R,B?,sequence_lens?,initial_h?|Y?,Y_h?|activation_alpha:F activation_beta:F activations:S clip:f direction:s="forward" hidden_size:i linear_before_reset:i=0 output_sequence:i=0
GRU 7|X,W,R,B?,sequence_lens?,initial_h?|Y?,Y_h?|activation_alpha:F activation_beta:F activations:S clip:f direction:s="forward" hidden_size:i linear_before_reset:i=0
GRU 14,22|X,W,R,B?,sequence_lens?,initial_h?|Y?,Y_h?|activation_alpha:F activation_beta:F activations:S clip:f direction:s="forward" hidden_size:i layout:i=0 linear_before_reset:i=0
GRUUnit 1,10~|hidden_prev,gates,seq_lengths,t|hidden|drop_states:i
Gather 1,11,13|data,indices|output|axis:i=0
GatherElements 11,13|data,indices|output|axis:i=0
GatherND 11|data,indices|output|
GatherND 12,13|data,indices|output|batch_dims:i=0
Gelu 20|X|Y|approximate:s="none"
Gemm 1,6|A,B,C|Y|alpha:f=1.0 beta:f=1.0 broadcast:i=0 transA:i=0 transB:i=0
Gemm 7,9|A,B,C|Y|alpha:f=1.0 beta:f=1.0 transA:i=0 transB:i=0
Gemm 11,13|A,B,C?|Y|alpha:f=1.0 beta:f=1.0 transA:i=0 transB:i=0
GivenTensorFill 1,10~|shape?|X|extra_shape:I input_as_shape:i shape:I values:F
GlobalAveragePool 1,22|X|Y|
GlobalLpPool 1|X|Y|p:f=2.0
GlobalLpPool 2,22|X|Y|p:i=2
GlobalMaxPool 1,22|X|Y|
Greater 1|A,B|C|axis:i broadcast:i=0
Greater 7,9,13|A,B|C|
GreaterOrEqual 12,16|A,B|C|
GridSample 16|X,grid|Y|align_corners:i=0 mode:s="bilinear" padding_mode:s="zeros"
GridSample 20,22|X,grid|Y|align_corners:i=0 mode:s="linear" padding_mode:s="zeros"
GroupNormalization 18~|X,scale,bias|Y|epsilon:f=1e-05 num_groups:i!
GroupNormalization 21|X,scale,bias|Y|epsilon:f=1e-05 num_groups:i! stash_type:i=1
HammingWindow 17|size|output|output_datatype:i=1 periodic:i=1
HannWindow 17|size|output|output_datatype:i=1 periodic:i=1
HardSigmoid 1|X|Y|alpha:f=0.2 beta:f=0.5 consumed_inputs:I
HardSigmoid 6,22|X|Y|alpha:f=0.2 beta:f=0.5
HardSwish 14,22|X|Y|
Hardmax 1,11|input|output|axis:i=1
Hardmax 13|input|output|axis:i=-1
Identity 1,13,14,16,19,21,23,24,25|input|output|
If 1,11,13,16,19,21,23,24,25|cond|outputs*1|else_branch:g! then_branch:g!
ImageDecoder 20|encoded_stream|image|pixel_format:s="RGB"
ImageScaler 1,10~|input|output|bias:F scale:f=1.0
InstanceNormalization 1|input,scale,B|output|consumed_inputs:I epsilon:f=1e-05
InstanceNormalization 6,22|input,scale,B|output|epsilon:f=1e-05
IsInf 10,20|X|Y|detect_negative:i=1 detect_positive:i=1
IsNaN 9,13,20|X|Y|
LRN 1,13|X|Y|alpha:f=0.0001 beta:f=0.75 bias:f=1.0 size:i!
LSTM 1|X,W,R,B?,sequence_lens?,initial_h?,initial_c?,P?|Y?,Y_h?,Y_c?|activation_alpha:F activation_beta:F activations:S clip:f direction:s="forward" hidden_size:i input_forget:i=0 output_sequence:i=0
LSTM 7|X,W,R,B?,sequence_lens?,initial_h?,initial_c?,P?|Y?,Y_h?,Y_c?|activation_alpha:F activation_beta:F activations:S clip:f direction:s="forward" hidden_size:i input_forget:i=0
LSTM 14,22|X,W,R,B?,sequence_lens?,initial_h?,initial_c?,P?|Y?,Y_h?,Y_c?|activation_alpha:F activation_beta:F activations:S clip:f direction:s="forward" hidden_size:i input_forget:i=0 layout:i=0
LayerNormalization 17|X,Scale,B?|Y,Mean?,InvStdDev?|axis:i=-1 epsilon:f=1e-05 stash_type:i=1
LeakyRelu 1|X|Y|alpha:f=0.01 consumed_inputs:I
LeakyRelu 6,16|X|Y|alpha:f=0.01
Less 1|A,B|C|axis:i broadcast:i=0
Less 7,9,13|A,B|C|
LessOrEqual 12,16|A,B|C|
LinearAttention 27|query,key,value,past_state?,decay?,beta?|output,present_state|chunk_size:i=64 kv_num_heads:i! q_num_heads:i! scale:f=0.0 update_rule:s="gated_delta"
Log 1|input|output|consumed_inputs:I
Log 6,13|input|output|
LogSoftmax 1,11|input|output|axis:i=1
LogSoftmax 13|input|output|axis:i=-1
Loop 1|M?,cond?,v_initial*1|v_final_and_scan_outputs*1|body:g!
Loop 11,13,16,19,21,23,24,25|M?,cond?,v_initial*0|v_final_and_scan_outputs*1|body:g!
LpNormalization 1,22|input|output|axis:i=-1 p:i=2
LpPool 1|X|Y|auto_pad:s="NOTSET" kernel_shape:I p:f=2.0 pads:I strides:I
LpPool 2,11|X|Y|auto_pad:s="NOTSET" kernel_shape:I! p:i=2 pads:I strides:I
LpPool 18,22|X|Y|auto_pad:s="NOTSET" ceil_mode:i=0 dilations:I kernel_shape:I! p:i=2 pads:I strides:I
MatMul 1,9,13|A,B|Y|
MatMulInteger 10|A,B,a_zero_point?,b_zero_point?|Y|
Max 1|data_0*1|max|consumed_inputs:I
Max 6,8,12,13|data_0*1|max|
MaxPool 1|X|Y|auto_pad:s="NOTSET" kernel_shape:I! pads:I strides:I
MaxPool 8|X|Y,Indices?|auto_pad:s="NOTSET" kernel_shape:I! pads:I storage_order:i=0 strides:I
MaxPool 10,11,12,22|X|Y,Indices?|auto_pad:s="NOTSET" ceil_mode:i=0 dilations:I kernel_shape:I! pads:I storage_order:i=0 strides:I
MaxRoiPool 1,22|X,rois|Y|pooled_shape:I! spatial_scale:f=1.0
MaxUnpool 9,11,22|X,I,output_shape?|output|kernel_shape:I! pads:I strides:I
Mean 1|data_0*1|mean|consumed_inputs:I
Mean 6,8,13|data_0*1|mean|
MeanVarianceNormalization 9,13|X|Y|axes:I=[0,2,3]
MelWeightMatrix 17|num_mel_bins,dft_length,sample_rate,lower_edge_hertz,upper_edge_hertz|output|output_datatype:i=1
MemcpyFromHost 1|X|Y|
MemcpyToHost 1|X|Y|
Min 1|data_0*1|min|consumed_inputs:I
Min 6,8,12,13|data_0*1|min|
Mish 18,22|X|Y|
Mod 10,13,28|A,B|C|fmod:i=0
Mul 1|A,B|C|axis:i broadcast:i=0 consumed_inputs:I
Mul 6|A,B|C|axis:i broadcast:i=0
Mul 7,13,14|A,B|C|
MultilevelCropAndResize_TRT 1|boxes,feature_map_0,feature_map_1,feature_map_2,feature_map_3|patches|image_size:I! plugin_version:s! pooled_size:i!
Multinomial 7,22|input|output|dtype:i=6 sample_size:i=1 seed:f
Neg 1|X|Y|consumed_inputs:I
Neg 6,13|X|Y|
NegativeLogLikelihoodLoss 12,13,22|input,target,weight?|loss|ignore_index:i reduction:s="mean"
NonMaxSuppression 10,11|boxes,scores,max_output_boxes_per_class?,iou_threshold?,score_threshold?|selected_indices|center_point_box:i=0
NonZero 9,13|X|Y|
Not 1|X|Y|
OneHot 9,11,28|indices,depth,values|output|axis:i=-1
Optional 15,28|input?|output|type:p
OptionalGetElement 15,18,28|input|output|
OptionalHasElement 15|input|output|
OptionalHasElement 18,28|input?|output|
Or 1|A,B|C|axis:i broadcast:i=0
Or 7|A,B|C|
PRelu 1|X,slope|Y|consumed_inputs:I
PRelu 6,7,9,16|X,slope|Y|
Pad 1|data|output|mode:s="constant" paddings:I! value:f=0.0
Pad 2|data|output|mode:s="constant" pads:I! value:f=0.0
Pad 11,13|data,pads,constant_value?|output|mode:s="constant"
Pad 18,19,21,23,24,25|data,pads,constant_value?,axes?|output|mode:s="constant"
ParametricSoftplus 1,10~|X|Y|alpha:f beta:f
Pow 1|X,Y|Z|axis:i broadcast:i=0
Pow 7,12,13,15|X,Y|Z|
PyramidROIAlign_TRT 1|boxes,feature_map_0,feature_map_1,feature_map_2,feature_map_3|patches|plugin_version:s! pooled_size:i!
QLinearConv 10|x,x_scale,x_zero_point,w,w_scale,w_zero_point,y_scale,y_zero_point,B?|y|auto_pad:s="NOTSET" dilations:I group:i=1 kernel_shape:I pads:I strides:I
QLinearMatMul 10,21|a,a_scale,a_zero_point,b,b_scale,b_zero_point,y_scale,y_zero_point|y|
QuantizeLinear 10|x,y_scale,y_zero_point?|y|
QuantizeLinear 13|x,y_scale,y_zero_point?|y|axis:i=1
QuantizeLinear 19|x,y_scale,y_zero_point?|y|axis:i=1 saturate:i=1
QuantizeLinear 21|x,y_scale,y_zero_point?|y|axis:i=1 block_size:i=0 output_dtype:i=0 saturate:i=1
QuantizeLinear 23,24,25,28|x,y_scale,y_zero_point?|y|axis:i=1 block_size:i=0 output_dtype:i=0 precision:i=0 saturate:i=1
RMSNormalization 23|X,scale|Y|axis:i=-1 epsilon:f=1e-05 stash_type:i=1
RNN 1|X,W,R,B?,sequence_lens?,initial_h?|Y?,Y_h?|activation_alpha:F activation_beta:F activations:S=["Tanh","Tanh"] clip:f direction:s="forward" hidden_size:i output_sequence:i=0
RNN 7|X,W,R,B?,sequence_lens?,initial_h?|Y?,Y_h?|activation_alpha:F activation_beta:F activations:S=["Tanh","Tanh"] clip:f direction:s="forward" hidden_size:i
RNN 14,22|X,W,R,B?,sequence_lens?,initial_h?|Y?,Y_h?|activation_alpha:F activation_beta:F activations:S=["Tanh","Tanh"] clip:f direction:s="forward" hidden_size:i layout:i=0
RandomNormal 1,22||output|dtype:i=1 mean:f=0.0 scale:f=1.0 seed:f shape:I!
RandomNormalLike 1,22|input|output|dtype:i mean:f=0.0 scale:f=1.0 seed:f
RandomUniform 1,22||output|dtype:i=1 high:f=1.0 low:f=0.0 seed:f shape:I!
RandomUniformLike 1,22|input|output|dtype:i high:f=1.0 low:f=0.0 seed:f
Range 11|start,limit,delta|output|
Range 27|start,limit,delta|output|stash_type:i=1
Reciprocal 1|X|Y|consumed_inputs:I
Reciprocal 6,13|X|Y|
ReduceL1 1,11,13|data|reduced|axes:I keepdims:i=1
ReduceL1 18|data,axes?|reduced|keepdims:i=1 noop_with_empty_axes:i=0
ReduceL2 1,11,13|data|reduced|axes:I keepdims:i=1
ReduceL2 18|data,axes?|reduced|keepdims:i=1 noop_with_empty_axes:i=0
ReduceLogSum 1,11,13|data|reduced|axes:I keepdims:i=1
ReduceLogSum 18,28|data,axes?|reduced|keepdims:i=1 noop_with_empty_axes:i=0
ReduceLogSumExp 1,11,13|data|reduced|axes:I keepdims:i=1
ReduceLogSumExp 18,28|data,axes?|reduced|keepdims:i=1 noop_with_empty_axes:i=0
ReduceMax 1,11,12,13|data|reduced|axes:I keepdims:i=1
ReduceMax 18,20|data,axes?|reduced|keepdims:i=1 noop_with_empty_axes:i=0
ReduceMean 1,11,13|data|reduced|axes:I keepdims:i=1
ReduceMean 18|data,axes?|reduced|keepdims:i=1 noop_with_empty_axes:i=0
ReduceMin 1,11,12,13|data|reduced|axes:I keepdims:i=1
ReduceMin 18,20|data,axes?|reduced|keepdims:i=1 noop_with_empty_axes:i=0
ReduceProd 1,11,13|data|reduced|axes:I keepdims:i=1
ReduceProd 18|data,axes?|reduced|keepdims:i=1 noop_with_empty_axes:i=0
ReduceSum 1,11|data|reduced|axes:I keepdims:i=1
ReduceSum 13|data,axes?|reduced|keepdims:i=1 noop_with_empty_axes:i=0
ReduceSumSquare 1,11,13|data|reduced|axes:I keepdims:i=1
ReduceSumSquare 18|data,axes?|reduced|keepdims:i=1 noop_with_empty_axes:i=0
RegexFullMatch 20|X|Y|pattern:s
Relu 1|X|Y|consumed_inputs:I
Relu 6,13,14|X|Y|
Reshape 1|data|reshaped|consumed_inputs:I shape:I
Reshape 5,13|data,shape|reshaped|
Reshape 14,19,21,23,24,25|data,shape|reshaped|allowzero:i=0
Resize 10|X,scales|Y|mode:s="nearest"
Resize 11|X,roi,scales,sizes?|Y|coordinate_transformation_mode:s="half_pixel" cubic_coeff_a:f=-0.75 exclude_outside:i=0 extrapolation_value:f=0.0 mode:s="nearest" nearest_mode:s="round_prefer_floor"
Resize 13|X,roi?,scales?,sizes?|Y|coordinate_transformation_mode:s="half_pixel" cubic_coeff_a:f=-0.75 exclude_outside:i=0 extrapolation_value:f=0.0 mode:s="nearest" nearest_mode:s="round_prefer_floor"
Resize 18,19|X,roi?,scales?,sizes?|Y|antialias:i=0 axes:I coordinate_transformation_mode:s="half_pixel" cubic_coeff_a:f=-0.75 exclude_outside:i=0 extrapolation_value:f=0.0 keep_aspect_ratio_policy:s="stretch" mode:s="nearest" nearest_mode:s="round_prefer_floor"
ReverseSequence 10,28|input,sequence_lens|Y|batch_axis:i=1 time_axis:i=0
RoiAlign 10|X,rois,batch_indices|Y|mode:s="avg" output_height:i=1 output_width:i=1 sampling_ratio:i=0 spatial_scale:f=1.0
RoiAlign 16,22|X,rois,batch_indices|Y|coordinate_transformation_mode:s="half_pixel" mode:s="avg" output_height:i=1 output_width:i=1 sampling_ratio:i=0 spatial_scale:f=1.0
RotaryEmbedding 23|X,cos_cache,sin_cache,position_ids?|Y|interleaved:i=0 num_heads:i rotary_embedding_dim:i=0
Round 11,22|X|Y|
STFT 17|signal,frame_step,window?,frame_length?|output|onesided:i=1
Scale 1,10~|input|output|scale:f=1.0
ScaledTanh 1,10~|input|output|alpha:f beta:f
Scan 8|sequence_lens?,initial_state_and_scan_inputs*1|final_state_and_scan_outputs*1|body:g! directions:I num_scan_inputs:i!
Scan 9,11,16,19,21,23,24,25|initial_state_and_scan_inputs*1|final_state_and_scan_outputs*1|body:g! num_scan_inputs:i! scan_input_axes:I scan_input_directions:I scan_output_axes:I scan_output_directions:I
Scatter 9,11~|data,indices,updates|output|axis:i=0
ScatterElements 11,13|data,indices,updates|output|axis:i=0
ScatterElements 16,18|data,indices,updates|output|axis:i=0 reduction:s="none"
ScatterND 11,13|data,indices,updates|output|
ScatterND 16,18|data,indices,updates|output|reduction:s="none"
Selu 1|X|Y|alpha:f=1.6732 consumed_inputs:I gamma:f=1.0507
Selu 6,22|X|Y|alpha:f=1.673263 gamma:f=1.050701
SequenceAt 11|input_sequence,position|tensor|
SequenceConstruct 11|inputs*1|output_sequence|
SequenceEmpty 11||output|dtype:i
SequenceErase 11|input_sequence,position?|output_sequence|
SequenceInsert 11|input_sequence,tensor,position?|output_sequence|
SequenceLength 11|input_sequence|length|
SequenceMap 17|input_sequence,additional_inputs*0|out_sequence*1|body:g!
Shape 1,13|data|shape|
Shape 15,19,21,23,24,25|data|shape|end:i start:i=0
Shrink 9|input|output|bias:f=0.0 lambd:f=0.5
Sigmoid 1|X|Y|consumed_inputs:I
Sigmoid 6,13|X|Y|
Sign 9,13|input|output|
SimplifiedLayerNormalization 1|X,scale|Y,inv_std_var?|axis:i=-1 epsilon:f=1e-05 stash_type:i=1
Sin 7,22|input|output|
Sinh 9,22|input|output|
Size 1,13,19,21,23,24,25|data|size|
Slice 1|data|output|axes:I ends:I! starts:I!
Slice 10,11,13|data,starts,ends,axes?,steps?|output|
Softmax 1,11|input|output|axis:i=1
Softmax 13|input|output|axis:i=-1
SoftmaxCrossEntropyLoss 12,13|scores,labels,weights?|output,log_prob?|ignore_index:i reduction:s="mean"
Softplus 1,22|X|Y|
Softsign 1,22|input|output|
SpaceToDepth 1,13|input|output|blocksize:i!
SpaceToDepth 28|input|output|blocksize:i! mode:s="DCR"
Split 1|input,split?|outputs...*1|axis:i split:I
Split 2,11|input|outputs*1|axis:i=0 split:I
Split 13|input,split?|outputs*1|axis:i=0
Split 18|input,split?|outputs*1|axis:i=0 num_outputs:i
SplitToSequence 11,24|input,split?|output_sequence|axis:i=0 keepdims:i=1
Sqrt 1|X|Y|consumed_inputs:I
Sqrt 6,13|X|Y|
Squeeze 1,11|data|squeezed|axes:I
Squeeze 13,21,23,24,25|data,axes?|squeezed|
StringConcat 20|X,Y|Z|
StringNormalizer 10|X|Y|case_change_action:s="NONE" is_case_sensitive:i=0 locale:s stopwords:S
StringSplit 20|X|Y,Z|delimiter:s maxsplit:i
Sub 1|A,B|C|axis:i broadcast:i=0 consumed_inputs:I
Sub 6|A,B|C|axis:i broadcast:i=0
Sub 7,13,14|A,B|C|
Sum 1|data_0*1|sum|consumed_inputs:I
Sum 6,8,13|data_0*1|sum|
SwiGLU 28|A,B|Y|alpha:f=1.0
Swish 24|X|Y|alpha:f=1.0
Tan 7,22|input|output|
Tanh 1|input|output|consumed_inputs:I
Tanh 6,13|input|output|
TensorScatter 24|past_cache,update,write_indices?|present_cache|axis:i=-2 mode:s="linear"
TfIdfVectorizer 9|X|Y|max_gram_length:i! max_skip_count:i! min_gram_length:i! mode:s! ngram_counts:I! ngram_indexes:I! pool_int64s:I pool_strings:S weights:F
ThresholdedRelu 10,22|X|Y|alpha:f=1.0
Tile 1|input,tiles,axis|output|
Tile 6,13|input,repeats|output|
TopK 1|X|Values,Indices|axis:i=-1 k:i!
TopK 10|X,K|Values,Indices|axis:i=-1
TopK 11,24|X,K|Values,Indices|axis:i=-1 largest:i=1 sorted:i=1
Transpose 1,13,21,23,24,25|data|transposed|perm:I
Trilu 14|input,k?|output|upper:i=1
Unique 11,28|X|Y,indices?,inverse_indices?,counts?|axis:i sorted:i=1
Unsqueeze 1,11|data|expanded|axes:I!
Unsqueeze 13,21,23,24,25|data,axes|expanded|
Upsample 1|X|Y|height_scale:f! mode:s="nearest" width_scale:f!
Upsample 7|X|Y|mode:s="nearest" scales:F!
Upsample 9,10~|X,scales|Y|mode:s="nearest"
Where 9,16|condition,X,Y|output|
Xor 1|A,B|C|axis:i broadcast:i=0
Xor 7|A,B|C|
`,
  'ai.onnx.ml': `
ArrayFeatureExtractor 1|X,Y|Z|
Binarizer 1|X|Y|threshold:f=0.0
CastMap 1|X|Y|cast_to:s="TO_FLOAT" map_form:s="DENSE" max_map:i=1
CategoryMapper 1|X|Y|cats_int64s:I cats_strings:S default_int64:i=-1 default_string:s="_Unused"
DictVectorizer 1|X|Y|int64_vocabulary:I string_vocabulary:S
FeatureVectorizer 1|X*1|Y|inputdimensions:I
Imputer 1|X|Y|imputed_value_floats:F imputed_value_int64s:I replaced_value_float:f=0.0 replaced_value_int64:i=0
LabelEncoder 1|X|Y|classes_strings:S default_int64:i=-1 default_string:s="_Unused"
LabelEncoder 2|X|Y|default_float:f=-0.0 default_int64:i=-1 default_string:s="_Unused" keys_floats:F keys_int64s:I keys_strings:S values_floats:F values_int64s:I values_strings:S
LabelEncoder 4|X|Y|default_float:f=-0.0 default_int64:i=-1 default_string:s="_Unused" default_tensor:t keys_floats:F keys_int64s:I keys_strings:S keys_tensor:t values_floats:F values_int64s:I values_strings:S values_tensor:t
LinearClassifier 1|X|Y,Z|classlabels_ints:I classlabels_strings:S coefficients:F! intercepts:F multi_class:i=0 post_transform:s="NONE"
LinearRegressor 1|X|Y|coefficients:F intercepts:F post_transform:s="NONE" targets:i=1
Normalizer 1|X|Y|norm:s="MAX"
OneHotEncoder 1|X|Y|cats_int64s:I cats_strings:S zeros:i=1
SVMClassifier 1|X|Y,Z|classlabels_ints:I classlabels_strings:S coefficients:F kernel_params:F kernel_type:s="LINEAR" post_transform:s="NONE" prob_a:F prob_b:F rho:F support_vectors:F vectors_per_class:I
SVMRegressor 1|X|Y|coefficients:F kernel_params:F kernel_type:s="LINEAR" n_supports:i=0 one_class:i=0 post_transform:s="NONE" rho:F support_vectors:F
Scaler 1|X|Y|offset:F scale:F
TreeEnsemble 5|X|Y|aggregate_function:i=1 leaf_targetids:I! leaf_weights:t! membership_values:t n_targets:i nodes_falseleafs:I! nodes_falsenodeids:I! nodes_featureids:I! nodes_hitrates:t nodes_missing_value_tracks_true:I nodes_modes:t! nodes_splits:t! nodes_trueleafs:I! nodes_truenodeids:I! post_transform:i=0 tree_roots:I!
TreeEnsembleClassifier 1|X|Y,Z|base_values:F class_ids:I class_nodeids:I class_treeids:I class_weights:F classlabels_int64s:I classlabels_strings:S nodes_falsenodeids:I nodes_featureids:I nodes_hitrates:F nodes_missing_value_tracks_true:I nodes_modes:S nodes_nodeids:I nodes_treeids:I nodes_truenodeids:I nodes_values:F post_transform:s="NONE"
TreeEnsembleClassifier 3,5~|X|Y,Z|base_values:F base_values_as_tensor:t class_ids:I class_nodeids:I class_treeids:I class_weights:F class_weights_as_tensor:t classlabels_int64s:I classlabels_strings:S nodes_falsenodeids:I nodes_featureids:I nodes_hitrates:F nodes_hitrates_as_tensor:t nodes_missing_value_tracks_true:I nodes_modes:S nodes_nodeids:I nodes_treeids:I nodes_truenodeids:I nodes_values:F nodes_values_as_tensor:t post_transform:s="NONE"
TreeEnsembleRegressor 1|X|Y|aggregate_function:s="SUM" base_values:F n_targets:i nodes_falsenodeids:I nodes_featureids:I nodes_hitrates:F nodes_missing_value_tracks_true:I nodes_modes:S nodes_nodeids:I nodes_treeids:I nodes_truenodeids:I nodes_values:F post_transform:s="NONE" target_ids:I target_nodeids:I target_treeids:I target_weights:F
TreeEnsembleRegressor 3,5~|X|Y|aggregate_function:s="SUM" base_values:F base_values_as_tensor:t n_targets:i nodes_falsenodeids:I nodes_featureids:I nodes_hitrates:F nodes_hitrates_as_tensor:t nodes_missing_value_tracks_true:I nodes_modes:S nodes_nodeids:I nodes_treeids:I nodes_truenodeids:I nodes_values:F nodes_values_as_tensor:t post_transform:s="NONE" target_ids:I target_nodeids:I target_treeids:I target_weights:F target_weights_as_tensor:t
ZipMap 1|X|Z|classlabels_int64s:I classlabels_strings:S
`,
  'ai.onnx.preview': `
FlexAttention 1|Q,K,V|Y|prob_mod:g scale:f score_mod:g softmax_precision:i
`,
  'ai.onnx.preview.training': `
Adagrad 1|R,T,inputs*1|outputs*1|decay_factor:f=0.0 epsilon:f=1e-06 norm_coefficient:f=0.0
Adam 1|R,T,inputs*1|outputs*1|alpha:f=0.9 beta:f=0.999 epsilon:f=1e-06 norm_coefficient:f=0.0 norm_coefficient_post:f=0.0
Gradient 1|Inputs*1|Outputs*1|xs:S! y:s! zs:S
Momentum 1|R,T,inputs*1|outputs*1|alpha:f! beta:f! mode:s! norm_coefficient:f!
`,
  'com.microsoft': `
Attention 1|input,weights,bias?,mask_index?,past?,attention_bias?,past_sequence_length?|output,present?|do_rotary:i mask_filter_value:f num_heads:i! past_present_share_buffer:i qkv_hidden_sizes:I rotary_embedding_dim:i scale:f unidirectional:i=0
AttnLSTM 1|X,W,R,B?,sequence_lens?,initial_h?,initial_c?,P?,QW?,MW?,V?,M?,memory_seq_lens?,AW?|Y?,Y_h?,Y_c?|activation_alpha:F activation_beta:F activations:S clip:f direction:s="forward" hidden_size:i input_forget:i=0
BeamSearch 1|input_ids,max_length,min_length?,num_beams,num_return_sequences,length_penalty?,repetition_penalty?,vocab_mask?,prefix_vocab_mask?,attention_mask?,decoder_input_ids?,logits_processor?|sequences,sequences_scores?,scores?|decoder:g! decoder_start_token_id:i=-1 early_stopping:i=0 encoder:g eos_token_id:i! init_decoder:g model_type:i=0 no_repeat_ngram_size:i=0 pad_token_id:i! vocab_size:i=-1
BiasAdd 1|X,bias,skip|Y|
BiasDropout 1|data,bias,residual?,ratio?,training_mode?|output,mask?|seed:i
BiasGelu 1|A,B|C|
BiasSoftmax 1|data,bias|output|axis:i=1 is_inner_broadcast:i!
BiasSplitGelu 1|X,bias|Y|
BifurcationDetector 1|src_tokens,cur_tokens,prev_suffix_match_idx,pred_tokens?|tokens,suffix_match_idx|max_ngram_size:i=3 min_ngram_size:i=1
BitmaskBiasDropout 1|data,bias,residual?,ratio?,training_mode?|output,mask?|seed:i
BitmaskDropout 1|data,ratio?,training_mode?|output,mask?|seed:i
BranchwiseRMSNorm 1|X,scale?|Y|epsilon:f=1e-05 num_branches:i=0
CDist 1|A,B|C|metric:s="sqeuclidean"
CausalConvWithState 1|input,weight,bias?,past_state?|output,present_state,state_update?|activation:s="none" channels_last:i=0 dilation:i=1 input_channel_offset:i=0 input_channels:i=0 ndim:i=1 state_channels_last:i=-1 state_length:i=0 state_update_capacity:i=0 state_window:i=0
ComplexMul 1|A,B|C|
ComplexMulConj 1|A,B|C|
ConvStateReplay 1|source_backing,capture_backing,destination_backing,metadata|destination_out|
ConvTransposeWithDynamicPads 1|X,W,Pads?,B?|Y|auto_pad:s="NOTSET" dilations:I group:i=1 kernel_shape:I output_padding:I strides:I
CropAndResize 1|X,rois,batch_indices,crop_size|Y|extrapolation_value:f=0.0 mode:s="bilinear"
DecoderAttention 1|query,key,q_weight,kv_weight,bias,key_padding_mask?,key_cache?,value_cache?,static_kv,use_past,has_layer_state,has_key_padding_mask|output,new_key_cache?,new_value_cache?|mask_filter_value:f num_heads:i!
DecoderMaskedMultiHeadAttention 1|query,key?,value?,mask_index?,attention_bias?,past_key?,past_value?,past_sequence_length?,beam_width?,cache_indirection?,bias?|output,present_key?,present_value?,qk?|mask_filter_value:f num_heads:i! output_qk:i past_present_share_buffer:i scale:f
DecoderMaskedSelfAttention 1|input,weights,bias,mask_index?,past,attention_bias?,past_sequence_length,beam_width?,cache_indirection?|output,present|do_rotary:i mask_filter_value:f num_heads:i! past_present_share_buffer:i scale:f
DequantizeBFP 1|x,shape,strides|y|bfp_type:i! block_dim:i=-1 dtype:i=1
DequantizeLinear 1|x,x_scale,x_zero_point?|y|axis:i
DequantizeWithOrder 1|input,scale_input|output|order_input:i! order_output:i! to:i!
DynamicQuantizeLSTM 1|X,W,R,B?,sequence_lens?,initial_h?,initial_c?,P?,W_scale,W_zero_point,R_scale,R_zero_point|Y?,Y_h?,Y_c?|activation_alpha:F activation_beta:F activations:S clip:f direction:s="forward" hidden_size:i input_forget:i=0
DynamicQuantizeMatMul 1|A,B,b_scale,b_zero_point?,bias?|Y|
DynamicSparseAttention 1|query,key?,value?,past_key?,past_value?,auxiliary_key?,auxiliary_value?,selected_indices,selected_counts,seqlens_k,total_sequence_length,cos_cache?,sin_cache?,position_ids?,q_norm_weight?,k_norm_weight?,head_sink?,committed_length?,key_scale?,value_scale?|output,present_key?,present_value?,validation_status?|attention_mode:s="selected_only" auxiliary_kv_shared:i=0 do_rotary:i=0 is_causal:i=1 kv_num_heads:i! local_window_size:i=-1 num_heads:i! output_bf16:i=0 qk_norm_epsilon:f=1e-06 rotary_interleaved:i=0 rotary_offset:i=0 scale:f selected_kv_source:s="main" smooth_softmax:i=0
DynamicTimeWarping 1|input|output|
EPContext 1|inputs*0|outputs*1|embed_mode:i=1 ep_cache_context:s ep_sdk_version:s hardware_architecture:s main_context:i=1 max_size:i=0 notes:s onnx_model_filename:s partition_name:s source:s
EmbedLayerNormalization 1|input_ids,segment_ids?,word_embedding,position_embedding,segment_embedding?,gamma,beta,mask?,position_ids?|output,mask_index?,embedding_sum?|epsilon:f=1e-12 mask_index_type:i
EngramGate 1|key,query,value,key_norm_scale,query_norm_scale,conv_norm_scale?|output,gated_value_normed?|epsilon:f=1e-05
ExpandDims 1|X,axis|Y|
FastGelu 1|X,bias?|Y|
FusedConv 1|X,W,B?,Z?|Y|activation:s activation_params:F auto_pad:s="NOTSET" dilations:I group:i=1 kernel_shape:I pads:I strides:I
FusedGemm 1|A,B,C?|Y|activation:s activation_alpha:f activation_beta:f activation_gamma:f alpha:f=1.0 beta:f=1.0 transA:i=0 transB:i=0
FusedMatMul 1|A,B|Y|alpha:f=1.0 transA:i=0 transB:i=0 transBatchA:i=0 transBatchB:i=0
FusedMatMulActivation 1|A,B|Y|activation:s! activation_alpha:f activation_axis:i activation_beta:f activation_gamma:f alpha:f=1.0 transA:i=0 transB:i=0 transBatchA:i=0 transBatchB:i=0
GatedAdd 1|X,Y,gate,gate_weight?|output|
GatedDeltaNet 1|query,key?,value?,cu_seqlens?,decay?,beta?,initial_state?,a_log?,dt_bias?,capture_count?,state_update_active?|output,final_state?,state_update?|beta_activation:s="none" chunk_size:i=64 gate_activation:s="none" gate_lower_bound:f=-5.0 qk_l2_norm:i=0 scale:f=0.0 state_update_capacity:i=0 update_rule:s="gated_delta"
GatedDeltaNetStateReplay 1|source_backing,capsule_backing,destination_backing,metadata|destination_out|
GatedRMSNorm 1|X,scale,gate|Y|activation:s="silu" epsilon:f=1e-05
GatedRelativePositionBias 1|query_layer,query_bias,rel_pos,weight,bias,eco_a,token_offset?|output|num_heads:i!
GatherBlockQuantized 1|data,indices,scales,zero_points?|output|bits:i=4 block_size:i=128 gather_axis:i=0 quantize_axis:i=1
GatherND 1|data,indices|output|
GatherPacked 1|data,indices|output|K:i! output_dtype:i=16 packed_type:i!
Gelu 1|X|Y|
GemmFastGelu 1|X,W,bias?|Y|
GemmFloat8 1|A,B,C?,scaleA?,scaleB?,scaleY?|Y|activation:s alpha:f=1.0 beta:f=0.0 dtype:i=1 transA:i=0 transB:i=0
GemmaRotaryEmbedding 1|emb,q,q_rot,k,k_rot|output1,output2|
GreedySearch 1|input_ids,max_length,min_length?,repetition_penalty?,vocab_mask?,prefix_vocab_mask?,attention_mask?|sequences|decoder:g! decoder_start_token_id:i=-1 encoder:g eos_token_id:i! init_decoder:g model_type:i=0 no_repeat_ngram_size:i=0 pad_token_id:i! vocab_size:i=-1
GridSample 1|X,Grid|Y|align_corners:i=0 mode:s="bilinear" padding_mode:s="zeros"
GroupNorm 1|X,gamma,beta|Y|activation:i! channels_last:i=1 epsilon:f=1e-05 groups:i!
GroupQueryAttention 1|query,key?,value?,past_key?,past_value?,seqlens_k,total_sequence_length,cos_cache?,sin_cache?,position_ids?,attention_bias?,head_sink?,k_scale?,v_scale?,q_norm_weight?,k_norm_weight?,query_seqlens?|output,present_key?,present_value?,output_qk?|causal:i=1 do_rotary:i k_norm_epsilon:f k_quant_type:s="NONE" kv_cache_bit_width:i kv_num_heads:i! local_window_size:i=-1 num_heads:i! q_norm_epsilon:f qk_norm_epsilon:f=1e-06 qk_output:i=0 rotary_interleaved:i scale:f sliding_window_cache:i=0 smooth_softmax:i=-1 softcap:f v_quant_type:s="NONE"
HyperConnectionLowRankMix 1|streams,norm_scale,down_weight,up_weight,inject_weight,prev_block_output?,prev_post_gate?|pre_output,post_gate,streams_out?|epsilon:f=1e-05 gate_div:f=1.0 gate_mul:f=1.0 num_branches:i! reduction_scale:f=1.0 silu_alpha:f=1.0
HyperConnectionPostMix 1|streams,block_output,post_mix,stream_mix?|output|num_branches:i=0
HyperConnectionPreMix 1|streams,pre_mix|output|num_branches:i=0 reduction_scale:f=1.0
Inverse 1|X|Y|
Irfft 1|X|Y|normalized:i=0 onesided:i=1 signal_ndim:i!
IsAllFinite 1|input*1|output|isinf_only:i=0 isnan_only:i=0
LinearAttention 1|query,key,value,past_state?,decay?,beta?|output,present_state|chunk_size:i=64 kv_num_heads:i! q_num_heads:i! scale:f=0.0 state_window:i=0 update_rule:s="gated_delta"
LinearAttentionGate 1|a,dt_bias,decay_scale,b?|decay,beta?|
LongformerAttention 1|input,weight,bias,mask,global_weight,global_bias,global|output|num_heads:i! window:i!
MRotaryEmbedding 1|input,position_ids,cos_cache,sin_cache|output|interleaved:i is_packed_batching:i mrope_layout:i mrope_section:I! num_heads:i rotary_embedding_dim:i scale:f
Mamba2Verify 1|projection,conv_state,ssm_state,conv_weight,conv_bias,dt_bias,A_negative,D,norm_weight,state_row|Y,conv_snapshots,ssm_snapshots,xbc?,readout?|d_state:i=128 epsilon:f=1e-05 head_dim:i=64 heads:i! n_groups:i! time_step_min:f=0.001
MatMulBlockQuantizedFp4Weight 1|A,B,weight_scale,weight_scale_2,input_scale?,bias?|Y|block_size:i=16
MatMulBlockQuantizedFp8Weight 1|A,B,b_scale,a_scale?,bias?|Y|block_size:i=128
MatMulBnb4 1|A,B,absmax|Y|K:i! N:i! block_size:i! quant_type:i! training_mode:i=0 transB:i=1
MatMulFpQ4 1|A,B,B_shape|Y|blk_quant_type:i=1
MatMulInteger16 1|A,B|Y|
MatMulIntegerToFloat 1|A,B,a_scale,b_scale,a_zero_point?,b_zero_point?,bias?|Y|
MatMulNBits 1|A,B,scales,zero_points?,g_idx?,bias?|Y|K:i! N:i! accuracy_level:i=0 bits:i=4 block_size:i! weight_prepacked:i=0
MatMulNBitsMlp 1|A,skip?,norm_scale?,gate_B,gate_scales,gate_bias?,up_B,up_scales,up_bias?|Y,input_skip_bias_sum?|K:i! N:i! accuracy_level:i=0 activation:s! bits:i=4 block_size:i! epsilon:f=1e-05
MatMulNBitsQLoRA 1|X,W,scales,lora_A,lora_A_scales,lora_B,lora_B_scales|Y|K:i! N:i! accuracy_level:i=0 bits:i=4 block_size:i=32 lora_bits:i=8 lora_block_size:i=32
MatMulNBitsQkv 1|A,skip?,norm_scale,q_B,q_scales,q_bias?,k_B,k_scales,k_bias?,v_B,v_scales,v_bias?|Q,K,V,input_skip_bias_sum?|K:i! Nkv:i! Nq:i! accuracy_level:i=0 bits:i=4 block_size:i! epsilon:f=1e-06
MatMulPacked 1|A,B,global_scale?|Y|K:i! N:i! activation_type:s="none" packed_type:i!
MaxpoolWithMask 1|X,M|Y|auto_pad:s="NOTSET" kernel_shape:I pads:I storage_order:i=0 strides:I
MoE 1|input,router_probs,fc1_experts_weights,fc1_experts_bias?,fc2_experts_weights,fc2_experts_bias?,fc3_experts_weights?,fc3_experts_bias?|output|activation_alpha:f=1.0 activation_beta:f=0.0 activation_type:s="relu" k:i=1 normalize_routing_weights:i=0 swiglu_fusion:i=0 swiglu_limit:f swiglu_limit_after_activation:i=0 use_sparse_mixer:i=0
MoEGroupRouter 1|logits,expert_bias,projection_weight?|router_probs?,selection_scores?,router_weights?|group_topk:i=2 n_group:i=1 router_sentinel:f=-10000.0 top_k:i! topk_group:i=1
MoEPacked 1|input,router_probs,gate_experts_weights,up_experts_weights?,down_experts_weights,router_weights?|output|activation_type:s="swiglu" down_type:i! gate_type:i! k:i=1 normalize_routing_weights:i=1 routed_scaling_factor:f=1.0 routing_epsilon:f=0.0 up_type:i=-1
MulInteger 1|A,A_zero_point?,B,B_zero_point?|C|
MultiHeadAttention 1|query,key?,value?,bias?,key_padding_mask?,attention_bias?,past_key?,past_value?,past_sequence_length?,cache_indirection?|output,present_key?,present_value?,qk?|mask_filter_value:f num_heads:i! scale:f unidirectional:i=0
MurmurHash3 1|X|Y|positive:i=1 seed:i=0
NGramHashMapping 1|input_ids,multipliers,vocab_sizes,past_ids?,head_offsets?,eos_token_id?,segment_ids?|hash_ids,present_ids?|max_ngram_size:i! n_head_per_ngram:i! pad_id:i! reset_on_eos:i=0
NGramRepeatBlock 1|input_ids,scores|scores_out|ngram_size:i!
NhwcConv 1|X,W,B?|Y|auto_pad:s="NOTSET" dilations:I group:i=1 kernel_shape:I pads:I strides:I
NhwcFusedConv 1|X,W,B?,Z?|Y|activation:s activation_params:F auto_pad:s="NOTSET" dilations:I group:i=1 kernel_shape:I pads:I strides:I
NhwcMaxPool 1|x|y|auto_pad:s="NOTSET" ceil_mode:i=0 dilations:I kernel_shape:I! pads:I strides:I
PackedAttention 1|input,weights,bias,token_offset,cumulative_sequence_length,attention_bias?|output|num_heads:i! qkv_hidden_sizes:I scale:f
PackedMultiHeadAttention 1|query,key?,value?,bias?,token_offset,cumulative_sequence_length,attention_bias?|output|mask_filter_value:f num_heads:i! scale:f
PackedSparseAttentionIndexer 1|query,key?,query_norm_weight,key_norm_weight,cos_cache,sin_cache,cumulative_sequence_lengths,past_sequence_lengths,gate?,position_bias?,head_weights?,position_ids?,past_key_state,past_kv_buffer,past_gate_buffer?,past_state_lengths,state_update_capture_count?,state_update_active?,indexshare_mode?,merged_indices?,merged_counts?,merged_status?|selected_indices,selected_counts,present_key_state,present_kv_buffer,present_gate_buffer?,present_state_lengths,state_update?,indexshare_status?,state_status?|compress_ratio:i! epsilon:f=1e-06 head_weight_scale:f index_topk:i indexshare_state_policy:s="default" max_output_entries:i=0 policy_mode:s! scale:f state_capacity:i! state_update_capacity:i=0 token_budget:i
PackedSparseAttentionIndexerMerge 1|base_indices,base_counts,base_row_indices,range_starts?,range_ends?,additional_indices?,additional_counts?|selected_indices,selected_counts,status|max_output_entries:i! policy_mode:s!
Pad 1|data,pads,value?|output|mode:s="constant"
PagedAttention 1|query,key?,value?,key_cache,value_cache?,cumulative_sequence_length,past_seqlens,block_table,cos_cache?,sin_cache?,slot_mapping?,head_sink?,q_norm_weight?,k_norm_weight?,k_scale?,v_scale?,attention_metadata?|output,key_cache_out?,value_cache_out?|do_rotary:i is_causal:i=1 k_cache_dtype:s="" k_quant_type:s="NONE" kv_cache_layout:s="SEPARATE" kv_num_heads:i! local_window_size:i=-1 num_heads:i! qk_norm_epsilon:f rotary_interleaved:i rotary_offset:i scale:f softcap:f v_cache_dtype:s="" v_head_size:i v_quant_type:s="NONE"
QAttention 1|input,weight,bias,input_scale,weight_scale,mask_index?,input_zero_point?,weight_zero_point?,past?|output,present?|do_rotary:i mask_filter_value:f num_heads:i! past_present_share_buffer:i scale:f unidirectional:i=0
QEmbedLayerNormalization 1|input_ids,segment_ids?,word_embedding_quant,position_embedding_quant,segment_embedding?,gamma_quant,beta_quant,mask?,word_embedding_scale,position_embedding_scale,segment_embedding_scale?,gamma_scale,beta_scale,word_embedding_zero_point,position_embedding_zero_point,segment_embedding_zero_point?,gamma_zero_point,beta_zero_point|layernorm_out,mask_index_out|epsilon:f=1e-12
QGemm 1|A,a_scale,a_zero_point,B,b_scale,b_zero_point,C?,y_scale?,y_zero_point?|Y|alpha:f=1.0 transA:i=0 transB:i=0
QLinearAdd 1|A,A_scale,A_zero_point?,B,B_scale,B_zero_point?,C_scale,C_zero_point?|C|
QLinearAveragePool 1|X,x_scale,x_zero_point?,y_scale,y_zero_point?|Y|auto_pad:s="NOTSET" ceil_mode:i=0 channels_last:i=0 count_include_pad:i=0 kernel_shape:I! pads:I strides:I
QLinearConcat 1|Y_scale,Y_zero_point,inputs*1|Y|axis:i!
QLinearConv 1|x,x_scale,x_zero_point,w,w_scale,w_zero_point,y_scale,y_zero_point,B?|y|auto_pad:s="NOTSET" channels_last:i=0 dilations:I group:i=1 kernel_shape:I pads:I strides:I
QLinearGlobalAveragePool 1|X,x_scale,x_zero_point,y_scale,y_zero_point|Y|channels_last:i=0
QLinearLeakyRelu 1|X,X_scale,X_zero_point?,Y_scale,Y_zero_point?|Y|alpha:f=0.01
QLinearMul 1|A,A_scale,A_zero_point?,B,B_scale,B_zero_point?,C_scale,C_zero_point?|C|
QLinearReduceMean 1|data,data_scale,data_zero_point?,reduced_scale,reduced_zero_point?|reduced|axes:I! keepdims:i!
QLinearSigmoid 1|X,X_scale,X_zero_point?,Y_scale,Y_zero_point?|Y|
QLinearSoftmax 1|X,X_scale,x_zero_point?,y_scale,y_zero_point|Y|axis:i=-1 opset:i!
QLinearWhere 1|condition,X,x_scale,x_zero_point,Y,y_scale,y_zero_point,z_scale,z_zero_point|Z|
QMoE 1|input,router_probs,fc1_experts_weights,fc1_scales?,fc1_experts_bias?,fc2_experts_weights,fc2_scales?,fc2_experts_bias?,fc3_experts_weights?,fc3_scales?,fc3_experts_bias?,fc1_zero_points?,fc2_zero_points?,fc3_zero_points?,router_weights?,fc1_global_scale?,fc2_global_scale?,fc1_act_scale?,fc2_act_scale?,fc1_act_block_scale?,fc2_act_block_scale?|output|accuracy_level:i=0 activation_alpha:f=1.0 activation_beta:f=0.0 activation_type:s="relu" block_size:i expert_weight_bits:i=4 fc1_expert_weight_bits:i fc2_expert_weight_bits:i fc3_expert_weight_bits:i k:i=1 normalize_routing_weights:i=0 quant_type:s="int" swiglu_fusion:i=0 swiglu_limit:f swiglu_limit_after_activation:i=0 use_sparse_mixer:i=0 weights_prepacked:i=-1
QOrderedAttention 1|input,scale_input,scale_Q_gemm,scale_K_gemm,scale_V_gemm,Q_weight,K_weight,V_weight,scale_Q_weight,scale_K_weight,scale_V_weight,Q_bias,K_bias,V_bias,scale_QKT_gemm?,scale_QKT_softmax?,scale_values_gemm,mask_index?,past?,attention_bias?|output|num_heads:i! order_input:i! order_output:i! order_weight:i! qkv_hidden_sizes:I unidirectional:i=0
QOrderedGelu 1|X,scale_X,scale_Y|Y|order_X:i order_Y:i
QOrderedLayerNormalization 1|X,scale_X,scale,B?,scale_Y|Y|axis:i=-1 epsilon:f=1e-05 order_X:i=1 order_Y:i=1
QOrderedLongformerAttention 1|input,scale_input,weight,scale_weight,bias,scale_bias,scale_qkv_gemm,mask,global_weight,scale_global_weight,global_bias,scale_global_gemm,global,scale_output|output|num_heads:i! order_global_weight:i! order_input:i! order_output:i! order_weight:i! window:i!
QOrderedMatMul 1|A,scale_A,B,scale_B,scale_Y,bias?,C?,scale_C?|Y|order_A:i! order_B:i! order_Y:i!
QuantizeBFP 1|x|y,shape,strides|bfp_type:i! block_dim:i=-1
QuantizeLinear 1|x,y_scale,y_zero_point?|y|axis:i
QuantizeWithOrder 1|input,scale_input|output|order_input:i! order_output:i!
QuickGelu 1|X|Y|alpha:f=1.702
RMSNormRotary 1|X,scale,position_ids,cosine,sine,prefill_numerics?|Y,normalized_fp32?|epsilon:f=1e-06 flatten_batch:i=0 input_start:i=0 input_width:i=0 output_fp16:i=0 rotary_embedding_dim:i! use_fp32_arithmetic:i=1
Range 1|start,limit,delta?|Y|
ReduceSumInteger 1|data|reduced|axes:I! keepdims:i!
RelativePositionBias 1|bias_table,query_length,key_length|output|is_bidirectional:i=0 max_distance:i!
RemovePadding 1|input,sequence_token_count|output,token_offset,cumulated_seq_len,max_seq_len|
RestorePadding 1|input,token_offset|output|
Rfft 1|X|Y|normalized:i=0 onesided:i=1 signal_ndim:i=1
RotaryEmbedding 1|input,position_ids,cos_cache,sin_cache|output|interleaved:i is_packed_batching:i num_heads:i rotary_embedding_dim:i scale:f
RouterGateUpProj 1|X,W|router,activated|activation:s="swiglu" activation_alpha:f=1.0 activation_beta:f=0.0 limit:f=0.0 router_size:i!
SampleOp 1|X|Y|
Sampling 1|input_ids,max_length,min_length?,repetition_penalty?,vocab_mask?,prefix_vocab_mask?,attention_mask?,presence_mask?,seed?|sequences,filtered_logits?|custom:i=0 decoder:g! decoder_start_token_id:i=-1 encoder:g eos_token_id:i! filter_value:f=-1e+20 init_decoder:g min_tokens_to_keep:i=0 model_type:i=0 no_repeat_ngram_size:i=0 pad_token_id:i! presence_penalty:f=0.0 temperature:f=1.0 top_p:f=0.0 vocab_size:i=-1
ScaledSiLU 1|X,scale?|Y|alpha:f=1.0
SkipGroupNorm 1|X,gamma,beta,skip,bias?|Y,S?|activation:i! channels_last:i=1 epsilon:f=1e-05 groups:i!
SkipLayerNormalization 1|input,skip,gamma,beta?,bias?|output,mean?,inv_std_var?,input_skip_bias_sum?|epsilon:f=1e-12
SkipSimplifiedLayerNormalization 1|input,skip,gamma,bias?|output,mean?,inv_std_var?,input_skip_bias_sum?|epsilon:f=1e-12
Snpe 1|inputs*1|outputs*1|DLC:s! notes:s snpe_version:s target_device:s
SparseAttention 1|query,key?,value?,past_key,past_value,block_row_indices,block_col_indices,total_sequence_length,key_total_sequence_lengths,cos_cache?,sin_cache?|output,present_key,present_value|do_rotary:i kv_num_heads:i! num_heads:i! rotary_interleaved:i scale:f sparse_block_size:i!
SparseAttentionIndexer 1|query,key?,query_norm_weight,key_norm_weight,cos_cache,sin_cache,mask?,past_key,gate?,position_bias?,head_weights?,position_ids?,past_sequence_length?,past_proj_buffer?|selected_indices,present_key,present_proj_buffer?|compress_ratio:i! epsilon:f=1e-06 head_weight_scale:f index_topk:i policy_mode:s! scale:f token_budget:i
SparsePagedAttention 1|query,key?,value?,key_cache,value_cache,cumulative_sequence_length,past_seqlens,block_table,slot_mapping?,selected_indices,selected_counts,auxiliary_key?,auxiliary_value?,auxiliary_lengths?,cos_cache?,sin_cache?,head_sink?,q_norm_weight?,k_norm_weight?,k_scale?,v_scale?,attention_metadata?|output,key_cache_out?,value_cache_out?|attention_mode:s="selected_only" auxiliary_cache_layout:s="contiguous" auxiliary_kv_shared:i=0 do_rotary:i=0 is_causal:i=1 k_quant_type:s="NONE" kv_num_heads:i! local_window_size:i=-1 num_heads:i! qk_norm_epsilon:f=1e-06 rotary_interleaved:i=0 rotary_offset:i=0 scale:f selected_kv_source:s="main" softcap:f v_quant_type:s="NONE"
SparseToDenseMatMul 1|A,B|Y|alpha:f=1.0 transA:i=0 transB:i=0
SpeculativePrefixCommit 1|next_tokens,input_ids,status,ctl,ctx_commit,prefixes,ptrs|head_c,updated_ctl,updated_ctx_commit|head_rows:i=8
SwiGLU 1|gate,up?|output|activation_alpha:f=1.0 activation_beta:f=0.0 limit:f=0.0 round_activation:i=0
Tokenizer 1|X|Y|mark:i! mincharnum:i! pad_value:s! separators:S tokenexp:s
TorchEmbedding 1|weight,indices,padding_idx?,scale_grad_by_freq?|Y|
TransposeMatMul 1|A,B|Y|alpha:f=1.0 transA:i=0 transB:i=0
Trilu 1|X,k?|Y|upper:i=1
UnfoldTensor 1|input|output|dim:i=-1 size:i! step:i=1
Unique 1|x|y,idx,counts|
VarlenCausalConvWithState 1|input,weight,cumulative_sequence_length,bias?,initial_state,capture_count?,kernel_delta?,previous_mask?|output,final_state,state_update?|activation:s="none" delta_offset:i=0 dilation:i=1 group_size:i=1 state_update_capacity:i=0
VarlenNGramHashMapping 1|input_ids,multipliers,vocab_sizes,cumulative_sequence_length,past_ids?,head_offsets?,eos_token_id?,segment_ids?,past_segment_ids?,capture_count?|hash_ids,present_ids?,present_segment_ids?,state_update?|max_ngram_size:i! n_head_per_ngram:i! pad_id:i! reset_on_eos:i=0 state_update_capacity:i=0
WhisperBeamSearch 1|input_ids,max_length,min_length?,num_beams,num_return_sequences,length_penalty?,repetition_penalty?,vocab_mask?,prefix_vocab_mask?,attention_mask?,decoder_input_ids?,logits_processor?,cross_qk_layer_head?,extra_decoding_ids?,temperature?|sequences,sequences_scores?,scores?,cross_qk?,non_speech_probs?|beginning_timestamp_token_id:i decoder:g! decoder_output_cross_qk:i decoder_start_token_id:i=-1 early_stopping:i=0 encoder:g eos_token_id:i! init_decoder:g model_type:i=2 no_repeat_ngram_size:i=0 no_speech_token_id:i no_timestamps_token_id:i pad_token_id:i! start_of_lm_token_id:i transcribe_token_id:i translate_token_id:i vocab_size:i=-1
WordConvEmbedding 1|Sequence,W,B,C|Y|char_embedding_size:i conv_window_size:i embedding_size:i
`,
};
