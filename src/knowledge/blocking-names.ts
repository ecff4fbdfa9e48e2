/** Whether the function or method of a qualified name holds its thread until the outside world answers. */
import { BLOCKING_CALLS, BLOCKING_CLASSES, NEVER_BLOCKING_METHODS } from './blocking-calls.ts';
import { CLIENT_PACKAGES, waitsByClient } from './synchronous-clients.ts';

/** First segments of every name in the tables: most names are told apart by it. */
const BLOCKING_PACKAGES: ReadonlySet<string> = new Set([...BLOCKING_CALLS, ...BLOCKING_CLASSES].map(firstSegment));

export function isBlockingName(name: string): boolean {
  const first = firstSegment(name);
  if (CLIENT_PACKAGES.has(first) && waitsByClient(name)) return true;
  if (!BLOCKING_PACKAGES.has(first)) return false;
  if (BLOCKING_CALLS.has(name)) return true;
  const dot = name.lastIndexOf('.');
  return BLOCKING_CLASSES.has(name.slice(0, dot)) && !NEVER_BLOCKING_METHODS.has(name.slice(dot + 1));
}

function firstSegment(name: string): string {
  const dot = name.indexOf('.');
  return dot === -1 ? name : name.slice(0, dot);
}
