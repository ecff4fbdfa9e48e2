import type { Notice } from '../findings/index.ts';

/** A fault of auditlint itself, in a rule or in one of the steps that serve all rules. */
export interface Failure {
  readonly rule: string;
  readonly error: unknown;
}

/**
 * One notice per failed rule. Where a step that all rules ask failed, they all fail alike: from the fourth equal one on
 * they share a notice.
 */
export function failureNotices(failures: readonly Failure[], path?: string): Notice[] {
  const byMessage = new Map<string, Failure[]>();
  for (const failure of failures) {
    const message = describeFault(failure.error);
    byMessage.set(message, [...(byMessage.get(message) ?? []), failure]);
  }
  const where = path === undefined ? {} : { path };
  return [...byMessage].flatMap(([message, alike]): Notice[] => {
    const names = alike.map(({ rule }) => rule).sort();
    if (alike.length < ALIKE) {
      return names.map((rule) => ({
        kind: 'rule-failed',
        ...where,
        rule,
        message: `rule \`${rule}\` failed and was skipped here: ${message}`,
      }));
    }
    const text = `${alike.length} rules failed and were skipped here: ${message} (${names.join(', ')})`;
    return [{ kind: 'rule-failed', ...where, message: text }];
  });
}

const ALIKE = 4;

/** What went wrong, in one line. */
export function describeFault(error: unknown): string {
  if (exhaustsStack(error)) return 'the code is nested too deep';
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** What a question says that goes from level to level, where code has more of them than it can hold. */
export const exhaustsStack = (error: unknown): boolean =>
  error instanceof RangeError && /call stack/i.test(error.message);

/** A place that a rule could not follow to its end. */
export interface DeepPlace {
  readonly rule: string;
  readonly line: number;
}

/** One notice for each line: the rules that said nothing of it said all of the rest. */
export function deepNotices(places: readonly DeepPlace[], path: string): Notice[] {
  const byLine = new Map<number, Set<string>>();
  for (const { rule, line } of places) byLine.set(line, (byLine.get(line) ?? new Set()).add(rule));
  return [...byLine].map(([line, rules]) => {
    const names = [...rules].sort().map((name) => `\`${name}\``);
    const who = names.length === 1 ? `rule ${names[0]}` : `${names.length} rules`;
    const which = names.length === 1 ? '' : ` (${names.join(', ')})`;
    const message = `nested too deep at line ${line} for ${who}: skipped there, complete elsewhere${which}`;
    return { kind: 'too-deep', path, line, message };
  });
}
