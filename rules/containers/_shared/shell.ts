/** Changes of commands in files that are not Python. */
import type { FailureHiding } from '#artifacts';
import { type Edits, replacement } from '#kit/fixes';
import type { SourceText, Span } from '#text';

/** Takes away what hides the failure of a command that stands right before it: `|| true`, or `; true` at the end. */
export function withoutHiding({ kind, span, behind }: FailureHiding, command: Span, text: SourceText): Edits {
  if (kind === 'or-true' && behind !== undefined) return [replacement({ start: behind, end: span.end }, '')];
  const between = { start: command.end, end: span.start };
  const isLast = kind === 'exit-zero' && /^[\s\\]*;[\s\\]*$/.test(text.slice(between));
  return isLast ? [replacement({ start: command.end, end: span.end }, '')] : undefined;
}

/** The words of an exec form as what a shell runs, which fills in their variables. */
export function runByShell(words: readonly string[]): string {
  return JSON.stringify(['sh', '-c', `exec ${words.map(quoted).join(' ')}`]).replaceAll('","', '", "');
}

function quoted(word: string): string {
  if (/^[\w./:=@%+,-]+$/.test(word)) return word;
  return word.includes('$') ? `"${word.replace(/["\\`]/g, '\\$&')}"` : `'${word.replaceAll("'", "'\\''")}'`;
}
