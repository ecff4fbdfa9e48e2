import type { Hover } from 'vscode-languageserver-protocol/node';
import type { ConfigurableRule } from '../config/index.ts';
import { type Finding, firstSightText } from '../findings/index.ts';
import { maskSecrets } from '../knowledge/mask-secrets.ts';
import { rangeOf } from './ranges.ts';

/** Why the findings at a place are ones, what to do, and how often their rules were right; null where there are none. */
export function hoverOf(findings: readonly Finding[], rules: ReadonlyMap<string, ConfigurableRule>): Hover | null {
  const [first] = findings;
  if (first === undefined) return null;
  const value = findings.map((finding) => textOf(finding, rules.get(finding.rule))).join('\n\n---\n\n');
  return { contents: { kind: 'markdown', value }, range: rangeOf(first.location) };
}

function textOf({ rule, severity, grading, heldBack, message, remedy }: Finding, known: ConfigurableRule | undefined) {
  const sections = [
    `**${severity} \`${rule}\`** ${asText(message)}`,
    ...(known === undefined ? [] : [asText(known.docs.why)]),
    `**What to do.** ${asText(remedy)}`,
    `**Severity.** ${grading.harm}, at most ${grading.ceiling}: ${asText(grading.because)}`,
    ...(heldBack === undefined ? [] : [`**Held back in the default profile.** ${asText(heldBack)}`]),
    ...(known === undefined ? [] : [`**Measured.** ${firstSightText(known.firstSight)}`]),
  ];
  return sections.join('\n\n');
}

/** Markup that a repository's text brings along is none; code in backticks stays. */
const asText = (text: string): string =>
  maskSecrets(text)
    .replace(/[<[\]*_\\]/g, '\\$&')
    .replace(/`[^`]*`/g, unescaped);
const unescaped = (code: string): string => code.replace(/\\(?=[<[\]*_\\])/g, '');
