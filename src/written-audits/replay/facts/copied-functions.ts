import { SAYS_COPIED } from '../../reading/words/fact-words.ts';
import type { Verdict } from '../../replayed-claim.ts';
import type { AnchoredClaim } from '../anchor-claim.ts';
import { codeNames } from '../code-names.ts';
import { lastHeld } from '../quote-past.ts';
import type { CodeFile } from '../repository-code.ts';
import type { VerdictGround } from '../verdict.ts';
import { auditedFile, wholeFiles } from './audited-code.ts';
import { endedFact, presentFact } from './present-fact.ts';

/** A function of which the title says that it is defined several times: it is, or was when the document was written. */
export function copiedFunctions(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { title } = anchored.claim;
  if (!SAYS_COPIED.test(title)) return undefined;
  const written = [...title.matchAll(/`([^`\n]+)`/g)].flatMap(([, code]) => code ?? []);
  const files = wholeFiles(anchored, ground);
  const before = files.flatMap(({ path }) => auditedFile(path, ground) ?? []);
  for (const name of codeNames({ names: written })) {
    const now = definitionsOf(name, files);
    if (now.length > 1)
      return presentFact(anchored, `\`${name}\` is defined ${now.length} times in the files of the claim`, now);
    const then = definitionsOf(name, before);
    const [first] = then;
    if (first === undefined || then.length < 2) continue;
    const removed =
      ground.past && lastHeld(first.path, ground.past, (content) => content.includes(`def ${name}(`))?.removedIn;
    return endedFact(
      `\`${name}\` was defined ${then.length} times, and is defined ${now.length === 0 ? 'no more' : 'once now'}`,
      now,
      removed,
    );
  }
  return undefined;
}

function definitionsOf(name: string, files: readonly CodeFile[]) {
  return files.flatMap(({ path, constructs }) =>
    constructs
      .filter((each) => each.kind === 'function' && each.name === name)
      .map(({ lines }) => ({ message: `\`${name}\` is defined here`, path, line: lines.first })),
  );
}
