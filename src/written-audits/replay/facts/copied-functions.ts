import { SAYS_COPIED } from '../../reading/words/fact-words.ts';
import type { Verdict } from '../../replayed-claim.ts';
import type { AnchoredClaim } from '../anchor-claim.ts';
import { codeNames, codesIn } from '../code-names.ts';
import { findQuote, quotedLines } from '../find-quote.ts';
import { lastHeld } from '../quote-past.ts';
import type { CodeFile } from '../repository-code.ts';
import type { VerdictGround } from '../verdict.ts';
import { auditedFile, wholeFiles } from './audited-code.ts';
import { endedFact, presentFact } from './present-fact.ts';

/** A function of which the title says that it is defined several times: it is, or was when the document was written. */
export function copiedFunctions(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { title } = anchored.claim;
  if (!SAYS_COPIED.test(title)) return undefined;
  const written = codesIn(title);
  const files = wholeFiles(anchored, ground);
  const before = files.flatMap(({ path }) => auditedFile(path, ground) ?? []);
  for (const name of codeNames({ names: written })) {
    const now = definitionsOf(name, files);
    if (now.length > 1)
      return presentFact(anchored, `\`${name}\` is defined ${now.length} times in the files of the claim`, now);
    const then = definitionsOf(name, before);
    const [first] = then;
    if (first === undefined || then.length < 2 || isCopiedStill(first, before, files)) continue;
    const removed =
      ground.past && lastHeld(first.path, ground.past, ({ content }) => content.includes(`def ${name}(`))?.removedIn;
    return endedFact(
      `\`${name}\` was defined ${then.length} times, and is defined ${now.length === 0 ? 'no more' : 'once now'}`,
      now,
      removed,
    );
  }
  return undefined;
}

/** Under another name. */
function isCopiedStill(
  { path, line, last }: Definition,
  before: readonly CodeFile[],
  now: readonly CodeFile[],
): boolean {
  const text = before.find((file) => file.path === path)?.text;
  const body = Array.from({ length: last - line }, (_, i) => text?.lineText(line + 1 + i) ?? '').join('\n');
  const lines = quotedLines(body);
  return now.filter(({ tokens }) => (findQuote(lines, tokens)?.share ?? 0) >= ALIKE).length > 1;
}

const ALIKE = 0.75;

interface Definition {
  readonly message: string;
  readonly path: string;
  readonly line: number;
  readonly last: number;
}

function definitionsOf(name: string, files: readonly CodeFile[]): readonly Definition[] {
  return files.flatMap(({ path, constructs }) =>
    constructs
      .filter((each) => each.kind === 'function' && each.name === name)
      .map(({ lines }) => ({ message: `\`${name}\` is defined here`, path, line: lines.first, last: lines.last })),
  );
}
