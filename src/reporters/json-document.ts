import { escapeJson } from './escape.ts';

/** A value as a JSON document that is safe to print. */
export function jsonDocument(value: unknown): string {
  return `${escapeJson(JSON.stringify(value, undefined, 2))}\n`;
}
