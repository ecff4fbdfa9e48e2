import type { Notice } from '../findings/index.ts';
import { ParseTimeout } from '../syntax/index.ts';
import { callInTime, Overtime } from './bounded-call.ts';
import { failedReport } from './empty-report.ts';
import type { FileReport } from './file-report.ts';
import type { FileInput, MapTools } from './map-file.ts';
import { type PreparedRules, withoutRules } from './prepared-rules.ts';
import { type Stage, StageClock } from './stages.ts';

/** A file is begun so often at most. */
export const MOST_ATTEMPTS = 3;

/** What one attempt at a file leaves out, because it took too long before. */
export interface Missing {
  readonly rule?: string;
  readonly summary?: true;
  readonly allRules?: true;
}

/** One attempt at a file. Tells `stages` what it is at. */
export type MapOnce = (rules: PreparedRules, missing: Missing | undefined, stages: StageClock) => FileReport;

/**
 * One file within its time. Where that is over, all that was found is dropped and the file begun anew: without what took longest, then without any rule, so
 * that other files are told of it all the same. A notice says what is missing.
 */
export function mapInTime(file: FileInput, rules: PreparedRules, tools: MapTools, mapOnce: MapOnce): FileReport {
  const { maxFileMilliseconds: most } = tools.limits;
  let missing: Missing | undefined;
  for (;;) {
    const stages = new StageClock(tools.now);
    try {
      const allowed = missing === undefined ? most : most / 2;
      const report = callInTime(() => mapOnce(remaining(rules, missing), missing, stages), allowed);
      return missing === undefined ? report : { ...report, notices: [...report.notices, notice(file, missing, most)] };
    } catch (error) {
      if (!(error instanceof Overtime || error instanceof ParseTimeout)) throw error;
      const { slowest } = stages;
      missing = withLess(missing, slowest);
      if (missing === undefined) return failedReport(file, [unread(file, slowest, most)]);
    }
  }
}

const remaining = (rules: PreparedRules, missing: Missing = {}): PreparedRules =>
  missing.allRules === true || missing.rule !== undefined
    ? withoutRules(rules, (name) => missing.allRules === true || name === missing.rule)
    : rules;

/** What is tried next; undefined where nothing is left of the file without what was slow. */
function withLess(missing: Missing | undefined, { kind, rule }: Stage): Missing | undefined {
  switch (kind) {
    case 'rule':
      if (missing === undefined) return { rule };
      return missing.allRules === true ? undefined : { ...missing, allRules: true };
    case 'summary':
      if (missing === undefined) return { summary: true };
      return missing.summary === true ? undefined : { summary: true, allRules: true };
    case 'read':
    case 'parse':
      return undefined;
  }
}

function notice({ path }: FileInput, { rule, summary, allRules }: Missing, milliseconds: number): Notice {
  const took = `took longer than ${milliseconds / 1000} s`;
  if (allRules === true) {
    const also = summary === true ? ', and facts about it for other files' : '';
    return {
      kind: 'too-slow',
      path,
      message: `${took} and again without the slowest part: all rules were skipped here${also}`,
    };
  }
  if (rule === undefined)
    return { kind: 'too-slow', path, message: `${took}: facts about it for other files are missing` };
  return { kind: 'too-slow', path, rule, message: `${took}: rule \`${rule}\` was the slowest and was skipped here` };
}

function unread({ path }: FileInput, { kind, rule }: Stage, milliseconds: number): Notice {
  const at = {
    read: 'while it was read',
    parse: 'while it was parsed',
    summary: 'while facts for other files were collected',
    rule: `in rule \`${rule}\``,
  }[kind];
  return { kind: 'too-slow', path, message: `took longer than ${milliseconds / 1000} s ${at} and was skipped` };
}
