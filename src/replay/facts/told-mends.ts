import type { AnchoredClaim } from '../anchor-claim.ts';
import { codeNames, codesIn, mayDefineFunction } from '../code-names.ts';
import { kindOfCode } from '../reading/parts/inline-code.ts';
import { SAYS_NOT } from '../reading/words/fact-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { CodeFile } from '../repository-code.ts';
import { idPlaces } from '../told-ids.ts';
import type { VerdictGround } from '../verdict.ts';
import { auditedFile, wholeFiles } from './audited-code.ts';
import { endedFact } from './present-fact.ts';

/**
 * The document says that it is fixed, and the code tells of it: by the id of the claim in a comment, by what the document says was written for it, or
 * by the tests that it names.
 */
export function toldMend(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  if (anchored.claim.status !== 'fixed') return toldSince(anchored, ground);
  return (
    toldById(anchored, ground) ??
    proposedNames(anchored, ground) ??
    namedTests(anchored, ground) ??
    suppliedNames(anchored, ground)
  );
}

/** A comment has the id of the claim. */
function toldById({ claim }: AnchoredClaim, { code }: VerdictGround): Verdict | undefined {
  const [first] = idPlaces(claim, code);
  if (first === undefined) return undefined;
  const { path, lines, because } = first;
  const where = `${path}:${lines.first}`;
  return endedFact(
    `the document says that it is fixed, and the code tells of \`${claim.id}\` at ${where}`,
    [{ message: because, path, line: lines.first }],
    undefined,
  );
}

/** A comment with the id of a claim that was open came since, and the code that it is about did: by itself it may say why all stays as it is. */
function toldSince({ claim }: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  if (ground.past?.audited === undefined || claim.status === 'retracted') return undefined;
  const [first] = idPlaces(claim, ground.code).filter(({ path, lines: { first: line }, confidence }) => {
    const file = ground.code.file(path);
    const told = file === undefined || confidence === 'low' ? undefined : codeBehind(line, file);
    return told !== undefined && auditedFile(path, ground)?.text.content.includes(told) !== true;
  });
  if (first === undefined) return undefined;
  const { path, lines, because } = first;
  const why = `the code tells of \`${claim.id}\` at ${path}:${lines.first}, and neither stood there when the document was written`;
  return endedFact(why, [{ message: because, path, line: lines.first }], undefined);
}

/** The first line of code behind a comment, or before it on its line. */
function codeBehind(line: number, { text, lineCount }: CodeFile): string | undefined {
  for (let at = line; at <= Math.min(line + LONGEST_COMMENT, lineCount); at++) {
    const [code = ''] = text.lineText(at).split(/#|\/\//, 1);
    if (code.trim().length >= LEAST_CODE) return code.trim();
  }
  return undefined;
}

const LONGEST_COMMENT = 12;
/** A bracket stands everywhere. */
const LEAST_CODE = 6;

/** What it says was written to mend it is there: functions that are defined in one file, with the names that go with them, and paths. */
function proposedNames({ claim, files }: AnchoredClaim, { code }: VerdictGround): Verdict | undefined {
  const codes = codesIn(claim.remedy);
  const paths = codes.filter((each) => kindOfCode(each) === 'path' || /^[\w-]+\/$/.test(each));
  const names = codeNames({ names: codes }).filter((name) => /\w_\w|^_|[a-z][A-Z]/.test(name) && !name.includes('.'));
  const called = codes.flatMap((each) => /^(\w{4,80})\(\)$/.exec(each)?.[1] ?? []);
  const [name] = called;
  const all = [...new Set([...called, ...names])];
  const found = paths.map((path) => [...code.paths].find((each) => `/${each}`.includes(`/${path.replace(/\/$/, '')}`)));
  if (found.includes(undefined) || (name === undefined && (found.length === 0 || !SAYS_NOT.test(claim.title))))
    return undefined;
  const near = name === undefined ? [] : code.filesWith(name).filter((file) => mayDefineFunction(name, file));
  const holding = near.filter(
    ({ path, text: { content }, constructs }) =>
      (files.length === 0 || files.includes(path)) &&
      called.every((each) => constructs.some((one) => one.name === each)) &&
      all.every((each) => content.includes(each)),
  );
  const [file, ...others] = holding;
  if (name !== undefined && (file === undefined || others.length > 0)) return undefined;
  const path = file?.path ?? found[0];
  const line = file?.constructs.find((one) => one.name === name)?.lines.first ?? 1;
  const told = [...called, ...paths].map((each) => `\`${each}\``).join(', ');
  return endedFact(
    `the document says that it is fixed, and ${told}, which it says was written for it, is there`,
    [{ message: `${told} is there`, path, line }],
    undefined,
  );
}

/** A file lacked what the claim lists: all of it stands there, and not all of it did. */
function suppliedNames(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { claim } = anchored;
  const listed = codesIn(claim.text);
  const [file, ...others] = wholeFiles(anchored, ground);
  if (file === undefined || others.length > 0 || listed.length < FEWEST || !SAYS_NOT.test(claim.title))
    return undefined;
  const holds = ({ text: { content } }: CodeFile): boolean => listed.every((each) => content.includes(each));
  const before = auditedFile(file.path, ground);
  if (before === undefined || holds(before) || !holds(file)) return undefined;
  const told = listed
    .slice(0, FEWEST)
    .map((each) => `\`${each}\``)
    .join(', ');
  const line = file.text.lineAt(file.text.content.indexOf(listed[0] ?? ''));
  return endedFact(
    `the document says that it is fixed, and ${told} and all else that it lists stand in \`${file.path}\``,
    [{ message: 'stands here', path: file.path, line }],
    undefined,
  );
}

const FEWEST = 3;

/** The tests that it names for it are there. */
function namedTests({ claim }: AnchoredClaim, { code }: VerdictGround): Verdict | undefined {
  const names = claim.names.filter((name) => /^test_\w{5,}$/.test(name) && !claim.title.includes(name));
  const found = names.map((name) =>
    code
      .filesWith(name)
      .flatMap(({ path, constructs }) =>
        constructs.filter((each) => each.name === name).map(({ lines }) => ({ path, line: lines.first })),
      )
      .at(0),
  );
  const evidence = found.flatMap((at, i) => (at === undefined ? [] : { message: `\`${names[i]}\``, ...at }));
  if (evidence.length === 0 || evidence.length < names.length) return undefined;
  return endedFact(
    `the document says that it is fixed, and ${evidence.map(({ message }) => message).join(', ')}, which tests it, is there`,
    evidence,
    undefined,
  );
}
