import * as z from 'zod/mini';
import { configurableRules } from '../../audit/index.ts';
import { type ConfigurableRule, suggestion } from '../../config/index.ts';
import { type FixDocs, firstSightText, HARMS, kindsOf, retiredSentence, worstOf } from '../../findings/index.ts';
import { BLANK_LINE, plain, type StyledLine, styled } from '../../reporters/index.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { loadRules, type PluginOptions } from '../known-rules.ts';
import { withPages } from '../output/rule-pages.ts';
import { Writer } from '../output/writer.ts';
import { rulesCalled } from '../rules-called.ts';
import { UsageError } from '../usage-error.ts';

/** `auditlint explain RULE`: all that is known of a rule, which may be named by its defect or by a check of another tool. */
export async function explainRule(name: string, options: PluginOptions, io: Io): Promise<ExitCode> {
  const all = configurableRules(await loadRules(options, undefined, io));
  const meant = rulesCalled(name, all);
  const [rule] = meant;
  if (meant.length > 1) {
    await new Writer(io.stdout, io.env).lines(choice(name, meant));
    return EXIT.clean;
  }
  if (rule === undefined) {
    const hint = suggestion(
      name,
      all.map((candidate) => candidate.name),
    );
    throw new UsageError(
      retiredSentence(name) ?? `unknown rule \`${name}\`${hint || '; `auditlint rules` lists them'}`,
    );
  }
  const [paged = rule] = withPages([rule], undefined, io.env);
  await new Writer(io.stdout, io.env).lines(explanation(paged));
  return EXIT.clean;
}

function* choice(words: string, meant: readonly ConfigurableRule[]): Generator<StyledLine> {
  yield [plain(`${meant.length} rules report "${words}"; \`auditlint explain <rule>\` explains one:`)];
  for (const { name, docs } of meant) yield [plain('  '), styled('strong', name), plain(`  ${docs.summary}`)];
}

function* explanation({
  name,
  category,
  docs,
  options,
  firstSight,
  page,
  plugin,
}: ConfigurableRule): Generator<StyledLine> {
  const severity = worstOf(docs);
  yield [styled(severity, severity), plain(' '), styled('strong', name), plain(`  ${docs.summary}`)];
  const cwe = docs.cwe.map((id) => `, CWE-${id}`).join('');
  yield [
    styled('faint', `category ${category}, precision ${docs.precision}, since ${docs.since}${cwe}`),
    ...(plugin === undefined
      ? []
      : [styled('faint', `; from the plug-in ${plugin.name} ${plugin.version ?? ''}`.trimEnd())]),
  ];
  yield* section('Severity', kindsOf(docs).map(kindText).join('\n'));
  yield* section('Harm', `${docs.harm}: ${HARMS[docs.harm]}`);
  yield* section('Why', docs.why);
  yield* section('What to do', docs.remedy);
  if (docs.fixes !== undefined) yield* section('What `--fix` does', docs.fixes.map(fixDocsText).join('\n'));
  yield* section('Fires on', docs.bad, '    ');
  yield* section('Stays silent on', docs.good, '    ');
  if (options !== undefined) yield* section(`Options, under [rules.${name}]`, optionsText(options));
  yield* section('Measured', firstSightText(firstSight));
  if (page !== undefined) yield* section('Page', page);
  yield* section('If the code is intended', `# auditlint: ignore[${name}] the reason`);
}

const kindText = ({ kind, severity }: ReturnType<typeof kindsOf>[number]): string =>
  kind === undefined ? severity : `${severity}  ${kind}`;

const fixDocsText = ({ title, safety, because }: FixDocs): string =>
  `${title} (${safety === 'safe' ? 'safe' : 'unsafe, with `--unsafe-fixes`'}: ${because})`;

function* section(title: string, text: string, indent = '  '): Generator<StyledLine> {
  yield BLANK_LINE;
  yield [styled('strong', title)];
  for (const line of text.trimEnd().split('\n')) yield line === '' ? BLANK_LINE : [plain(indent + line)];
}

function optionsText(options: NonNullable<ConfigurableRule['options']>): string {
  const defaults = z.safeParse(options, {});
  const values: Readonly<Record<string, unknown>> = defaults.success ? defaults.data : {};
  const lines = Object.entries(options._zod.def.shape).map(([option, schema]) => {
    const description = z.globalRegistry.get(schema)?.description;
    return `${option} = ${JSON.stringify(values[option]) ?? '?'}${description === undefined ? '' : `  # ${description}`}`;
  });
  return lines.join('\n');
}
