import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurableRules } from '../../src/audit/index.ts';
import type { FirstSight } from '../../src/findings/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { firstSightByRule } from '../first-sight/leaving.ts';
import { readCollectedRounds } from '../first-sight/verdicts.ts';
import { generateAstChildren } from './ast-children.ts';
import { generateAstFactories } from './ast-factories.ts';
import { generateAstNodes } from './ast-nodes.ts';
import { generateConfigurationSchema } from './config-schema.ts';
import { doubtsOf } from './doubts.ts';
import { generateKitPage } from './kit-page.ts';
import { loadRules } from './load-rules.ts';
import { demoOutput, withExcerpt } from './output-excerpt.ts';
import { generateRegistry } from './registry.ts';
import { generatePageParts } from './report-page.ts';
import { findRuleFiles } from './rule-files.ts';
import { generateRulePage } from './rule-page.ts';
import { generateRuleTable } from './rule-table.ts';
import { generateSeverityPage } from './severity-page.ts';
import { generateSyntaxKinds } from './syntax-kinds.ts';

/** A generated file: its path from the root, and what it must hold; `undefined` when it must not exist. */
export interface Output {
  readonly path: string;
  readonly text: string | undefined;
}

export interface Outputs {
  readonly files: readonly Output[];
  /** Rules that could not be read, one line each. */
  readonly failures: readonly string[];
}

/** Everything that `npm run generate` writes, computed without writing. */
export async function generateOutputs(root: string): Promise<Outputs> {
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const ruleFiles = findRuleFiles(root);
  const { rules: registered, failures } = await loadRules(ruleFiles);
  const firstSight = firstSightByRule(readCollectedRounds(root));
  const rules = configurableRules(registered.map((rule) => withFirstSight(rule, firstSight)));
  const doubts = new Map(ruleFiles.map(({ name, path }) => [name, doubtsOf(path)]));
  const files: Output[] = [
    { path: 'src/ast/nodes.generated.ts', text: generateAstNodes(read('src/ast/python.asdl')) },
    { path: 'src/ast/children.generated.ts', text: generateAstChildren(read('src/ast/python.asdl')) },
    { path: 'src/ast/lower/make.generated.ts', text: generateAstFactories(read('src/ast/python.asdl')) },
    { path: 'src/syntax/kinds.generated.ts', text: await generateSyntaxKinds() },
    { path: 'rules/index.ts', text: generateRegistry(join(root, 'rules'), ruleFiles, firstSight) },
    { path: 'src/report/html/page-parts.generated.ts', text: await generatePageParts(root) },
    { path: 'schema/auditlint-config.schema.json', text: generateConfigurationSchema(rules) },
    { path: 'docs/severity.md', text: generateSeverityPage() },
    { path: 'docs/kit.md', text: generateKitPage(root) },
    { path: 'README.md', text: withExcerpt(read('README.md'), await demoOutput(registered)) },
    { path: 'docs/rules/README.md', text: generateRuleTable(rules) },
    ...rules.map((rule) => ({
      path: `docs/rules/${rule.name}.md`,
      text: generateRulePage(rule, doubts.get(rule.name) ?? []),
    })),
    ...orphanPages(root, new Set(['README.md', ...[...ruleFiles, ...rules].map(({ name }) => `${name}.md`)])),
  ];
  return { files, failures };
}

function withFirstSight(rule: RegisteredRule, figures: ReadonlyMap<string, FirstSight>): RegisteredRule {
  const firstSight = figures.get(rule.name);
  return firstSight === undefined ? rule : { ...rule, firstSight };
}

/** Those outputs that differ from what is on disk. */
export function staleOutputs(root: string, files: readonly Output[]): Output[] {
  return files.filter(({ path, text }) => {
    const file = join(root, path);
    return text !== (existsSync(file) ? readFileSync(file, 'utf8') : undefined);
  });
}

function orphanPages(root: string, wanted: ReadonlySet<string>): Output[] {
  const folder = join(root, 'docs/rules');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md') && !wanted.has(file))
    .map((file) => ({ path: `docs/rules/${file}`, text: undefined }));
}
