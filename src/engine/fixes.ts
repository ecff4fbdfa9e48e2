/** How fixes travel from the rule that offers them to the finding: without what the rule's documentation says. */
import type { Edit, Fix, FixDocs } from '../findings/index.ts';
import type { OfferedFix, RegisteredRule, SpanEdit } from '../kit/index.ts';
import type { Span } from '../text/index.ts';
import type { FilePlaces } from './file-places.ts';
import type { MappedEdit, MappedFix } from './file-report.ts';
import { lastStartingBefore } from './spans.ts';
import { ENGINE_RULES } from './suppressions/suppression-rules.ts';

/**
 * A fix of the file that the rule looked at. The cells of a notebook stand in JSON, where nothing is fixed; and what would take a comment
 * with it is for a person, who knows what the comment is about.
 */
export function mapFix(
  fix: OfferedFix | undefined,
  places: FilePlaces,
  comments: readonly Span[] = [],
): MappedFix | undefined {
  if (fix === undefined || fix.edits.length === 0 || places.cellOfLine !== undefined) return undefined;
  if (fix.edits.some((edit) => takesComment(edit, comments))) return undefined;
  const end = lineEndOf(places);
  const place = ({ at, text = '' }: SpanEdit): MappedEdit => {
    const { line, column, endLine, endColumn } = places.locate(at);
    return [text.replace(/\r\n?|\n/g, end), line, column, endLine, endColumn];
  };
  const edits = fix.edits.filter(({ text }) => text !== undefined).map(place);
  const keeps = fix.edits.filter(({ text }) => text === undefined).map(place);
  return { which: fix.which ?? 0, edits, ...(keeps.length > 0 && { keeps }) };
}

function takesComment({ at, text }: SpanEdit, comments: readonly Span[]): boolean {
  if (text === undefined) return false;
  const last = lastStartingBefore(comments, at.end - 1);
  return last !== undefined && last.start >= at.start;
}

/** A fix of a project rule, whose places are reported already. */
export function placeFix(fix: OfferedFix<Edit> | undefined, own: string): MappedFix | undefined {
  if (fix === undefined || fix.edits.length === 0) return undefined;
  const edits = fix.edits.map(({ location: { path, line, column, endLine, endColumn }, text }): MappedEdit => {
    const place = [text, line, column, endLine, endColumn] as const;
    return path === own ? place : [...place, path];
  });
  return { which: fix.which ?? 0, edits };
}

/** The kinds of fix that each rule has. */
export function fixesByRule(rules: readonly RegisteredRule[]): ReadonlyMap<string, readonly FixDocs[]> {
  const registered = rules.map(({ name, rule }) => ({ name, docs: rule.docs }));
  return new Map(
    [...registered, ...ENGINE_RULES].flatMap(({ name, docs: { fixes } }) => (fixes ? [[name, fixes]] : [])),
  );
}

/** The fix as findings carry it; undefined where the rule does not know its kind. */
export function wholeFix({ which, edits, keeps }: MappedFix, own: string, kinds: readonly FixDocs[]): Fix | undefined {
  const kind = kinds[which];
  return (
    kind && {
      ...kind,
      edits: edits.map((edit) => wholeEdit(edit, own)),
      ...(keeps !== undefined && { keeps: keeps.map((edit) => wholeEdit(edit, own).location) }),
    }
  );
}

function wholeEdit([text, line, column, endLine, endColumn, path]: MappedEdit, own: string): Edit {
  return { location: { path: path ?? own, line, column, endLine, endColumn }, text };
}

/** As the first line ends. */
function lineEndOf({ text: { content, lineCount, lines } }: FilePlaces): string {
  const end = lines.starts[1] ?? 0;
  if (lineCount === 1 || content[end - 1] === '\n') return content[end - 2] === '\r' ? '\r\n' : '\n';
  return '\r';
}
