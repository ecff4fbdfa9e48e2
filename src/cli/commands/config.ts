import { resolve } from 'node:path';
import { type PreparedScan, prepareScan } from '../../audit/index.ts';
import { compileGlobs, type RuleDecision } from '../../config/index.ts';
import { BLANK_LINE, plain, type StyledLine, shellWord, styled } from '../../reporters/index.ts';
import { relativePath } from '../../text/index.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { loadRules, type PluginOptions } from '../known-rules.ts';
import { findNamedConfiguration } from '../named-configuration.ts';
import { Writer } from '../output/writer.ts';
import { findScanRoot, showPath } from '../scan-root.ts';

/** `auditlint config FILE`: which rules run on a file, how, and which setting decided. */
export async function showConfiguration(file: string, options: PluginOptions, io: Io): Promise<ExitCode> {
  const { root } = findScanRoot([file], io.cwd);
  const scan = prepareScan({
    root,
    paths: [],
    rules: await loadRules(options, root, io),
    commandLine: {},
    configurationFile: options.config === undefined ? undefined : findNamedConfiguration(options.config, io),
    exclude: [],
    respectsGitIgnore: true,
    today: io.today,
    showPath: (path) => showPath(path, io.cwd),
  });
  await new Writer(io.stdout, io.env).lines(configurationLines(resolve(io.cwd, file), scan, io.cwd));
  return EXIT.clean;
}

function* configurationLines(file: string, scan: PreparedScan, cwd: string): Generator<StyledLine> {
  const { configuration, resolution } = scan;
  const path = relativePath(resolution.root, file);
  const overrides = resolution.overridesFor(path);
  yield [styled('path', shellWord(showPath(file, cwd)))];
  yield setting('root', showPath(resolution.root, cwd));
  yield setting('configuration', configuration === undefined ? 'none found' : showPath(configuration.file, cwd));
  const { profile } = resolution;
  yield setting('profile', profile.origin === 'default' ? profile.value : `${profile.value} (${profile.origin})`);
  yield setting(
    'fail-on',
    configuration?.failOn === undefined ? 'P1' : `${configuration.failOn.value} (${configuration.failOn.origin})`,
  );
  const baseline = configuration?.baseline;
  yield setting('baseline', baseline === undefined ? 'none' : `${baseline.value} (${baseline.origin})`);
  yield setting('excluded', exclusion(file, scan));
  yield setting('overrides', overrides.map(({ origin }) => origin).join(', ') || 'none');
  yield BLANK_LINE;
  const decisions = resolution.decide(overrides);
  yield* decisionLines(
    'Rules that run',
    decisions.filter(({ enabled }) => enabled),
  );
  yield BLANK_LINE;
  yield* decisionLines(
    'Rules that do not',
    decisions.filter(({ enabled }) => !enabled),
  );
}

function setting(name: string, value: string): StyledLine {
  return [styled('faint', `  ${name.padEnd(14)}`), plain(value)];
}

function exclusion(file: string, { configuration }: PreparedScan): string {
  const pattern = configuration?.exclude.find((glob) => compileGlobs(configuration.folder, [glob])(file));
  return pattern === undefined ? 'no' : `by \`${pattern}\``;
}

function* decisionLines(title: string, decisions: readonly RuleDecision[]): Generator<StyledLine> {
  yield [styled('strong', `${title} (${decisions.length})`)];
  const width = Math.max(0, ...decisions.map(({ rule }) => rule.name.length));
  for (const { rule, severity, because, options, optionOrigins } of decisions) {
    const level = severity?.value ?? rule.docs.ceiling;
    const origins = [because];
    if (severity !== undefined) origins.push(`severity from ${severity.origin}`);
    if (optionOrigins.length > 0) origins.push(`options ${JSON.stringify(options)} from ${optionOrigins.join(', ')}`);
    yield [plain('  '), styled(level, level), plain(`  ${rule.name.padEnd(width)}  ${origins.join('; ')}`)];
  }
}
