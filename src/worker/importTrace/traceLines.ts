import * as v from 'valibot';

const eventSchema = v.object({
  cat: v.string(),
  name: v.string(),
  ts: v.number(),
  dur: v.number(),
  args: v.optional(v.record(v.string(), v.unknown()), {}),
});

type Event = v.InferOutput<typeof eventSchema>;

/** Events of a profile that another program has parsed and written, as the lines that the runtime would have written, in its order: by end, bodies before their holder. */
export function traceLines(document: unknown): readonly string[] {
  const events = eventsOf(document).flatMap(event => {
    const checked = v.safeParse(eventSchema, event);
    return checked.success ? [checked.output] : [];
  });
  return events.sort((a, b) => a.ts + a.dur - (b.ts + b.dur) || b.ts - a.ts).map(lineOf);
}

function eventsOf(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return document;
  const inside = typeof document === 'object' && document !== null && 'traceEvents' in document ? document.traceEvents : [];
  return Array.isArray(inside) ? inside : [];
}

function lineOf({ cat, name, ts, dur, args }: Event): string {
  const written = Object.entries(args).map(([key, value]) => `"${key}" : ${argument(value)}`);
  return `{"cat" : "${cat}","dur" :${Math.round(dur)},"ts" :${Math.round(ts)},"ph" : "X","name" :"${name}","args" : {${written.join(',')}}},`;
}

/** The runtime writes numbers as texts, and a blank behind the names inside of objects. */
function argument(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? `"${value}"` : JSON.stringify(value).replaceAll('":', '": ');
}
