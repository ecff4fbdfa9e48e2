/** With `--history`: in which commit a claim went away. Versions of the file that it names are looked at one by one, each by itself. */

import type { PythonParser } from '../ast/lower/index.ts';
import { groupBy } from '../collections/index.ts';
import { findFiles, type ScanRequest, scan } from '../engine/index.ts';
import type { RuleDescription } from '../findings/index.ts';
import { type AnchoredClaim, anchorClaim } from './anchor-claim.ts';
import type { Claim } from './claim.ts';
import { Conclusions } from './conclusions.ts';
import { fittingFindings } from './fitting-findings.ts';
import type { GitPast } from './git-past.ts';
import type { Version } from './history.ts';
import type { ReplayedClaim, Verdict } from './replayed-claim.ts';
import { RepositoryCode } from './repository-code.ts';
import { type RuleFit, ruleFitOf } from './rule-fit.ts';
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
const MOST_TREES = 7;
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

/** Where, among the commits that touched its files, a claim went away. */
class Halving {
  /** Index of the oldest commit before which it is known not to show, and of the newest before which it does. */
  #absent = -1;
  #shown: number | undefined;
  found: readonly [Claim, rule: string, path: string] | undefined;

  constructor(
    readonly pending: Pending,
    /** Newest first. */
    readonly changes: readonly string[],
  ) {}

  /** Before the oldest one there was nothing. */
  get #last(): number {
    return this.changes.length - 2;
  }

  get #at(): number {
    // The newest first, then twice as far each time, then by halves.
    if (this.#shown === undefined) return this.#absent < 0 ? 0 : Math.min(2 * this.#absent + 1, this.#last);
    return Math.floor((this.#absent + this.#shown) / 2);
  }

  /** The commit before which it is to be looked for; undefined where nothing is left to learn. */
  get next(): string | undefined {
    const isDone = this.#shown === undefined ? this.#absent >= this.#last : this.#shown - this.#absent <= 1;
    return isDone ? undefined : this.changes[this.#at];
  }

  learn(isShown: boolean): void {
    if (isShown) this.#shown = this.#at;
    else this.#absent = this.#at;
  }

  /** It shows before this commit, and does not before the next one, or now. */
  get fix(): string | undefined {
    return this.#shown !== undefined && this.#shown - this.#absent <= 1 ? this.changes[this.#shown] : undefined;
  }
}

class Search {
  readonly #fit: RuleFit;
  #looks = 0;

  constructor(readonly ground: HistoryGround) {
    this.#fit = ruleFitOf(ground.rules);
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
   * What only the whole project shows: between the commits that touched its files, the one before which it shows and after which it does not,
   * by halves. All claims together get a few trees; each is asked of all that want it, the one that most want first.
   */
  async inWholeTrees(open: readonly Pending[]): Promise<ReadonlyMap<Claim, Verdict>> {
    const { past } = this.ground;
    const halvings = open.flatMap((pending) => {
      const paths = filesOf(pending);
      const changes = paths.length === 0 ? [] : past.changesOf(paths, MOST_VERSIONS);
      return changes.length === 0 ? [] : [new Halving(pending, changes)];
    });
    const fixes = new Map<Claim, Verdict>();
    for (let trees = 0; trees < MOST_TREES; trees++) {
      const [wanted] = [...groupBy(halvings, ({ next }) => next)]
        .filter(([commit]) => commit !== undefined)
        .sort(([, a], [, b]) => b.length - a.length);
      const [commit, asking] = wanted ?? [];
      if (commit === undefined || asking === undefined) break;
      const before = past.history.parentOf(commit);
      const asked = asking.map(({ pending }) => pending);
      const shown = before === undefined ? [] : await this.#shownInTree(before, asked);
      for (const halving of asking) {
        const { claim } = halving.pending.anchored;
        const found = shown.find(([each]) => each === claim);
        halving.learn(found !== undefined);
        if (found !== undefined) halving.found = found;
        const { fix } = halving;
        if (fix !== undefined && halving.found !== undefined) {
          const [, rule, path] = halving.found;
          fixes.set(claim, fixedBy(rule, path, { commit: fix, path }));
        }
      }
    }
    return fixes;
  }

  async #shownInTree(commit: string, asked: readonly Pending[]): Promise<[Claim, string, string][]> {
    const { past, scan: request, rules, parser } = this.ground;
    const { inquiry: _inquiry, ...plain } = request;
    const tree = past.history.treeOf(commit);
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
  async #shown({ commit, path: then }: Version, path: string, open: readonly Pending[]): Promise<[Claim, string][]> {
    const { past, scan: request, rules, parser } = this.ground;
    const content = past.textAt(commit, then)?.content;
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

function fixedBy(rule: string, path: string, { commit }: Version): Verdict {
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
