import type { AnchoredClaim } from '../anchor-claim.ts';
import { SAYS_NOT } from '../reading/words/fact-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { VerdictGround } from '../verdict.ts';
import { wholeFiles } from './audited-code.ts';
import { closingChange } from './closing-changes.ts';
import { endedFact } from './present-fact.ts';
import { lineOf, spokenCode } from './spoken-code.ts';
import { lineWith, scopesOf } from './spoken-scope.ts';
import { headOf, missedCode } from './stated-absence.ts';

/**
 * The document says that it is fixed, and the code agrees: what the title missed stands there, what it complained of stands nowhere in its
 * files, or git shows that the commit which it names changed them, or the one that brought the document what it names in them.
 */
export function closedClaims(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  if (anchored.claim.status !== 'fixed') return undefined;
  return (
    suppliedCode(anchored, ground) ??
    removedCode(anchored, ground) ??
    fixingCommit(anchored, ground) ??
    closingChange(anchored, ground)
  );
}

function suppliedCode(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { title } = anchored.claim;
  const missed = missedCode(title);
  const heads = missed.flatMap(headOf);
  if (heads.length === 0 || heads.length < missed.length) return undefined;
  const scopes = scopesOf(title, missed, anchored, ground);
  const lines = scopes.map((scope) => lineWith(scope, (word) => heads.includes(word)));
  const [first] = scopes;
  if (first === undefined || lines.includes(undefined)) return undefined;
  const told = heads.map((head) => `\`${head}\``).join(', ');
  const evidence = scopes.map(({ file }, i) => ({ message: `${told} stands here`, path: file.path, line: lines[i] }));
  return endedFact(`the document says that it is fixed, and ${told} stands in ${first.called}`, evidence, undefined);
}

function removedCode(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { title } = anchored.claim;
  if (SAYS_NOT.test(title)) return undefined;
  const files = wholeFiles(anchored, ground).filter(({ isPython }) => isPython);
  const named = spokenCode(title);
  if (files.length === 0 || named.length === 0) return undefined;
  if (named.some((code) => files.some(({ tokens }) => lineOf(code, tokens) !== undefined))) return undefined;
  const told = named.map(({ text }) => `\`${text}\``).join(', ');
  const where = files.map(({ path }) => `\`${path}\``).join(', ');
  return endedFact(`the document says that it is fixed, and ${told} stands nowhere in ${where}`, [], undefined);
}

/** A commit that the document names beside it, and that is part of what is looked at. */
function fixingCommit({ claim, files }: AnchoredClaim, { past }: VerdictGround): Verdict | undefined {
  const { fixedIn } = claim;
  if (past === undefined || fixedIn === undefined) return undefined;
  for (const path of files) {
    const touch = past.touches(path, MOST_TOUCHES).find(({ commit }) => commit.startsWith(fixedIn));
    if (touch === undefined) continue;
    const because = `the document says that ${fixedIn.slice(0, 8)} fixed it, and git shows that this commit changed \`${path}\``;
    return {
      ...endedFact(because, [{ message: 'changed by it', path, line: undefined }], undefined),
      fixedIn: touch.commit,
    };
  }
  return undefined;
}

const MOST_TOUCHES = 100;
