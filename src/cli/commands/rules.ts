import { configurableRules, TOOL } from '../../audit/index.ts';
import type { ConfigurableRule } from '../../config/index.ts';
import { worstOf } from '../../findings/index.ts';
import { BLANK_LINE, escapeJson, plain, type StyledLine, styled } from '../../reporters/index.ts';
import { oneOf } from '../check-plan.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { loadRules, type PluginOptions } from '../known-rules.ts';
import { withPages } from '../output/rule-pages.ts';
import { Writer } from '../output/writer.ts';

/** `auditlint rules`: every rule by category. */
export async function listRules(
  { format, ...options }: PluginOptions & { readonly format: string },
  io: Io,
): Promise<ExitCode> {
  const all = withPages(configurableRules(await loadRules(options, undefined, io)), undefined, io.env);
  const writer = new Writer(io.stdout, io.env);
  if (oneOf('--format', format, ['text', 'json']) === 'json') writer.document(rulesJson(all));
  else await writer.lines(ruleLines(all));
  return EXIT.clean;
}

function* ruleLines(all: readonly ConfigurableRule[]): Generator<StyledLine> {
  const width = Math.max(...all.map(({ name }) => name.length));
  for (const category of [...new Set(all.map((rule) => rule.category))].sort()) {
    yield [styled('strong', category)];
    for (const { name, docs } of all.filter((rule) => rule.category === category)) {
      const severity = worstOf(docs);
      yield [plain('  '), styled(severity, severity), plain(`  ${name.padEnd(width)}  ${docs.summary}`)];
    }
    yield BLANK_LINE;
  }
  yield [plain(`${all.length} rules; \`auditlint explain RULE\` describes one`)];
}

function rulesJson(all: readonly ConfigurableRule[]): string {
  const list = all.map(({ name, category, docs, page, plugin }) => ({
    name,
    category,
    ...(plugin !== undefined && { plugin }),
    severity: worstOf(docs),
    ...(typeof docs.severity === 'object' && { kinds: docs.severity }),
    precision: docs.precision,
    summary: docs.summary,
    why: docs.why,
    remedy: docs.remedy,
    since: docs.since,
    cwe: docs.cwe,
    ...(page !== undefined && { page }),
  }));
  return `${escapeJson(JSON.stringify({ schemaVersion: '1', tool: TOOL, rules: list }, undefined, 2))}\n`;
}
