import { NONE } from '../../shared/graph/graph';
import type { SubgraphDescription } from '../../shared/graph/graphBuilder';
import type { ByteRange } from '../byteSource';
import { FUNCTION } from '../wire/fields';
import type { WireCursor } from '../wire/wireCursor';
import type { BudgetMeter } from './budgetMeter';
import { skimOpset } from './skimModel';
import { skimRange } from './skimRange';

/** What a function says before its nodes are read, and where the values stand that its attributes have by default. */
export interface FunctionHeader {
  readonly description: SubgraphDescription;
  readonly defaults: readonly ByteRange[];
}

/** Describes the function whose message lies in `range`: name, domain, overload, operator sets, attributes. */
export function describeFunction(cursor: WireCursor, { offset, length }: ByteRange, meter: BudgetMeter): FunctionHeader {
  const end = offset + length;
  cursor.seek(offset);
  let name = '';
  let functionDomain = '';
  let functionOverload = '';
  const functionOpsets = new Map<string, number>();
  const defaults: ByteRange[] = [];
  while (cursor.more(end)) {
    const tag = cursor.tag();
    if (tag === FUNCTION.name) name = cursor.text(cursor.fieldEnd(end));
    else if (tag === FUNCTION.domain) functionDomain = cursor.text(cursor.fieldEnd(end));
    else if (tag === FUNCTION.overload) functionOverload = cursor.text(cursor.fieldEnd(end));
    else if (tag === FUNCTION.opsetImport && meter.take('functionOpsets')) {
      const { domain, version } = skimOpset(cursor, cursor.fieldEnd(end));
      functionOpsets.set(domain, version);
    } else if (tag === FUNCTION.attributeProto && meter.take('attributes')) defaults.push(skimRange(cursor, end));
    else cursor.skipRun(tag, end);
  }
  const description = {
    kind: 'function', name, ownerNode: NONE, ownerAttribute: '', parent: NONE, functionDomain, functionOverload, functionOpsets,
  } as const; // prettier-ignore
  return { description, defaults };
}
