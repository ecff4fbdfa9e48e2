import { optionsSchema } from '../../config/index.ts';
import { DEFAULT_LIMITS, type ScanReport, scan } from '../../engine/index.ts';
import type { RegisteredRule } from '../../kit/index.ts';
import { MemoryTree } from './memory-tree.ts';

/** What one rule says of a small repository. Whether something runs the few lines of a fixture is not what they are about (`reportsUnrun`). */
export async function scanFiles(
  files: ReadonlyMap<string, string | Uint8Array>,
  registered: RegisteredRule,
  given: Readonly<Record<string, unknown>>,
): Promise<ScanReport> {
  const { name, rule } = registered;
  const options = optionsSchema(rule).parse(given);
  const only = { rules: new Map([[name, { profile: 'strict' as const, severity: 'P0' as const, options }]]) };
  const tree = new MemoryTree(files);
  const faults: unknown[] = [];
  const outcome = await scan({
    root: tree.root,
    tree,
    paths: [],
    exclude: [],
    respectsGitIgnore: true,
    rules: [registered],
    reportsUnrun: true,
    options: { optionsFor: () => only, project: only, today: '2026-11-20', limits: DEFAULT_LIMITS },
    onFault: ({ error }) => faults.push(error),
  });
  // Thrown as it came, so that its stack points into the rule.
  for (const fault of faults) throw fault;
  if (outcome.kind !== 'finished') throw new Error(`the scan ended as "${outcome.kind}"`);
  return outcome.report;
}
