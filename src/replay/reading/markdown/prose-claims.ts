/** Paragraphs whose lines begin claims: with an id, with a label that says what they are, or below the name of a file with lines of it. */

import type { ClaimDraft } from '../claim-draft.ts';
import { readId } from '../parts/claim-id.ts';
import { plainWords } from '../words/phrases.ts';
import { type Block, type Line, type Prose, plainRun, textOf } from './document.ts';
import { fieldsOfBlocks } from './fields.ts';
import type { Standpoint } from './find-claims.ts';
import { kindSaid } from './section-kind.ts';
import { leadOf, readTitle, saysOnlyLines } from './titles.ts';

/** `#50 [HIGH] app.py:28 — …`, "**Dockerfile problem:** …", "**Line 10:** …". */
export function draftsOfProse(prose: Prose, code: readonly Block[], at: Standpoint): readonly ClaimDraft[] {
  const starts = prose.lines.flatMap((line, index) => (beginsClaim(line, at) ? [index] : []));
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? prose.lines.length;
    return draftOfLines(prose.lines.slice(start, end), end === prose.lines.length ? code : [], at);
  });
}

function beginsClaim(line: Line, { context }: Standpoint): boolean {
  if (readId(textOf(line)) !== undefined) return true;
  const [first] = line;
  if (first?.strong !== true) return false;
  return callsDefect(line) || (context.places.length > 0 && saysOnlyLines(first.text));
}

/** "**Critical issue:** …", and nothing that announces a list. */
function callsDefect([label, ...rest]: Line): boolean {
  const said = label?.strong === true && /[:：]\s*$/.test(label.text) && rest.length > 0 ? label.text : '';
  return plainWords(said).length > 1 && kindSaid(said) === 'defects';
}

function draftOfLines(lines: readonly Line[], code: readonly Block[], at: Standpoint): ClaimDraft {
  const [head = [], ...rest] = lines;
  const first = head[0]?.line ?? 1;
  const last = lines.at(-1)?.[0]?.line ?? first;
  const { id, severity, status } = readTitle(head, at.scale);
  const { title } = readTitle(
    id !== undefined ? head : [plainRun(leadOf(callsDefect(head) ? head.slice(1) : head), first)],
    at.scale,
  );
  const body: Prose = { kind: 'prose', lines: rest, first: first + 1, last };
  const fields = fieldsOfBlocks(rest.length === 0 ? code : [body, ...code]);
  return { id, head, title, context: at.context, severity, status, fields, first, last: code.at(-1)?.last ?? last };
}
