import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EditedTree, type FixOutcome, fixFiles } from '../../src/audit/index.ts';
import { optionsSchema } from '../../src/config/index.ts';
import { DiskTree } from '../../src/discover/index.ts';
import { DEFAULT_LIMITS, ENGINE_RULES, type FileOptions, SharedReports, scan } from '../../src/engine/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';

type Files = ReadonlyMap<string, string | Uint8Array>;

/** Makes the fixes of some rules in a small repository, in memory, as the command line does. */
export async function fixFixture(
  files: Files,
  rules: readonly RegisteredRule[],
  isWanted?: FixingWish['isWanted'],
): Promise<FixOutcome> {
  const root = mkdtempSync(join(tmpdir(), 'auditlint-fixes-'));
  try {
    for (const [path, content] of files) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    return await fixFolder(root, rules, isWanted && { isWanted });
  } finally {
    rmSync(root, { recursive: true });
  }
}

interface FixingWish {
  readonly isWanted?: (fix: { readonly safety: string }) => boolean;
  readonly exclude?: readonly string[];
  readonly respectsGitIgnore?: boolean;
}

/** Makes the fixes of some rules in a folder, in memory. */
export async function fixFolder(
  root: string,
  rules: readonly RegisteredRule[],
  { isWanted = () => true, exclude = [], respectsGitIgnore = true }: FixingWish = {},
): Promise<FixOutcome> {
  const contentIdOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const only = optionsFor(rules);
  const request = {
    root,
    paths: [],
    exclude: [{ base: root, patterns: exclude }],
    respectsGitIgnore,
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
}

/** Every finding is shown, whatever its profile. */
function optionsFor(rules: readonly RegisteredRule[]): FileOptions {
  const named = rules.map(
    ({ name, rule }) =>
      [name, { profile: 'strict' as const, severity: 'P0' as const, options: optionsSchema(rule).parse({}) }] as const,
  );
  const own = ENGINE_RULES.map(({ name }) => [name, { profile: 'strict' as const, options: {} }] as const);
  return { rules: new Map([...named, ...own]) };
}
