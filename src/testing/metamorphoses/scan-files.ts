import { optionsSchema } from '../../config/index.ts';
import { DEFAULT_LIMITS, scan } from '../../engine/index.ts';
import type { Finding } from '../../findings/index.ts';
import type { RegisteredRule } from '../../kit/index.ts';
import { MemoryTree } from './memory-tree.ts';

/** The findings of one rule in a small repository, each with the profile that the rule itself gives it. */
export async function scanFiles(
  files: ReadonlyMap<string, string | Uint8Array>,
  registered: RegisteredRule,
  given: Readonly<Record<string, unknown>>,
): Promise<readonly Finding[]> {
  const { name, rule } = registered;
  // Whether a rule is in the default profile depends on who has read it, and is not what a spelling changes.
  const shown = { ...registered, rule: { ...rule, docs: { ...rule.docs, profile: 'default' as const } } };
  const options = optionsSchema(rule).parse(given);
  const only = { rules: new Map([[name, { profile: 'strict' as const, severity: 'P0' as const, options }]]) };
  const tree = new MemoryTree(files);
  const outcome = await scan({
    root: tree.root,
    tree,
    paths: [],
    exclude: [],
    respectsGitIgnore: true,
    rules: [shown],
    tellsUnrun: true,
    options: { optionsFor: () => only, project: only, today: '2026-11-20', limits: DEFAULT_LIMITS },
    onFault: ({ error }) => {
      throw error;
    },
  });
  if (outcome.kind !== 'finished') throw new Error(`the scan ended as "${outcome.kind}"`);
  return outcome.report.findings;
}
