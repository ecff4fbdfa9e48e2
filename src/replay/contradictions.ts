/**
 * Hard evidence that what a claim says is not so, and was not when it was written. Each kind is a proof; where one is not at hand there is no
 * contradiction, because a true claim must never be called false.
 */

import { nodesOf } from '../ast/index.ts';
import type { Location } from '../findings/index.ts';
import type { AnchoredClaim } from './anchor-claim.ts';
import { SURE_FIT } from './fitting-findings.ts';
import { reaches } from './import-ways.ts';
import { fittingProof, likelyRules, shortQuote } from './mended-code.ts';
import { NO_FINDING } from './no-finding.ts';
import type { PlacedQuote } from './place-quotes.ts';
import { stoodBefore } from './quote-past.ts';
import type { Verdict } from './replayed-claim.ts';
import { resolvingImports } from './resolving-import.ts';
import { helplessHandlers } from './uncatchable.ts';
import type { VerdictGround } from './verdict.ts';

export function findContradiction(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  if (anchored.claim.status === 'fixed' || anchored.claim.status === 'retracted') return undefined;
  const isWhole =
    anchored.files.length > 0 && anchored.files.every((path) => ground.conclusions.gapIn(path) === undefined);
  if (!isWhole) return undefined;
  return (
    openCycle(anchored, ground) ??
    lockHeld(anchored, ground) ??
    resolved(anchored, ground) ??
    notCaught(anchored, ground) ??
    neverWritten(anchored, ground)
  );
}

/** The code is as it was when the document was written: git says so of every file, or the quoted code stands word for word. */
function isAsAudited({ files, quotes }: AnchoredClaim, { past, code }: VerdictGround): boolean {
  const audited = past?.audited;
  if (past !== undefined && audited !== undefined)
    return files.every((path) => past.textAt(audited, path)?.content === code.file(path)?.text.content);
  const telling = quotes.filter(({ lines }) => lines.length > 0);
  return (
    telling.length > 0 && telling.every(({ found }) => found !== undefined && found.share > WHOLE && !found.isRenamed)
  );
}

const WHOLE = 0.95;

/** A cycle of imports that does not close: no file of it leads to another and back, by any import anywhere in them. */
function openCycle(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { claim, files, missing } = anchored;
  if (
    !SPEAKS_OF_CYCLE.test(`${claim.title} ${claim.text}`) ||
    !likelyRules(anchored, ground.fits).includes('import-cycle')
  )
    return undefined;
  const modules = files.filter((path) => path.endsWith('.py'));
  // A file that was not found could be the one that closes it.
  if (modules.length < 2 || missing.length > 0 || !isAsAudited(anchored, ground)) return undefined;
  for (const [i, one] of modules.entries()) {
    for (const other of modules.slice(i + 1)) {
      const there = reaches(one, other, ground.code);
      const back = reaches(other, one, ground.code);
      if (there !== 'no' && back !== 'no') return undefined;
    }
  }
  return {
    ...NO_FINDING,
    kind: 'contradicted',
    because: `the imports of ${modules.map((path) => `\`${path}\``).join(', ')} form no cycle: none leads to another and back`,
    rule: 'import-cycle',
  };
}

const SPEAKS_OF_CYCLE = /\b(?:circular|cycl(?:e|es|ic))\b/i;

/**
 * Rules about locks: of their proofs one says the opposite of the claim, that the lock is held, and stands at a `with`. The others say that
 * it does no harm, which denies nothing that the claim says; so do all proofs of the rules about handlers.
 */
const ABOUT_LOCKS: ReadonlySet<string> = new Set([
  'unlocked-singleton',
  'unlocked-shared-counter',
  'non-atomic-global-reload',
  'threading-lock-in-async',
]);

function lockHeld(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const [rule] = likelyRules(anchored, ground.fits);
  if (rule === undefined || !ABOUT_LOCKS.has(rule) || (ground.fits.get(rule) ?? 0) < SURE_FIT) return undefined;
  if (!isAsAudited(anchored, ground)) return undefined;
  const proof = fittingProof(rule, anchored, ground);
  if (proof?.where === undefined || !isWith(proof.where, ground)) return undefined;
  const { at, by } = proof;
  return {
    ...NO_FINDING,
    kind: 'contradicted',
    because: `the code is as the document quotes it, and \`${rule}\` is silent at ${at.path}:${at.line} by a proof: ${by}`,
    rule,
    evidence: [{ message: by, path: at.path, line: proof.where.line }],
  };
}

function isWith({ path, line }: Location, { code }: VerdictGround): boolean {
  const file = code.file(path);
  if (file?.isPython !== true) return false;
  const statements = [...nodesOf(file.module, 'With'), ...nodesOf(file.module, 'AsyncWith')];
  return statements.some(({ start }) => file.text.lineAt(start) === line);
}

/** Imports that are said to lead nowhere, and lead to what they name. */
function resolved(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const rule = 'unresolvable-import';
  if (likelyRules(anchored, ground.fits)[0] !== rule) return undefined;
  const evidence = isAsAudited(anchored, ground) ? resolvingImports(anchored, ground.code) : undefined;
  if (evidence === undefined) return undefined;
  return {
    ...NO_FINDING,
    kind: 'contradicted',
    because: `the import resolves: ${evidence[0]?.message}`,
    rule,
    evidence,
  };
}

/** A handler that is said to catch what it cannot. */
function notCaught(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const evidence = helplessHandlers(anchored, ground.code);
  if (evidence === undefined || !isAsAudited(anchored, ground)) return undefined;
  const [first] = evidence;
  const because = `the handler cannot catch what is said: ${first?.message}`;
  return { ...NO_FINDING, kind: 'contradicted', because, evidence };
}

/**
 * Quoted code that has never stood anywhere: not now, not in the commit that the document names, in none that git has. Shortened and reworded
 * quotes are many, so that only a quote counts whose texts and names all but one occur nowhere, and only where git has the whole history.
 */
function neverWritten(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { past, code } = ground;
  const telling = anchored.quotes.filter(({ lines }) => lines.length > 0);
  if (past === undefined || telling.length === 0 || telling.some(({ found }) => found !== undefined)) return undefined;
  for (const quote of telling) {
    const text = tellingText(quote);
    if (text === undefined || [...code.filesWith(text)].length > 0) continue;
    const path = anchored.files[0];
    if (path === undefined || stoodBefore(quote, path, past) !== undefined) continue;
    if (past.everHeld(text) !== false) continue;
    return {
      ...NO_FINDING,
      kind: 'contradicted',
      because: `the quoted code (\`${shortQuote(quote)}\`) stands nowhere: no file holds \`${text}\`, and no commit ever did`,
    };
  }
  return undefined;
}

const LEAST_TEXT = 10;

/** A text in quotes that somebody must have written: long, of one piece, and no placeholder. */
function tellingText({ lines }: PlacedQuote): string | undefined {
  const texts = lines.flatMap(({ tokens }) => tokens.filter(({ kind }) => kind === 'text').map(({ text }) => text));
  return texts.find(
    (text) => text.length >= LEAST_TEXT && /^[\w.:/-]+$/.test(text) && !/^[x.]+$|example|your|foo|\.\.\./i.test(text),
  );
}
