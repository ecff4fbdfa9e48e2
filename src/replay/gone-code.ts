import type { AnchoredClaim } from './anchor-claim.ts';
import { codeNames, mayDefine } from './code-names.ts';
import { isOlder } from './facts/audited-code.ts';
import { segmentsOf } from './find-path.ts';
import type { MissingPath } from './meant-files.ts';
import { NO_FINDING } from './no-finding.ts';
import { definedBefore } from './quote-past.ts';
import { SAYS_USELESS } from './reading/words/fact-words.ts';
import type { Verdict } from './replayed-claim.ts';
import type { VerdictGround } from './verdict.ts';

/** What a claim speaks of is no longer there. Where it says that nobody needs that, going was the mend. */
export function goneVerdict(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const gone = goneCode(anchored, ground);
  return gone !== undefined && SAYS_USELESS.test(anchored.claim.title) ? { ...gone, kind: 'fixed' } : gone;
}

/** git deleted every file that it names, or its function went from the file. */
function goneCode(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { missing, files, quotes } = anchored;
  if (missing.some(({ place }) => isPackageNow(place.path, ground))) return undefined;
  const deleted = missing.filter(({ fate }) => fate.kind === 'deleted');
  const stands = quotes.filter(({ found }) => found !== undefined);
  const isElsewhere = stands.some((quote) => !isOlder(quote, quote.found?.path ?? '', ground));
  const [first] = deleted;
  if (first !== undefined && files.length === 0 && deleted.length === missing.length && !isElsewhere)
    return deletedFile(first, deleted.length);
  const titled = missing.filter(({ place }) => isTitled(place.path, anchored));
  const [titledFirst] = titled;
  if (titledFirst !== undefined && !isElsewhere && isGone(titled, anchored))
    return deletedFile(titledFirst, titled.length);
  return stands.length > 0 ? undefined : goneFunction(anchored, ground);
}

/** `a/b.py` was taken apart into `a/b/`: what stood in it stands there, for all that is known. */
function isPackageNow(path: string, { code }: VerdictGround): boolean {
  const folder = /^(.+)\.py$/.exec(segmentsOf(path).join('/'))?.[1];
  return folder !== undefined && code.paths.has(`${folder}/__init__.py`);
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const isTitled = (path: string, { claim }: AnchoredClaim): boolean => claim.title.includes(`\`${nameOf(path)}\``);

/** All files that the title names were deleted; others are named in passing. */
const isGone = (titled: readonly MissingPath[], anchored: AnchoredClaim): boolean =>
  titled.every(({ fate }) => fate.kind === 'deleted') && !anchored.files.some((path) => isTitled(path, anchored));

function deletedFile({ place, fate }: MissingPath, count: number): Verdict {
  const fixedIn = fate.kind === 'deleted' ? fate.in : undefined;
  const others = count > 1 ? ` and ${count - 1} more` : '';
  const because = `\`${place.path}\`${others} no longer exists${fixedIn === undefined ? '' : `: deleted in ${fixedIn.slice(0, 8)}`}`;
  return { ...NO_FINDING, kind: 'gone', because, fixedIn };
}

/** A function or class that the claim names stood in the file once, and neither stands there now nor anywhere else. */
function goneFunction(
  { claim, files }: AnchoredClaim,
  { code, past, conclusions }: VerdictGround,
): Verdict | undefined {
  const path = files[0];
  if (past === undefined || path === undefined || conclusions.gapIn(path) !== undefined) return undefined;
  const file = code.file(path);
  const names = [...new Set([...definedInQuotes(claim), ...calledNames(claim)])];
  if (file === undefined || !file.isPython || names.length === 0) return undefined;
  const isThere = (name: string): boolean =>
    code.filesWith(name).some((each) => mayDefine(name, each) && each.constructs.some((one) => one.name === name));
  // One that stands is what the claim is about now.
  const [first] = names;
  if (first === undefined || names.some(isThere)) return undefined;
  const before = definedBefore(first, path, past);
  if (before === undefined) return undefined;
  return {
    ...NO_FINDING,
    kind: 'gone',
    because: `\`${first}\` no longer exists: ${before.removedIn.slice(0, 8)} took it out of \`${path}\``,
    fixedIn: before.removedIn,
  };
}

function definedInQuotes({ quotes }: AnchoredClaim['claim']): string[] {
  return quotes
    .filter(({ role }) => role === 'now')
    .flatMap(({ text }) => [...text.matchAll(/^[ \t]*(?:async +)?(?:def|class) +([\p{L}\p{N}_]+)/gmu)])
    .flatMap(([, name]) => name ?? []);
}

/** Names that the document writes as calls: functions for certain. */
function calledNames(claim: AnchoredClaim['claim']): string[] {
  return codeNames({ names: claim.names.filter((name) => /^[\w.]+\(\)$/.test(name)) }).map(
    (name) => name.split('.').at(-1) ?? name,
  );
}
