import * as v from 'valibot';
import type * as vscode from 'vscode';

/** Something remembered, as it was stored; `undefined` where there is none, or where it is not what is expected: another version of the extension may have stored it. */
export function recall<T>(memory: vscode.Memento, key: string, schema: v.GenericSchema<unknown, T>): T | undefined {
  const checked = v.safeParse(schema, memory.get<unknown>(key));
  return checked.success ? checked.output : undefined;
}
