import type { Hover } from 'vscode-languageserver-protocol/node';
import type { ConfigurableRule } from '../config/index.ts';
import { doubtReasons, type Finding, firstSightText, severityReasons } from '../findings/index.ts';
import { rangeOf } from './ranges.ts';

/** Why the findings at a place are ones, what to do, and how often their rules were right; null where there are none. */
export function hoverOf(findings: readonly Finding[], rules: ReadonlyMap<string, ConfigurableRule>): Hover | null {
  const [first] = findings;
  if (first === undefined) return null;
  const value = findings.map((finding) => textOf(finding, rules.get(finding.rule))).join('\n\n---\n\n');
  return { contents: { kind: 'markdown', value }, range: rangeOf(first.location) };
}

function textOf(finding: Finding, known: ConfigurableRule | undefined) {
  const { rule, severity, confidence, message, remedy } = finding;
  const sections = [
    `**${severity} \`${rule}\`** ${asText(message)}`,
    ...(known === undefined ? [] : [asText(known.docs.why)]),
    `**Remedy.** ${asText(remedy)}`,
    `**Severity.** ${asText(severityReasons(finding).join('; '))}`,
    `**Confidence.** ${[confidence, ...doubtReasons(finding).map(asText)].join('. ')}`,
    ...(known === undefined ? [] : [`**Measured precision.** ${firstSightText(known.firstSight)}`]),
  ];
  return sections.join('\n\n');
}

/** Markup that a repository's text brings along is none; code in backticks stays. */
const asText = (text: string): string => text.replace(/[<[\]*_\\]/g, '\\$&').replace(/`[^`]*`/g, unescaped);
const unescaped = (code: string): string => code.replace(/\\(?=[<[\]*_\\])/g, '');
