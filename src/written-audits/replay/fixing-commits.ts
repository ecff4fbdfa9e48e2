/** With `--history`: in which commit a claim went away. Versions of the file that it names are looked at one by one, each by itself. */

import type { PythonParser } from '../../ast/lower/index.ts';
import { type ScanRequest, scan } from '../../engine/index.ts';
import type { RuleDescription } from '../../findings/index.ts';
import type { Claim } from '../claim.ts';
import type { ReplayedClaim, Verdict } from '../replayed-claim.ts';
import { type AnchoredClaim, anchorClaim } from './anchor-claim.ts';
import { Conclusions } from './conclusions.ts';
import { fittingFindings } from './fitting-findings.ts';
import type { GitPast, Touch } from './git-past.ts';
import { RepositoryCode } from './repository-code.ts';
import { RuleFit } from './rule-fit.ts';
import { SingleFileTree } from './single-file-tree.ts';
import { isFinding } from './verdict.ts';

export interface HistoryGround {
  readonly scan: ScanRequest;
  readonly rules: readonly RuleDescription[];
  readonly past: GitPast;
  readonly parser: PythonParser;
}

/** Commits of one file that are looked at, the newest first. */
const MOST_VERSIONS = 100;
/** Versions of all files together: mapping a file takes some hundredths of a scan of a repository. */
const MOST_LOOKS = 400;
/** A claim is looked for in so many of its files. */
const MOST_FILES = 2;

/** A claim that is not closed yet, or closed without a date. */
interface Pending {
  readonly anchored: AnchoredClaim;
  readonly replayed: ReplayedClaim;
}

/** The claims again, those with a date for which there is one. */
export async function withFixingCommits(
  claims: readonly ReplayedClaim[],
  anchored: readonly AnchoredClaim[],
  ground: HistoryGround,
): Promise<readonly ReplayedClaim[]> {
  const search = new Search(ground);
  const pending = claims.flatMap((replayed, i): Pending[] => {
    const known = anchored[i];
    return known !== undefined && mayBeFixed(replayed, known) ? [{ anchored: known, replayed }] : [];
  });
  const fixes = new Map<Claim, Verdict>();
  for (const path of new Set(pending.flatMap((each) => filesOf(each)))) {
    const asked = pending.filter((each) => !fixes.has(each.anchored.claim) && filesOf(each).includes(path));
    for (const [claim, verdict] of await search.in(path, asked)) fixes.set(claim, verdict);
  }
  return claims.map((replayed) => {
    const verdict = fixes.get(replayed.claim);
    return verdict === undefined ? replayed : { ...replayed, verdict };
  });
}

/** What still stands as it is quoted was not mended. */
function mayBeFixed({ verdict }: ReplayedClaim, { quotes }: AnchoredClaim): boolean {
  if (verdict.kind === 'fixed') return verdict.fixedIn === undefined;
  return verdict.kind === 'not-decidable' && !quotes.some(({ found }) => found !== undefined && found.share > WHOLE);
}

const WHOLE = 0.9;

const filesOf = ({ anchored: { files, missing } }: Pending): string[] =>
  [...files, ...missing.map(({ place }) => place.path)].slice(0, MOST_FILES);

class Search {
  readonly #fit: RuleFit;
  #looks = 0;

  constructor(readonly ground: HistoryGround) {
    this.#fit = new RuleFit(ground.rules);
  }

  /** From the newest version back to the first that shows a claim: the next newer one mended it. */
  async in(path: string, asked: readonly Pending[]): Promise<ReadonlyMap<Claim, Verdict>> {
    const fixes = new Map<Claim, Verdict>();
    const touches = this.ground.past.touches(path, MOST_VERSIONS);
    for (let i = 1; i < touches.length && fixes.size < asked.length; i++) {
      const [touch, next] = [touches[i], touches[i - 1]];
      if (touch === undefined || next === undefined || ++this.#looks > MOST_LOOKS) break;
      const open = asked.filter(({ anchored }) => !fixes.has(anchored.claim));
      for (const [claim, rule] of await this.#shown(touch, path, open)) fixes.set(claim, fixedBy(rule, path, next));
    }
    return fixes;
  }

  /** The claims that a finding of ours shows in one version, each with the rule. */
  async #shown({ commit, path: then }: Touch, path: string, open: readonly Pending[]): Promise<[Claim, string][]> {
    const { past, scan: request, rules, parser } = this.ground;
    const content = past.contentAt(commit, then);
    if (content === undefined) return [];
    // Under today's path: rules see roles in it, and the document names one of the two.
    const tree = new SingleFileTree(request.root, path, content);
    const alone = request.rules.filter(({ rule }) => rule.type !== 'project');
    const { inquiry: _inquiry, workers: _workers, ...plain } = request;
    const outcome = await scan({ ...plain, rules: alone, paths: [], tree });
    if (outcome.kind !== 'finished') return [];
    const code = new RepositoryCode(tree, new Set([path]), parser);
    const conclusions = new Conclusions(outcome.report, NO_SURVEY, rules);
    return open.flatMap(({ anchored: { claim } }): [Claim, string][] => {
      const here = anchorClaim(claim, { code, past: undefined });
      const [best] = fittingFindings(here, this.#fit.scores(claim), this.#fit, conclusions, code);
      return isFinding(best) ? [[claim, best.finding.rule]] : [];
    });
  }
}

const NO_SURVEY = { proofs: [], answers: [], looksAt: () => undefined };

function fixedBy(rule: string, path: string, { commit }: Touch): Verdict {
  return {
    kind: 'fixed',
    because: `\`${rule}\` found it in \`${path}\` until ${commit.slice(0, 8)} changed the file`,
    evidence: [],
    rule,
    severity: undefined,
    fingerprint: undefined,
    fixedIn: commit,
  };
}
