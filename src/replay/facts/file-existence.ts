import type { AnchoredClaim } from '../anchor-claim.ts';
import type { Claim } from '../claim.ts';
import { codesIn } from '../code-names.ts';
import type { Conclusions, NamingPlace } from '../conclusions.ts';
import { segmentsOf } from '../find-path.ts';
import { NO_FINDING } from '../no-finding.ts';
import { pathIn } from '../reading/parts/path.ts';
import {
  SAYS_AT_ROOT,
  SAYS_COUNT_MISSING,
  SAYS_EMPTY,
  SAYS_NO_FILE,
  SAYS_NO_SUCH,
  SAYS_NOT_THERE,
} from '../reading/words/fact-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { RepositoryCode } from '../repository-code.ts';
import { wordsInFull, wordsOf } from '../rule-fit.ts';
import { aboutIt } from '../statements.ts';
import type { VerdictGround } from '../verdict.ts';
import { auditedFile } from './audited-code.ts';
import { endedFact, presentFact } from './present-fact.ts';

/** The claim is that something is not there, or that nothing stands in it. */
export function fileExistence(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  return (
    absentFiles(anchored, ground) ??
    spokenAbsent(anchored, ground) ??
    emptyFolder(anchored, ground) ??
    emptyFiles(anchored, ground)
  );
}

/** "No `a` or `b`", in the title or at the beginning of the text: none of them is there, or the first is by now. */
function absentFiles(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { title, text } = anchored.claim;
  const said =
    pathsSaidAbsent(title) ?? pathsSaidAbsent(text.slice(0, BEGINNING)) ?? countedAbsent(anchored.claim, ground.code);
  const written = said === undefined || !said.isEach ? said?.paths : leftOf(said.paths, ground.code);
  const [first] = written ?? [];
  if (written === undefined || first === undefined) return undefined;
  const there = written.filter((path) => isThere(path, ground.code));
  if (there.length === 0) {
    // Of a name without a folder, and of a folder, one elsewhere may be meant.
    if (written.some((path) => isBelow(path, ground.code)) && !SAYS_AT_ROOT.test(`${title} ${text}`))
      return cameSince(first, ground.code.byName.get(first) ?? [], ground);
    const names = written.map((path) => `\`${path}\``).join(', ');
    return withFinding(
      presentFact(anchored, `there is ${written.length === 1 ? 'no' : 'none of'} ${names}`, []),
      anchored,
      written,
      ground,
    );
  }
  return there.includes(first) ? arrived(first, ground) : undefined;
}

/** "No nginx config", "without the Grafana dashboard JSON": a rule says of one such file that it is not there. */
function spokenAbsent(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  for (const [, said = ''] of aboutIt(anchored.claim).join('\n').matchAll(SAYS_NO_SUCH)) {
    const words = wordsInFull(said);
    const isSaid = (name: string): boolean => {
      const base = name.slice(name.lastIndexOf('/') + 1);
      const asked = new Set(wordsInFull(base.replaceAll(/[_.-]/g, ' ')));
      return /\w\.\w/.test(base) && !ground.code.byName.has(base) && words.every((word) => asked.has(word));
    };
    const [name, ...others] = words.length < 2 ? [] : ground.conclusions.namesWhere(isSaid);
    if (name !== undefined && others.length === 0)
      return withFinding(presentFact(anchored, `there is no \`${name}\``, []), anchored, [name], ground);
  }
  return undefined;
}

/** What a rule of ours says of a file that is not there, such as one that another file mounts or names. */
function withFinding(
  verdict: Verdict,
  { claim, files, about }: AnchoredClaim,
  written: readonly string[],
  { conclusions, code, ruleFit }: VerdictGround,
): Verdict {
  // One that has its name and is there is what a rule speaks of.
  // What stands in a file of which the document speaks; else the rule of which the claim has most of the name; else what harms most.
  const words = new Set(wordsOf(`${claim.title} ${claim.text.slice(0, BEGINNING)}`));
  const near = [...files, ...about];
  const rank = ({ concluded: { finding } }: NamingPlace): number =>
    (near.includes(finding.location.path) ? 1 : 0) + ruleFit.named(finding.rule, words);
  const named = conclusions
    .naming(written.filter((path) => !isBelow(path.slice(path.lastIndexOf('/') + 1), code)))
    .toSorted((a, b) => rank(b) - rank(a) || a.concluded.finding.severity.localeCompare(b.concluded.finding.severity));
  const [first] = named.length > 0 ? named : listed(written, code, conclusions);
  if (first === undefined) return verdict;
  const { rule, severity, fingerprint } = first.concluded.finding;
  const evidence = (named.length > 0 ? named : [first])
    .slice(0, MOST_FOUND)
    .map(({ message, at: { path, line } }) => ({ message, path, line }));
  return { ...verdict, rule, severity, fingerprint, evidence, because: `${verdict.because}, as \`${rule}\` says` };
}

/** What is said of a document that names more files than its finding tells: "`a`, `b` and 9 more". */
function listed(written: readonly string[], code: RepositoryCode, conclusions: Conclusions): readonly NamingPlace[] {
  return written.flatMap((name) => {
    const base = name.slice(name.lastIndexOf('/') + 1);
    return code.documentsWith(base).flatMap((file) => {
      const line = file.text.lineAt(file.text.content.indexOf(base));
      const telling = conclusions.in(file.path).filter(({ finding }) => /` and \d+ more/.test(finding.message));
      return telling.map((concluded) => ({
        name,
        concluded,
        at: { ...concluded.finding.location, line, endLine: line },
        message: `\`${base}\` is named here, and the repository has no such file`,
      }));
    });
  });
}

const MOST_FOUND = 6;

/** The rest of a text tells of other things. */
const BEGINNING = 300;

interface SaidAbsent {
  readonly paths: readonly string[];
  /** "neither … nor …": each of them is missed, and where several are told apart by "or", one would do. */
  readonly isEach: boolean;
}

/** What is still missed of several; all of them where none is. */
function leftOf(paths: readonly string[], code: RepositoryCode): readonly string[] {
  const left = paths.filter((path) => !isThere(path, code));
  return left.length > 0 ? left : paths;
}

const EACH = /`[\s,]*(?:nor|and|y|ni|und|et|e|и|和)\s/iu;

function pathsSaidAbsent(text: string): SaidAbsent | undefined {
  for (const { 1: list = '' } of [...text.matchAll(SAYS_NO_FILE), ...text.matchAll(SAYS_NOT_THERE)]) {
    const written = codesIn(list);
    const paths = written.filter((code) => code.endsWith('/') || pathIn(`\`${code}\``, code, 1) !== undefined);
    if (paths.length > 0 && paths.length === written.length) return { paths, isEach: EACH.test(list) };
  }
  return undefined;
}

/** "4 of 5 workflows are missing": as many as its part of the document names are not there. */
function countedAbsent({ title, places, about }: Claim, code: RepositoryCode): SaidAbsent | undefined {
  const count = SAYS_COUNT_MISSING.exec(title)?.[1];
  if (count === undefined || places.length > 0) return undefined;
  const paths = [...new Set(about.map(({ path }) => path))].filter((path) => path !== '' && !isThere(path, code));
  const missed = paths.filter((path) => !isBelow(path, code));
  return missed.length === Number(count) ? { paths: missed, isEach: true } : undefined;
}

const isThere = (written: string, { paths }: RepositoryCode): boolean => {
  const path = segmentsOf(written).join('/');
  return paths.has(path) || [...paths].some((each) => each.startsWith(`${path}/`));
};

const isBelow = (name: string, { byName, paths }: RepositoryCode): boolean =>
  (byName.get(name) ?? []).length > 0 || (name.endsWith('/') && holdsFolder(name, paths));

const holdsFolder = (written: string, paths: Iterable<string>): boolean => {
  const folder = `/${segmentsOf(written).join('/')}/`;
  return [...paths].some((path) => path.includes(folder));
};

/** It is there, and was not when the document was written; where it was, somebody looked elsewhere. */
function arrived(written: string, ground: VerdictGround): Verdict | undefined {
  const { code } = ground;
  const path = segmentsOf(written).join('/');
  const files = code.paths.has(path) ? [path] : [...code.paths].filter((each) => each.startsWith(`${path}/`));
  return cameSince(written, files, ground);
}

function cameSince(written: string, files: readonly string[], { past }: VerdictGround): Verdict | undefined {
  const [first] = files;
  if (first === undefined || past?.audited === undefined || files.length > MOST_FILES) return undefined;
  if (files.some((each) => past.seenAs(written, each) !== undefined)) return undefined;
  const brought = past.touches(first, MOST_TOUCHES).at(-1)?.commit;
  const evidence = [{ message: `\`${first}\` is there`, path: first, line: 1 }];
  return endedFact(`\`${written}\` is there, and was not when the document was written`, evidence, brought);
}

const MOST_FILES = 20;
const MOST_TOUCHES = 60;

/** git keeps no empty folder, so that one without files is not there at all. */
function emptyFolder({ claim }: AnchoredClaim, { code, past }: VerdictGround): Verdict | undefined {
  const [place] = claim.places;
  if (past === undefined || !SAYS_EMPTY.test(claim.title) || place === undefined || !place.path.endsWith('/'))
    return undefined;
  if (isThere(place.path, code) || holdsFolder(place.path, code.paths)) return undefined;
  return { ...NO_FINDING, kind: 'gone', because: `\`${place.path}\` holds no file, and git keeps no empty folder` };
}

/** Files of which the title says that they are empty. */
function emptyFiles(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { claim, files, missing } = anchored;
  if (!SAYS_EMPTY.test(claim.title) || missing.length > 0 || files.length === 0) return undefined;
  const named = files.filter((path) => claim.title.includes(path.slice(path.lastIndexOf('/') + 1)));
  const isEmpty = (path: string): boolean => ground.code.file(path)?.text.content.trim() === '';
  const [first] = named;
  if (first === undefined) return undefined;
  const told = named.map((path) => `\`${path}\``).join(', ');
  if (named.every(isEmpty))
    return presentFact(
      anchored,
      `nothing stands in ${told}`,
      named.map((path) => ({ message: 'empty', path, line: 1 })),
    );
  const wasEmpty = named.every((path) => auditedFile(path, ground)?.text.content.trim() === '');
  if (named.some(isEmpty) || !wasEmpty) return undefined;
  return endedFact(`${told} was empty when the document was written, and is not any more`, [], undefined);
}
