import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EditedTree, type FixOutcome, fixFiles } from '../../src/audit/index.ts';
import { DiskTree } from '../../src/discover/index.ts';
import { DEFAULT_LIMITS, ENGINE_RULES, type FileOptions, SharedReports, scan } from '../../src/engine/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';

type Files = ReadonlyMap<string, string | Uint8Array>;

/** Makes the fixes of some rules in a small repository, in memory, as the command line does. */
export async function fixFixture(
  files: Files,
  rules: readonly RegisteredRule[],
  isWanted: (fix: { readonly safety: string }) => boolean = () => true,
): Promise<FixOutcome> {
  const root = mkdtempSync(join(tmpdir(), 'auditlint-fixes-'));
  try {
    for (const [path, content] of files) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    const contentIdOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    const only = optionsFor(rules);
    const request = {
      root,
      paths: [],
      exclude: [],
      respectsGitIgnore: true,
      rules,
      options: { optionsFor: () => only, project: only, today: '2026-11-20', limits: DEFAULT_LIMITS },
      shared: new SharedReports(contentIdOf),
    };
    const outcome = await fixFiles({
      tree: new EditedTree(new DiskTree(root), new Map(), contentIdOf),
      look: async (tree) => {
        const scanned = await scan({ ...request, tree });
        return scanned.kind === 'finished' ? scanned.report : undefined;
      },
      isWanted,
      limits: DEFAULT_LIMITS,
    });
    if (outcome === undefined) throw new Error('the scan was interrupted');
    return outcome;
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Every finding is shown, whatever its profile. */
function optionsFor(rules: readonly RegisteredRule[]): FileOptions {
  const named = rules.map(
    ({ name, rule }) =>
      [name, { profile: 'strict' as const, severity: 'P0' as const, options: rule.options?.parse({}) ?? {} }] as const,
  );
  const own = ENGINE_RULES.map(({ name }) => [name, { profile: 'strict' as const, options: {} }] as const);
  return { rules: new Map([...named, ...own]) };
}
