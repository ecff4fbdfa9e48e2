/** A written audit against a repository: one scan answers all its claims. */

import { loadPythonParser } from '../ast/lower/index.ts';
import { findFiles, type ScanReport, type ScanRequest, SharedReports, Survey } from '../engine/index.ts';
import type { RuleDescription } from '../findings/index.ts';
import { type AnchoredClaim, anchorClaim } from './anchor-claim.ts';
import type { Claim, WrittenAudit } from './claim.ts';
import { Conclusions } from './conclusions.ts';
import { segmentsOf } from './find-path.ts';
import { withFixingCommits } from './fixing-commits.ts';
import type { GitPast } from './git-past.ts';
import { filesNamed } from './meant-files.ts';
import { withPointed } from './pointed-claims.ts';
import type { Anchor, ReplayedClaim, Verdict } from './replayed-claim.ts';
import { RepositoryCode } from './repository-code.ts';
import { ruleFitOf } from './rule-fit.ts';
import { composed, statementsOf } from './statements.ts';
import { checkTotals, type TotalsRemark } from './totals.ts';
import { decideVerdict } from './verdict.ts';

export interface ReplayRequest {
  readonly audit: WrittenAudit;
  /** All rules, in the strict profile. */
  readonly scan: ScanRequest;
  readonly rules: readonly RuleDescription[];
  /** What git knows of the repository; undefined where there is no git, or the replay should not ask it. */
  readonly past: GitPast | undefined;
  /** Whether the commit is looked for in which a claim went away. */
  readonly tellsHistory: boolean;
  /** Runs the scan; undefined when it was interrupted. */
  run(request: ScanRequest): Promise<ScanReport | undefined>;
}

export interface Replay {
  readonly claims: readonly ReplayedClaim[];
  readonly totals: readonly TotalsRemark[];
  /** Of the scan that it rests on. */
  readonly report: ScanReport;
  readonly isComplete: boolean;
}

/** Undefined when it was interrupted. */
export async function replayAudit(request: ReplayRequest): Promise<Replay | undefined> {
  const { audit, rules, past } = request;
  const { found, wanted } = await filesOf(request.scan, audit.claims);
  const parser = await loadPythonParser(request.scan.parser);
  const titles = audit.claims.map(({ title }) => title).filter((title) => title.length >= LEAST_TITLE);
  const code = new RepositoryCode(found.tree, found.discovery.allPaths, parser, titles);
  const ground = { code, past, named: filesNamed(audit.claims, code) };
  past?.expectDrift([...ground.named]);
  const { audited } = past ?? {};
  if (audited !== undefined) past?.expect([...ground.named].map((path) => ({ commit: audited, path })));
  const anchored = audit.claims.map((claim) => anchorClaim(claim, ground));
  if (audited !== undefined)
    past?.expect(anchored.flatMap(({ files }) => files.map((path) => ({ commit: audited, path }))));
  const survey = new Survey(new Set(anchored.flatMap(pathsOf)));
  // Earlier trees share what did not change with this one.
  const shared = past === undefined ? undefined : new SharedReports(past.history.contentIdOf);
  const scanned = request.tellsHistory && shared !== undefined ? { ...wanted, shared } : wanted;
  const report = await request.run({ ...scanned, inquiry: survey, parsed: (content) => code.trees.take(content) });
  code.trees.close();
  if (report === undefined) return undefined;
  const conclusions = new Conclusions(report, survey, rules);
  const fit = ruleFitOf(rules);
  const judged = (each: AnchoredClaim): ReplayedClaim => {
    const verdict = decideVerdict(each, { ...ground, conclusions, fits: fit.scores(each.claim), ruleFit: fit });
    return { claim: each.claim, anchors: withEvidence(each.anchors, verdict), verdict };
  };
  const decided = anchored.map((each) => {
    const whole = judged(each);
    if (whole.verdict.kind !== 'not-decidable') return whole;
    const parts = statementsOf(each.claim).map((claim) => judged(anchorClaim(claim, ground)));
    return composed(whole, parts, fit);
  });
  const claims =
    request.tellsHistory && past !== undefined
      ? await withFixingCommits(decided, anchored, { scan: scanned, rules, past, parser, now: conclusions })
      : decided;
  return { claims: withPointed(claims), totals: checkTotals(audit), report, isComplete: conclusions.isComplete };
}

/** What is scanned, with what the document names and `.gitignore` hides, which git itself does not heed of what it tracks. */
async function filesOf(scan: ScanRequest, claims: readonly Claim[]) {
  const seen = await findFiles(scan);
  if (seen.kind !== 'found') throw new Error('the root to replay against cannot be listed');
  const { isKept, allPaths } = seen.discovery;
  const named = new Set(claims.flatMap(({ places }) => places.map(({ path }) => segmentsOf(path).join('/'))));
  // A folder that is hidden is left as it is.
  const hidden = [...named].filter((path) => /[^/]\.\w+$/.test(path) && !allPaths.has(path) && isKept(path));
  if (hidden.length === 0) return { found: seen, wanted: scan };
  const wanted: ScanRequest = { ...scan, paths: ['.', ...hidden] };
  const found = await findFiles(wanted);
  return { found: found.kind === 'found' ? found : seen, wanted };
}

/** Shorter ones stand anywhere. */
const LEAST_TITLE = 20;

/** What a rule found, or a verdict rests on, is a place too, where the document gave none so near. */
function withEvidence(anchors: readonly Anchor[], { kind, rule, evidence }: Verdict): readonly Anchor[] {
  const [shown] = evidence;
  if (kind === 'not-decidable' || shown?.path === undefined || shown.line === undefined) return anchors;
  const { path, line } = shown;
  const isKnown = anchors.some(
    ({ path: known, lines, confidence }) =>
      confidence !== 'low' && known === path && lines.first <= line && line <= lines.last,
  );
  if (isKnown) return anchors;
  const found: Anchor = {
    path,
    lines: { first: line, last: line },
    confidence: 'medium',
    because: rule === undefined ? 'the verdict rests on it' : `\`${rule}\` found it here`,
  };
  return [
    ...anchors.filter(({ confidence }) => confidence === 'high'),
    found,
    ...anchors.filter(({ confidence }) => confidence !== 'high'),
  ];
}

function pathsOf({ files, about, anchors }: AnchoredClaim): string[] {
  return [...files, ...about, ...anchors.map(({ path }) => path)];
}

/** A claim with the rules that a mapping file gives it. */
export function withRules(claim: Claim, mapping: ReadonlyMap<string, readonly string[]>): Claim {
  const given = mapping.get(claim.id);
  return given === undefined ? claim : { ...claim, rules: given };
}
