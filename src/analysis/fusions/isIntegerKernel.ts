const INTEGER_KERNEL = /^(QLinear|QGemm|MatMulInteger|DynamicQuantize|MatMulNBits|ConvInteger|NhwcQ)/;

/** Whether an operator of the runtime computes in integers, by its name. */
export function isIntegerKernel(op: string): boolean {
  return INTEGER_KERNEL.test(op);
}
