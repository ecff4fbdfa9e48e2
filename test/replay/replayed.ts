/** What a replay concludes of a history in memory: no repository, no process, no command line. */
import { rules } from '../../rules/index.ts';
import { configurableRules, TOOL } from '../../src/audit/index.ts';
import { Configurations, RuleResolution } from '../../src/config/index.ts';
import { DEFAULT_LIMITS, type ScanRequest, scan } from '../../src/engine/index.ts';
import type { ReplayDocument, ToldClaim } from '../../src/replay/formats/replay-document.ts';
import { describeReplay, everyRule, pastOf, replayAudit } from '../../src/replay/index.ts';
import { readAudit } from '../../src/replay/reading/index.ts';
import { MemoryTree } from '../../src/testing/metamorphoses/memory-tree.ts';
import { type Changes, MemoryHistory } from './memory-history.ts';

const known = configurableRules(rules);
const { root } = new MemoryTree(new Map());
/** Hundreds of replays ask for the same: there is no configuration. */
const resolution = new RuleResolution(known, Configurations.only(root, undefined), everyRule(known));

/** The claims of a document of the commit that has `before`, replayed when `after` has come. */
export async function claimsSince(before: Changes, after: Changes, body: string): Promise<readonly ToldClaim[]> {
  const history = MemoryHistory.with(before);
  history.commit({ ...after, 'AUDIT.md': `# Audit\n\n**Commit:** ${history.head}\n\n${body}` });
  return (await replayed(history)).claims;
}

/** The document `AUDIT.md` of the newest commit, replayed there. */
export async function replayed(history: MemoryHistory, tellsHistory = false): Promise<ReplayDocument> {
  const at = history.head;
  const document = Buffer.from(history.textAt({ commit: at, path: 'AUDIT.md' })?.content ?? '');
  const audit = readAudit(document, 'AUDIT.md');
  if (audit.claims.length === 0) throw new Error('the document holds no claim');
  const replay = await replayAudit({
    audit,
    scan: scanOf(history.treeOf(at)),
    rules: known,
    past: pastOf(document, audit, history, at),
    tellsHistory,
    run: async (request) => {
      const outcome = await scan(request);
      return outcome.kind === 'finished' ? outcome.report : undefined;
    },
  });
  if (replay === undefined) throw new Error('the scan did not finish');
  return describeReplay({ tool: TOOL, audit, replay, documentPath: 'AUDIT.md', root: '.', commit: undefined });
}

/** As the command line scans, where the tree has no configuration. */
const scanOf = (tree: MemoryTree): ScanRequest => ({
  root: tree.root,
  tree,
  paths: [],
  exclude: [],
  respectsGitIgnore: true,
  rules,
  options: {
    optionsFor: (path) => resolution.optionsFor(path),
    project: resolution.project,
    today: '2026-11-20',
    limits: DEFAULT_LIMITS,
  },
});
