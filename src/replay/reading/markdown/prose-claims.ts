/** Paragraphs that state a defect, outside of everything that has the shape of a claim. */

import type { ClaimDraft } from '../claim-draft.ts';
import { readId } from '../parts/claim-id.ts';
import { placesIn } from '../parts/places.ts';
import { severityInTitle } from '../parts/severity.ts';
import { statusInTitle } from '../parts/status.ts';
import { DEFECT_WORDS } from '../words/defect-words.ts';
import { plainWords, wordSet } from '../words/phrases.ts';
import { type Block, type Line, type Prose, plainRun, textOf } from './document.ts';
import { fieldsOfBlocks } from './fields.ts';
import type { Standpoint } from './find-claims.ts';
import { isLabelLine } from './labels.ts';
import { hasNames } from './list-claims.ts';
import { kindSaid } from './section-kind.ts';
import { boldSentence, leadOf, readTitle, saysOnlyLines, sentencesOf } from './titles.ts';

/** Lines that begin with an id, or below the name of a file with lines of it, begin a claim each: `#50 [HIGH] app.py:28 — …`, "**Line 10:** …". */
export function draftsOfProse(prose: Prose, code: readonly Block[], at: Standpoint): readonly ClaimDraft[] {
  const starts = prose.lines.flatMap((line, index) => (beginsClaim(line, at) ? [index] : []));
  if (starts.length === 0) {
    const draft = draftOfProse(prose, code, at);
    return draft === undefined ? [] : [draft];
  }
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? prose.lines.length;
    return draftOfLines(prose.lines.slice(start, end), end === prose.lines.length ? code : [], at);
  });
}

function beginsClaim(line: Line, { context }: Standpoint): boolean {
  if (readId(textOf(line)) !== undefined) return true;
  const [first] = line;
  return context.places.length > 0 && first?.strong === true && saysOnlyLines(first.text);
}

function draftOfLines(lines: readonly Line[], code: readonly Block[], at: Standpoint): ClaimDraft {
  const [head = [], ...rest] = lines;
  const first = head[0]?.line ?? 1;
  const last = lines.at(-1)?.[0]?.line ?? first;
  const { id, severity, status } = readTitle(head, at.scale);
  const { title } = readTitle(id === undefined ? [plainRun(leadOf(head), first)] : head, at.scale);
  const body: Prose = { kind: 'prose', lines: rest, first: first + 1, last };
  const fields = fieldsOfBlocks(rest.length === 0 ? code : [body, ...code]);
  return { id, head, title, context: at.context, severity, status, fields, first, last: code.at(-1)?.last ?? last };
}

function draftOfProse(prose: Prose, code: readonly Block[], at: Standpoint): ClaimDraft | undefined {
  const whole: Line = prose.lines.flatMap((line, index) =>
    index === 0 ? line : [plainRun(' ', prose.first), ...line],
  );
  const [first] = whole;
  if (first === undefined) return undefined;
  if (isLabelLine([first]) || tellsNothingNew(prose)) return undefined;
  const stated = statedDefect(whole, prose.first);
  const sentence = stated === undefined ? undefined : (boldSentence(whole) ?? stated);
  if (sentence === undefined) return undefined;
  const beginning = textOf(whole).slice(0, 40);
  const { id, title, severity, status } = readTitle([plainRun(sentence, first.line)], at.scale);
  return {
    id,
    head: whole,
    title,
    context: at.context,
    severity: severity ?? severityInTitle(beginning, at.scale),
    status: status ?? statusInTitle(beginning),
    fields: fieldsOfBlocks([prose, ...code]),
    first: prose.first,
    last: code.at(-1)?.last ?? prose.last,
  };
}

/** "**Bottom line:** …", "**Strengths:** …", "**Recommendation:** …". */
function tellsNothingNew({ lines: [line] }: Prose): boolean {
  if (line?.[0]?.strong !== true) return false;
  const [label = '', rest] = textOf(line).split(/[:：]/, 2);
  const kind = rest === undefined || plainWords(label).length > LABEL_WORDS ? undefined : kindSaid(label);
  return (kind !== undefined && kind !== 'defects') || (rest !== undefined && PRAISING.has(label.toLowerCase().trim()));
}

/** What is longer is a sentence with a colon in it. */
const LABEL_WORDS = 10;

const PRAISING = wordSet('quality verified good note bewertung qualitat calidad qualite qualidade вердикт');

/** The sentence that says what is wrong, in a paragraph that names some code; what announces a list says nothing itself. */
function statedDefect(whole: Line, line: number): string | undefined {
  const text = textOf(whole);
  const sentences = sentencesOf(text).filter((sentence) => !/[:：]\s*$/.test(sentence));
  const stated = sentences.find((sentence) => DEFECT_WORDS.has(sentence));
  if (stated === undefined) return undefined;
  return hasNames(whole) || placesIn(text, line).length > 0 || whole[0]?.strong === true ? stated : undefined;
}
