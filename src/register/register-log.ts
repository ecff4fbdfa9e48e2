/** The history of a register: one JSON object a line, only ever added to, so that git's union driver merges it. */
import * as z from 'zod/mini';
import type { RegisterProblem } from './document-sections.ts';
import { MARK_OF_A_CONFLICT } from './plain-markdown.ts';
import { ID } from './resolution-table.ts';

export const LOG_EVENTS = [
  'opened',
  'fixed',
  'reopened',
  'accepted',
  'acceptance-ended',
  // Written by earlier versions.
  'refuted',
  'regraded',
  'grown',
  'edited',
  'removed',
] as const;
export type LogEventKind = (typeof LOG_EVENTS)[number];

export interface LogEvent {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly id: string;
  readonly event: LogEventKind;
  readonly commit?: string | undefined;
  readonly rule?: string | undefined;
  readonly place?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly reason?: string | undefined;
  readonly until?: string | undefined;
}

const EVENT = z.object({
  date: z.string(),
  id: z.string().check(z.regex(ID)),
  event: z.enum(LOG_EVENTS),
  commit: z.optional(z.string()),
  rule: z.optional(z.string()),
  place: z.optional(z.string()),
  from: z.optional(z.string()),
  to: z.optional(z.string()),
  reason: z.optional(z.string()),
  until: z.optional(z.string()),
});

/** Of lines that stand twice, as a merge may leave them, one. */
export function parseLog(text: string): readonly LogEvent[] | RegisterProblem {
  const events = new Map<string, LogEvent>();
  for (const [at, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    if (line.trim() === '') continue;
    if (MARK_OF_A_CONFLICT.test(line) || /^={7}$/.test(line)) {
      return { problem: 'has merge-conflict markers: keep the lines of both sides', line: at + 1 };
    }
    const event = EVENT.safeParse(parseJson(line));
    if (!event.success) return { problem: 'has a line that is not a register event', line: at + 1 };
    events.set(line, event.data);
  }
  return [...events.values()];
}

export function formatEvents(events: readonly LogEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
