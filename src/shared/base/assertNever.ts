/** Marks the branch of a `switch` that no value can reach; adding a member to the union makes the call a type error. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${String(value)}`);
}
