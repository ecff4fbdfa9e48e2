import { z } from 'zod';
import type { RegisteredRule, RuleDocs } from '../../kit/index.ts';

/** Text of docs/rules/<name>.md. */
export function generateRulePage({ name, category, rule }: RegisteredRule): string {
  const { docs } = rule;
  const sections = [
    `<!-- Generated from rules/${category}/${name}.ts by src/dev/generate/rule-page.ts. Do not edit; run \`npm run generate\`. -->`,
    `# ${name}`,
    `Finds: ${docs.summary}.`,
    attributeTable(category, docs),
    `## Why\n\n${docs.why}`,
    `## What to do\n\n${docs.remedy}`,
    `## Fires on\n\n${codeBlock(docs.bad)}`,
    `## Stays silent on\n\n${codeBlock(docs.good)}`,
    ...optionsSection(name, rule.options),
    ...measuredSection(docs),
    ...originSection(docs),
    suppressionSection(name),
  ];
  return `${sections.join('\n\n')}\n`;
}

function attributeTable(category: string, docs: RuleDocs): string {
  const profile = docs.profile === 'strict' || docs.precision === 'low' ? 'strict' : 'default';
  const cwe = docs.cwe.map((id) => `[CWE-${id}](https://cwe.mitre.org/data/definitions/${id}.html)`).join(', ');
  return [
    '| Category | Severity | Precision | Profile | Since | CWE |',
    '|---|---|---|---|---|---|',
    `| ${category} | ${docs.severity} | ${docs.precision} | ${profile} | ${docs.since} | ${cwe || '–'} |`,
  ].join('\n');
}

function optionsSection(name: string, schema: RegisteredRule['rule']['options']): string[] {
  if (schema === undefined) return [];
  // zod writes plain JSON Schema; only the two members read below are needed.
  const { properties } = z.toJSONSchema(schema, { io: 'input' }) as { properties?: Record<string, OptionSchema> };
  const rows = Object.entries(properties ?? {}).map(
    ([option, { description, ...rest }]) =>
      `| \`${option}\` | ${optionType(rest)} | ${rest.default === undefined ? '–' : `\`${JSON.stringify(rest.default)}\``} | ${description ?? ''} |`,
  );
  const heading = `## Options\n\nIn \`auditlint.toml\`, under \`[rules.${name}]\`:`;
  return [`${heading}\n\n| Option | Type | Default | Meaning |\n|---|---|---|---|\n${rows.join('\n')}`];
}

interface OptionSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly items?: OptionSchema;
  readonly default?: unknown;
  readonly description?: string;
}

function optionType(schema: OptionSchema): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(' or ');
  if (schema.type === 'array' && schema.items !== undefined) return `list of ${optionType(schema.items)}`;
  return schema.type ?? 'any';
}

function measuredSection({ measured, precision }: RuleDocs): string[] {
  if (measured === undefined) return [];
  const { right, read, on } = measured;
  return [`## Measured\n\n${right} of ${read} findings read were right, on ${on}: precision is ${precision}.`];
}

function originSection({ origin }: RuleDocs): string[] {
  if (origin.length === 0) return [];
  const places = origin.map(({ document, finding }) => `- ${document}, finding ${finding}`);
  return [`## Origin\n\nThe audits that found it first:\n\n${places.join('\n')}`];
}

function suppressionSection(name: string): string {
  return `## When it is meant\n\nSay why, on the line or above the statement:\n\n${codeBlock(`# auditlint: ignore[${name}] the reason`)}`;
}

function codeBlock(code: string): string {
  const fence = code.includes('```') ? '````' : '```';
  return `${fence}python\n${code.trimEnd()}\n${fence}`;
}
