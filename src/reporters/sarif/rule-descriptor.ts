import type { ReportingDescriptor, Result } from 'sarif';
import { type RuleDescription, type RuleDocs, type Severity, worstOf } from '../../findings/index.ts';
import { equivalentsOf, namesOfDefect } from '../../knowledge/defect-names.ts';
import { sentence } from '../sentence.ts';

/** What GitHub shows of a rule. It must not depend on a result: help is shared by all repositories. */
export function describeRule({ name, category, docs, firstSight, page }: RuleDescription): ReportingDescriptor {
  const severity = worstOf(docs);
  const isSecurity = category === 'security';
  const equivalents = equivalentsOf(name);
  const cweTags = docs.cwe.map((id) => `external/cwe/cwe-${String(id).padStart(3, '0')}`);
  return {
    id: name,
    name: pascalCase(name),
    shortDescription: { text: sentence(docs.summary) },
    fullDescription: { text: sentence(docs.why) },
    ...(page !== undefined && { helpUri: page }),
    help: { text: helpText(docs), markdown: helpMarkdown(name, docs) },
    defaultConfiguration: { level: levelOf(severity) },
    properties: {
      // GitHub keeps ten tags, and reads security-severity only beside the tag `security`, which that category is.
      tags: [category, ...cweTags, ...namesOfDefect(name)].slice(0, 10),
      precision: docs.precision,
      ...(equivalents.length > 0 && { equivalents }),
      ...(firstSight !== undefined && { firstSight }),
      ...(isSecurity
        ? { 'security-severity': SECURITY_SEVERITY[severity] }
        : { 'problem.severity': PROBLEM_SEVERITY[severity] }),
    },
  };
}

export function levelOf(severity: Severity): NonNullable<Result['level']> {
  return LEVEL[severity];
}

const LEVEL = { P0: 'error', P1: 'error', P2: 'warning', P3: 'note' } as const;
const PROBLEM_SEVERITY = { P0: 'error', P1: 'error', P2: 'warning', P3: 'recommendation' } as const;
/** Inside GitHub's ranges: above 9.0 critical, from 7.0 high, from 4.0 medium, below low. */
const SECURITY_SEVERITY = { P0: '9.5', P1: '8.0', P2: '5.5', P3: '2.5' } as const;

// SARIF1001: a name that equals the id says nothing.
function pascalCase(name: string): string {
  const words = name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return words.length === 1 ? `${words.join('')}Rule` : words.join('');
}

function helpText(docs: RuleDocs): string {
  const example = `Fires on:\n\n${docs.bad.trimEnd()}\n\nStays silent on:\n\n${docs.good.trimEnd()}`;
  return `${sentence(docs.why)}\n\n${sentence(docs.remedy)}\n\n${example}`;
}

function helpMarkdown(name: string, docs: RuleDocs): string {
  const cwe = docs.cwe.map((id) => `[CWE-${id}](https://cwe.mitre.org/data/definitions/${id}.html)`);
  const sections = [
    `# ${name}`,
    sentence(docs.why),
    `**Remedy.** ${sentence(docs.remedy)}`,
    `Fires on:\n\n${codeBlock(docs.bad)}`,
    `Stays silent on:\n\n${codeBlock(docs.good)}`,
    ...(cwe.length > 0 ? [`See ${cwe.join(', ')}.`] : []),
    `If the code is intended, suppress the finding with a reason: \`# auditlint: ignore[${name}] the reason\`.`,
  ];
  return sections.join('\n\n');
}

function codeBlock(code: string): string {
  const fence = code.includes('```') ? '````' : '```';
  return `${fence}python\n${code.trimEnd()}\n${fence}`;
}
