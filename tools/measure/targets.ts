/** What the tool is meant to reach. */
import type { Target } from '../corpus/targets.ts';
import { percentOf } from '../first-sight/figure-cells.ts';
import type { Share } from '../first-sight/figures.ts';

/** Of the rows that must fire, in the default profile, by group. */
export const LEAST_RECALL: Readonly<Record<string, number>> = {
  'tensafe at 0f57f5c': 0.95,
  'tensafe at 01b776f': 0.95,
  'hndsr at 2ab225f': 0.85,
  'cortex at add9e5d': 0.8,
  'autosafe at 32caf0a': 0.75,
  'emm at fce62aa': 0.75,
  planted: 0.85,
};

/** What severities of matched rows are meant to be like; shares from 0 to 1, differences in steps. */
export interface SeverityTargets {
  readonly exact?: number;
  readonly withinStep: number;
  readonly mean: readonly [low: number, high: number];
  /** Of rows that are P0 to their author those that the tool calls P0 or P1. */
  readonly gravest?: number;
}

export const SEEDS_SEVERITY: SeverityTargets = { exact: 0.55, withinStep: 0.95, mean: [-0.1, 0.4], gravest: 0.8 };
export const OTHERS_SEVERITY: SeverityTargets = { withinStep: 0.92, mean: [-0.3, 0.3] };

/** Findings of the default profile per 1,000 lines. */
export const MOST_PER_THOUSAND = { application: 4, library: 1 } as const;

export function shareTarget(name: string, share: Share, least: number): Target {
  return {
    name,
    measured: shareText(share),
    wanted: `at least ${Math.round(100 * least)} %`,
    isMet: share.of > 0 && share.count >= least * share.of,
  };
}

export function shareText(share: Share): string {
  return share.of === 0 ? 'no rows' : `${percentOf(share)} (${share.count} of ${share.of})`;
}
