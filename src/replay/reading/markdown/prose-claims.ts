/** Paragraphs that state a defect, outside of everything that has the shape of a claim. */

import type { ClaimDraft } from '../claim-draft.ts';
import { readId } from '../parts/claim-id.ts';
import { placesIn } from '../parts/places.ts';
import { severityInTitle } from '../parts/severity.ts';
import { statusInTitle } from '../parts/status.ts';
import { DEFECT_WORDS, NEGATIONS } from '../words/defect-words.ts';
import { plainWords } from '../words/phrases.ts';
import { SECTION_WORDS } from '../words/section-words.ts';
import { deniesDefect } from './denials.ts';
import { type Block, type Line, type Prose, plainRun, textOf } from './document.ts';
import { fieldsOfBlocks } from './fields.ts';
import type { Standpoint } from './find-claims.ts';
import { isLabelLine, splitByLabels } from './labels.ts';
import { hasNames } from './list-claims.ts';
import { kindSaid } from './section-kind.ts';
import { isLabelledDefect, titleOfDefect } from './titled-defects.ts';
import { boldSentence, firstSentence, leadOf, readTitle, saysOnlyLines, sentencesOf } from './titles.ts';

/** Lines that begin with an id, or below the name of a file with lines of it, begin a claim each: `#50 [HIGH] app.py:28 — …`, "**Line 10:** …". */
export function draftsOfProse(prose: Prose, code: readonly Block[], at: Standpoint): readonly ClaimDraft[] {
  const labelled = prose.lines.filter(isLabelledDefect);
  if (labelled.length >= 2 && labelled.length === prose.lines.length)
    return labelled.flatMap((line, index) => {
      const first = line[0]?.line ?? prose.first;
      const one: Prose = { kind: 'prose', lines: [line], first, last: first };
      return draftOfProse(one, index === labelled.length - 1 ? code : [], at) ?? [];
    });
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
  const called = titleOfDefect(prose.lines[0] ?? []) ?? calledDefect(prose);
  if (called === undefined && (isLabelLine([first]) || isPreamble(prose) || tellsNothingNew(prose) || isScored(at)))
    return undefined;
  const stated = statedDefect(whole, prose.first);
  const sentence =
    called ??
    (stated === undefined && !at.siblings.has(prose) ? undefined : (boldSentence(whole) ?? stated)) ??
    (at.isTopic && at.context.status === undefined ? lackStated(whole) : undefined);
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

/** Below "Security — 44/100" a paragraph says why the mark is what it is; the findings stand behind it. */
const isScored = ({ context: { section } }: Standpoint): boolean => SCORE.test(section.at(-1) ?? '');

const SCORE = /(?<![\d.])\d{1,3}(?:[.,]\d)?\s?\/\s?(?:10|100)(?!\d)/;

const LABEL = /^\W{0,6}[\p{L}][^:：.`]{1,40}[:：]\s*\S/u;

/** Lines of labels and values as they stand above a document: "**Reviewed:** 2026-07-20", "审计日期：…". */
function isPreamble({ lines }: Prose): boolean {
  return lines.length >= 2 && lines.every((line) => LABEL.test(textOf(line)) && !callsDefect(line));
}

function callsDefect(line: Line): boolean {
  const [label = ''] = textOf(line).split(/[:：]/);
  return SECTION_WORDS.whole(label) === 'defects';
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

const PRAISING: ReadonlySet<string> = new Set([
  'quality',
  'verified',
  'good',
  'note',
  'bewertung',
  'qualitat',
  'calidad',
  'qualite',
  'qualidade',
  'вердикт',
]);

/** The sentence that says what is wrong, in a paragraph that names some code; what announces a list says nothing itself. */
function statedDefect(whole: Line, line: number): string | undefined {
  const text = textOf(whole);
  const sentences = sentencesOf(text).filter((sentence) => !/[:：]\s*$/.test(sentence));
  const stated = sentences.find((sentence) => DEFECT_WORDS.has(sentence));
  if (stated === undefined) return undefined;
  return hasNames(whole) || placesIn(text, line).length > 0 || whole[0]?.strong === true ? stated : undefined;
}

/** "I found no tests.", as all that a part says of its topic. */
function lackStated(whole: Line): string | undefined {
  const text = textOf(whole);
  if (text.length > LONGEST_REMARK) return undefined;
  const sentences = sentencesOf(text).filter((sentence) => !/[:：]\s*$/.test(sentence) && !deniesDefect(sentence));
  return sentences.find((sentence) => {
    const words = plainWords(sentence);
    return words.length >= 4 && (DEFECT_WORDS.has(sentence) || words.some((word) => NEGATIONS.has(word)));
  });
}

const LONGEST_REMARK = 200;

/** "**Missing:** no backoff, no circuit breaker.", "**Gap:** …". */
function calledDefect({ lines: [line] }: Prose): string | undefined {
  if (line === undefined || line[0]?.strong !== true) return undefined;
  const [labelled] = splitByLabels(line).labelled;
  if (labelled === undefined || labelled.value.length === 0) return undefined;
  if (labelled.kind !== 'title' && labelled.kind !== 'text') return undefined;
  if (labelled.kind !== 'title' && SECTION_WORDS.whole(labelled.label) !== 'defects') return undefined;
  return KEPT_IN_CLAIMS.has(labelled.label.toLowerCase()) ? undefined : firstSentence(textOf(labelled.value));
}

/** Labels of parts of a claim, wherever they stand. */
const KEPT_IN_CLAIMS: ReadonlySet<string> = new Set([
  'impact',
  'risk',
  'title',
  'name',
  'summary',
  'what',
  'item',
  'observation',
]);
