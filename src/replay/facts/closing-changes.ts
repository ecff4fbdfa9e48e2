/** What the document calls fixed was changed when it was written: by the commit that brought the document, or in the days before. */

import type { AnchoredClaim } from '../anchor-claim.ts';
import { codeNames, codesIn, mayDefineFunction } from '../code-names.ts';
import { constructAround, type NamedConstruct } from '../named-constructs.ts';
import { WHOLE } from '../place-quotes.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { CodeFile } from '../repository-code.ts';
import type { VerdictGround } from '../verdict.ts';
import { linesOf, pastFile, placesIn } from './audited-code.ts';
import { endedFact } from './present-fact.ts';

/**
 * The function that the title names, the lines that the document gives, or the lines that hold a name of the title. Word and change together
 * are what a person would go by; each alone proves nothing, nor do both where the code stands as it is quoted.
 */
export function closingChange(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { past } = ground;
  const { claim, files } = anchored;
  if (past === undefined || files.length === 0 || stillStands(anchored)) return undefined;
  const [bringing] = past.whenTold;
  for (const path of files.slice(0, MOST_FILES)) {
    const touches = past.touches(path, MOST_TOUCHES);
    const told = touches.findIndex(({ commit }) => past.whenTold.has(commit));
    if (told === -1) continue;
    past.expect(touches.slice(told, told + MOST_VERSIONS + 1));
    for (let i = told; i < Math.min(touches.length, told + MOST_VERSIONS); i++) {
      const [touch, earlier] = [touches[i], touches[i + 1]];
      if (touch === undefined || earlier === undefined || !past.whenTold.has(touch.commit)) break;
      const [before, after] = [pastFile(earlier, ground), pastFile(touch, ground)];
      const changed = before && after && changedOf(path, before, after, anchored);
      if (changed === undefined) continue;
      const when = touch.commit === bringing ? ', which brought the document,' : ', shortly before the document,';
      const because = `the document says that it is fixed, and ${touch.commit.slice(0, 8)}${when} changed ${changed}`;
      const evidence = [{ message: `${touch.commit.slice(0, 8)} changed ${changed}`, path, line: undefined }];
      return { ...endedFact(because, evidence, undefined), fixedIn: claim.fixedIn ?? touch.commit };
    }
  }
  return undefined;
}

const MOST_FILES = 3;
const MOST_TOUCHES = 60;
/** Each is read and taken apart. */
const MOST_VERSIONS = 6;

/** Code that the title quotes, whole, in a file of the claim. */
const stillStands = ({ claim, quotes, files }: AnchoredClaim): boolean =>
  quotes.some(
    ({ quote, found }) =>
      found !== undefined &&
      found.share >= WHOLE &&
      !found.isRenamed &&
      files.includes(found.path) &&
      codesIn(claim.title).includes(quote.text),
  );

/** What of the claim a commit changed, as a message names it. */
function changedOf(path: string, before: CodeFile, after: CodeFile, anchored: AnchoredClaim): string | undefined {
  return (
    changedConstruct(before, after, anchored) ??
    changedPlace(path, before, after, anchored) ??
    changedLines(before, after, anchored)
  );
}

function changedConstruct(before: CodeFile, after: CodeFile, { claim }: AnchoredClaim): string | undefined {
  // Nobody parses a version that holds no such definition.
  const asked = codeNames({ names: codesIn(claim.title) }).filter((name) => mayDefineFunction(name, after));
  if (asked.length === 0) return undefined;
  const isAsked = ({ kind, name, qualifiedName }: NamedConstruct): boolean =>
    kind === 'function' && asked.some((each) => each === name || qualifiedName.endsWith(`.${each}`));
  for (const now of after.constructs.filter(isAsked)) {
    const then = before.constructs.find(
      ({ kind, qualifiedName }) => kind === now.kind && qualifiedName === now.qualifiedName,
    );
    if (then === undefined) continue;
    if (linesOf(before, then.lines).join('\n') !== linesOf(after, now.lines).join('\n'))
      return `\`${now.qualifiedName}\``;
  }
  return undefined;
}

/** The lines may be those of before or of after. */
function changedPlace(path: string, before: CodeFile, after: CodeFile, { claim }: AnchoredClaim): string | undefined {
  const all = { first: 1, last: Number.POSITIVE_INFINITY };
  const [then, now] = [new Set(linesOf(before, all)), new Set(linesOf(after, all))];
  for (const { first, last } of placesIn(claim, path).flatMap(({ ranges }) => ranges)) {
    if (last - first > MOST_LINES) continue;
    const isLeft = linesOf(before, { first, last }).some((line) => !now.has(line));
    const isCome = linesOf(after, { first, last }).some((line) => !then.has(line));
    if (!isLeft && !isCome) continue;
    const around = constructAround((isLeft ? before : after).constructs, first);
    const where = around === undefined ? '' : ` of \`${around.qualifiedName}\``;
    return `the lines that the document gives${where}`;
  }
  return undefined;
}

const MOST_LINES = 60;

/** Lines that hold a name of the title came, went or were changed. */
function changedLines(before: CodeFile, after: CodeFile, { claim }: AnchoredClaim): string | undefined {
  const names = codeNames({ names: codesIn(claim.title) }).filter((name) => name.length >= LEAST_NAME);
  const holding = (file: CodeFile, name: string): string =>
    linesOf(file, { first: 1, last: file.lineCount })
      .filter((line) => line.includes(name))
      .join('\n');
  const changed = names.find((name) => holding(before, name) !== holding(after, name));
  return changed === undefined ? undefined : `lines with \`${changed}\``;
}

/** Shorter ones stand in too many lines. */
const LEAST_NAME = 6;
