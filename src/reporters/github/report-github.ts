import { type Finding, SEVERITIES, type Severity, worstFirst } from '../../findings/index.ts';
import { type FilePlaces, placesInCheckout } from '../file-places.ts';
import { morePlaces } from '../finding-text.ts';
import type { FormatOptions } from '../formats.ts';
import type { Report } from '../report.ts';
import { sentence } from '../sentence.ts';
import { type Command, writeCommand } from './workflow-command.ts';

/** A GitHub runner keeps this many annotations of each kind of a step and drops the rest without a word. */
const MAX_OF_A_KIND = 10;

/**
 * Annotations as workflow commands, the worst first, within what a step may have; a last one says how many findings
 * have none. A runner takes columns from 1, and only where a finding lies on one line (`ValidateLinesAndColumns` of
 * actions/runner, ActionCommandManager.cs); no unit is documented, so they are UTF-16 as everywhere.
 */
export function formatGithub(report: Report, { onLeftOut }: FormatOptions = {}): string {
  const places = placesInCheckout(report);
  const { shown, left } = withinLimits(report.findings);
  const commands = shown.map((finding) => annotate(finding, places));
  if (left.length > 0) {
    onLeftOut?.(left.length);
    commands.push(moreNotice(left));
  }
  return commands.map((command) => `${writeCommand(command)}\n`).join('');
}

const KIND: Readonly<Record<Severity, Command['name']>> = { P0: 'error', P1: 'error', P2: 'warning', P3: 'notice' };

function withinLimits(findings: readonly Finding[]): { shown: readonly Finding[]; left: readonly Finding[] } {
  const cut = (noticesKept: number) => {
    const room = { error: MAX_OF_A_KIND, warning: MAX_OF_A_KIND, notice: noticesKept };
    const shown = new Set(worstFirst(findings).filter(({ severity }) => room[KIND[severity]]-- > 0));
    return { shown: [...shown], left: findings.filter((finding) => !shown.has(finding)) };
  };
  const all = cut(MAX_OF_A_KIND);
  // What is left out is reported in a notice, which needs room of its own.
  return all.left.length === 0 ? all : cut(MAX_OF_A_KIND - 1);
}

function annotate(finding: Finding, places: FilePlaces): Command {
  const { severity, rule, location, message, remedy } = finding;
  const { path, line, column, endLine, endColumn } = places.of(location);
  const cell = location.cell === undefined ? '' : ` (cell ${location.cell}, line ${location.line})`;
  return {
    name: KIND[severity],
    properties: {
      title: `${severity} ${rule}`,
      file: path,
      line,
      endLine,
      ...(line === endLine && { col: column, endColumn }),
    },
    // The log of the step shows nothing but the message.
    lines: [
      sentence(message),
      ...morePlaces(finding, (path) => places.path(path)).map(sentence),
      sentence(remedy),
      `${path}:${line}:${column}${cell}`,
    ],
  };
}

function moreNotice(left: readonly Finding[]): Command {
  const bySeverity = SEVERITIES.flatMap((severity) => {
    const count = left.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}`];
  });
  const limit = `GitHub shows at most ${MAX_OF_A_KIND} errors, ${MAX_OF_A_KIND} warnings and ${MAX_OF_A_KIND} notices per step`;
  return {
    name: 'notice',
    properties: { title: 'auditlint' },
    lines: [`${left.length} more ${left.length === 1 ? 'finding' : 'findings'} (${bySeverity.join(', ')}): ${limit}.`],
  };
}
