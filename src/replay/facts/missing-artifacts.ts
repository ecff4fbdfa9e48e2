import type { AnchoredClaim } from '../anchor-claim.ts';
import { NO_FINDING } from '../no-finding.ts';
import { ARTIFACTS, type Artifact, namesOfNone, saysNone } from '../reading/words/artifact-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { RepositoryCode } from '../repository-code.ts';
import { sentencesOf } from '../statements.ts';
import type { VerdictGround } from '../verdict.ts';
import { endedFact, presentFact } from './present-fact.ts';

/** "No CI", "without a lock file", "no Prometheus / Grafana": what the files of a repository show, by their paths and what stands in them. */
export function missingArtifacts(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  if (!ground.conclusions.isComplete) return undefined;
  for (const [i, sentence] of sentencesOf(anchored.claim).slice(0, MOST_SENTENCES).entries()) {
    const asked = ARTIFACTS.find((artifact) => saysNone(artifact, sentence));
    const verdict =
      asked === undefined ? missingProducts(sentence, anchored, ground) : missing(asked, anchored, ground);
    // Of several things that a claim says one is not all that it says.
    if (verdict !== undefined && (i === 0 || verdict.kind === 'present')) return verdict;
  }
  return undefined;
}

/** The title may be a label, and the state be told before the statement. */
const MOST_SENTENCES = 3;

function missing(artifact: Artifact, anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { code } = ground;
  const there = filesOf(artifact, code);
  const { called, perhaps } = artifact;
  const [first] = there;
  if (first !== undefined) return standing(artifact, there, anchored, ground);
  if (perhaps !== undefined && stands(perhaps, code)) return undefined;
  return presentFact(anchored, `no file of the repository is a ${called}`, []);
}

function filesOf({ path, text }: Artifact, code: RepositoryCode): readonly string[] {
  return [...code.paths].filter(
    (each) => path.test(each) && (text === undefined || text.test(code.file(each)?.text.content ?? '')),
  );
}

/** It is there: it came since, or was there when the document says that it was not. */
function standing(
  { called, text }: Artifact,
  there: readonly string[],
  { claim }: AnchoredClaim,
  { past }: VerdictGround,
): Verdict | undefined {
  const { audited } = past ?? {};
  const [path = ''] = there;
  if (past === undefined || audited === undefined) return undefined;
  const evidence = [{ message: `a ${called}`, path, line: 1 }];
  const before = there.flatMap((each) => {
    const then = past.textAt(audited, each)?.content;
    return then === undefined ? [] : { each, then };
  });
  if (before.length === 0)
    return endedFact(`\`${path}\` is there, and was not when the document was written`, evidence, undefined);
  const stood = before.find(({ then }) => text === undefined || text.test(then));
  if (stood === undefined || claim.status === 'fixed') return undefined;
  return {
    ...NO_FINDING,
    kind: 'contradicted',
    because: `\`${stood.each}\` is there, and was when the document was written (${audited.slice(0, 8)})`,
    evidence: [{ message: `a ${called}`, path: stood.each, line: 1 }],
  };
}

/** No code, no setting and no path has a name of them. */
function missingProducts(sentence: string, anchored: AnchoredClaim, { code }: VerdictGround): Verdict | undefined {
  const names = namesOfNone(sentence);
  if (names.length === 0) return undefined;
  // `PrometheusClient` and `use_prometheus` speak of it as well.
  if (names.some((name) => stands({ test: (text) => text.toLowerCase().includes(name.toLowerCase()) }, code)))
    return undefined;
  return presentFact(anchored, `no code and no setting of the repository speaks of ${names.join(', ')}`, []);
}

/** In code, in settings, or in a path. */
const stands = (asked: Pick<RegExp, 'test'>, code: RepositoryCode): boolean =>
  code.holding(asked) !== undefined || [...code.paths].some((path) => asked.test(path));
