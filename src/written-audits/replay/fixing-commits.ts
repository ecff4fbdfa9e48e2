/** With `--history`: in which commit a claim went away. Versions of the file that it names are looked at one by one, each by itself. */

import type { PythonParser } from '../../ast/lower/index.ts';
import { findFiles, type ScanRequest, scan } from '../../engine/index.ts';
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
  /** What is so now. */
  readonly now: Conclusions;
}

/** Commits of one file that are looked at, the newest first. */
const MOST_VERSIONS = 100;
/** Versions of all files together: mapping a file takes some hundredths of a scan of a repository. */
const MOST_LOOKS = 400;
/** Whole repositories: a scan each, less what did not change. */
const MOST_TREES = 5;
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
  const open = pending.filter(({ anchored: { claim } }) => !fixes.has(claim));
  for (const [claim, verdict] of await search.inWholeTrees(open)) fixes.set(claim, verdict);
  return claims.map((replayed, i) => {
    const verdict = fixes.get(replayed.claim);
    const files = anchored[i]?.files ?? [];
    return verdict === undefined || stillFires(verdict.rule, files, ground.now) ? replayed : { ...replayed, verdict };
  });
}

/** A rule that still fires in a file closes no claim about it, wherever in the file it does. */
const stillFires = (rule: string | undefined, files: readonly string[], now: Conclusions): boolean =>
  files.some((path) => now.in(path).some(({ finding }) => finding.rule === rule));

/** What still stands as it is quoted, all of it, was not mended. */
function mayBeFixed({ verdict }: ReplayedClaim, { quotes }: AnchoredClaim): boolean {
  if (verdict.kind === 'fixed') return verdict.fixedIn === undefined;
  const telling = quotes.filter(({ lines }) => lines.length > 0);
  const stands = telling.length > 0 && telling.every(({ found }) => found !== undefined && found.share > WHOLE);
  return verdict.kind === 'not-decidable' && !stands;
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

  /**
   * What only the whole project shows: the repository before the newest commits that touched the files, as few of them as cover most claims.
   * Files that did not change since are not mapped again.
   */
  async inWholeTrees(open: readonly Pending[]): Promise<ReadonlyMap<Claim, Verdict>> {
    const { past } = this.ground;
    const byCommit = new Map<string, [Pending, string][]>();
    for (const pending of open) {
      const path = filesOf(pending)[0];
      const [newest] = path === undefined ? [] : past.touches(path, 1);
      if (path === undefined || newest === undefined) continue;
      const asked = byCommit.get(newest.commit);
      if (asked === undefined) byCommit.set(newest.commit, [[pending, path]]);
      else asked.push([pending, path]);
    }
    const fixes = new Map<Claim, Verdict>();
    const chosen = [...byCommit].sort(([, a], [, b]) => b.length - a.length).slice(0, MOST_TREES);
    for (const [commit, asked] of chosen) {
      const before = past.repository.findCommit(`${commit}^`);
      if (before === undefined) continue;
      const shown = await this.#shownInTree(
        before,
        asked.map(([pending]) => pending),
      );
      for (const [claim, rule, path] of shown) fixes.set(claim, fixedBy(rule, path, { commit, path }));
    }
    return fixes;
  }

  async #shownInTree(commit: string, asked: readonly Pending[]): Promise<[Claim, string, string][]> {
    const { past, scan: request, rules, parser } = this.ground;
    const { inquiry: _inquiry, ...plain } = request;
    const tree = past.repository.treeOf(commit);
    const found = await findFiles({ ...plain, tree });
    const outcome = await scan({ ...plain, tree });
    if (outcome.kind !== 'finished' || found.kind !== 'found') return [];
    const code = new RepositoryCode(tree, found.discovery.allPaths, parser);
    const conclusions = new Conclusions(outcome.report, NO_SURVEY, rules);
    return asked.flatMap(({ anchored: { claim, files } }): [Claim, string, string][] => {
      const here = anchorClaim(claim, { code, past: undefined });
      const [best] = fittingFindings(here, this.#fit.scores(claim), this.#fit, conclusions, code);
      return isFinding(best) ? [[claim, best.finding.rule, files[0] ?? best.at.path]] : [];
    });
  }

  /** The claims that a finding of ours shows in one version, each with the rule. */
  async #shown({ commit, path: then }: Touch, path: string, open: readonly Pending[]): Promise<[Claim, string][]> {
    const { past, scan: request, rules, parser } = this.ground;
    const content = past.contentAt(commit, then);
    if (content === undefined) return [];
    // Under today's path: rules see roles in it, and the document names one of the two.
    const tree = new SingleFileTree(request.root, path, content);
    const alone = request.rules.filter(({ rule }) => rule.type !== 'project');
    const { inquiry: _inquiry, workers: _workers, shared: _shared, ...plain } = request;
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
