import { fileKindOf } from '../../discover/index.ts';
import type { AnchoredClaim } from '../anchor-claim.ts';
import { SAYS_UNDECLARED } from '../reading/words/fact-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { CodeFile } from '../repository-code.ts';
import type { VerdictGround } from '../verdict.ts';
import { auditedFile } from './audited-code.ts';
import { endedFact, presentFact } from './present-fact.ts';

/** Packages that are said to be declared nowhere: a file of requirements names them since, or our own rule misses them too. */
export function undeclaredPackages(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { title, text, names } = anchored.claim;
  if (!SAYS_UNDECLARED.test(`${title}. ${text}`) || !SAYS_UNDECLARED.test(title)) return undefined;
  const packages = names.filter((name) => /^[a-z][\w-]+$/.test(name));
  if (packages.length === 0) return undefined;
  return undeclaredStill(packages, anchored, ground) ?? declaredSince(packages, ground);
}

const RULE = 'undeclared-dependency';

function undeclaredStill(
  packages: readonly string[],
  anchored: AnchoredClaim,
  { conclusions }: VerdictGround,
): Verdict | undefined {
  const found = anchored.files
    .flatMap((path) => conclusions.in(path))
    .filter(({ finding }) => finding.rule === RULE && packages.some((name) => finding.message.includes(`\`${name}`)));
  const [first] = found;
  if (first === undefined) return undefined;
  const { location, severity, fingerprint } = first.finding;
  const evidence = found.map(({ finding }) => ({
    message: finding.message,
    path: finding.location.path,
    line: finding.location.line,
  }));
  const because = `\`${RULE}\` ${first.unshown === undefined ? 'fires' : 'has found it'} at ${location.path}:${location.line}${first.unshown === undefined ? '' : `; ${first.unshown}`}`;
  return { ...presentFact(anchored, because, evidence), rule: RULE, severity, fingerprint };
}

const MANIFESTS: ReadonlySet<string> = new Set([
  'requirements',
  'pyproject',
  'setup-cfg',
  'pipfile',
  'conda-environment',
]);

function declaredSince(packages: readonly string[], ground: VerdictGround): Verdict | undefined {
  const { code, past } = ground;
  if (past?.audited === undefined) return undefined;
  const manifests = [...code.paths].filter((path) => MANIFESTS.has(fileKindOf(path) ?? '') || path === 'setup.py');
  const declaring = packages.flatMap((name) => {
    const path = manifests.find((each) => declaredIn(code.file(each)).has(plainName(name)));
    const wasThere = manifests.some((each) => declaredIn(auditedFile(each, ground)).has(plainName(name)));
    return path === undefined || wasThere ? [] : { name, path };
  });
  const [first] = declaring;
  if (first === undefined || declaring.length < packages.length) return undefined;
  const line = declaredIn(code.file(first.path)).get(plainName(first.name));
  const evidence = [{ message: `\`${first.name}\` is declared here`, path: first.path, line }];
  const because = `\`${first.path}\` declares \`${first.name}\`, and did not when the document was written`;
  return endedFact(because, evidence, undefined);
}

/** Whatever may be the name of a package in a file of requirements, as indexes compare names, with its first line. */
function declaredIn(file: CodeFile | undefined): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (let line = 1; line <= (file?.lineCount ?? 0); line++) {
    const written = file?.text.lineText(line).split('#', 1)[0] ?? '';
    for (const word of written.match(/[A-Za-z0-9][\w.-]*/g) ?? [])
      if (!names.has(plainName(word))) names.set(plainName(word), line);
  }
  return names;
}

const plainName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');
