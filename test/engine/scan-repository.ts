import { optionsSchema } from '../../src/config/index.ts';
import {
  DEFAULT_LIMITS,
  type EffectiveRule,
  ENGINE_RULES,
  type FileOptions,
  type ScanOutcome,
  type ScanReport,
  type ScanRequest,
  scan,
} from '../../src/engine/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';

export const TODAY = '2026-11-20';

/** All rules with their default options, those of the engine included; `more` changes some. */
export function optionsFor(
  rules: readonly RegisteredRule[],
  more: Readonly<Record<string, Partial<EffectiveRule>>> = {},
): FileOptions {
  const registered = rules.map(({ name, rule }) => [name, optionsSchema(rule).parse({})] as const);
  const all = [...registered, ...ENGINE_RULES.map(({ name }) => [name, {}] as const)];
  return { rules: new Map(all.map(([name, options]) => [name, { profile: 'default', options, ...more[name] }])) };
}

export function requestFor(
  root: string,
  rules: readonly RegisteredRule[],
  more: Partial<ScanRequest> = {},
  options: FileOptions = optionsFor(rules),
): ScanRequest {
  return {
    root,
    paths: [],
    exclude: [],
    respectsGitIgnore: true,
    rules,
    options: { optionsFor: () => options, project: options, today: TODAY, limits: DEFAULT_LIMITS },
    ...more,
  };
}

export async function scanRepository(...args: Parameters<typeof requestFor>): Promise<ScanReport> {
  return reportOf(await scan(requestFor(...args)));
}

export function reportOf(outcome: ScanOutcome): ScanReport {
  if (outcome.kind !== 'finished') throw new Error(`the scan ended as "${outcome.kind}"`);
  return outcome.report;
}

/** `path:line rule`, one per finding. */
export function places({ findings }: Pick<ScanReport, 'findings'>): string[] {
  return findings.map(({ rule, location }) => `${location.path}:${location.line} ${rule}`);
}
