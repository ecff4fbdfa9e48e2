import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type PreparedScan, prepareScan } from '../../audit/index.ts';
import { type Configuration, compileGlobs, pathIn, type RuleDecision } from '../../config/index.ts';
import { worstOf } from '../../findings/index.ts';
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
  const { configurations, resolution } = scan;
  const place = relativePath(resolution.root, file);
  // Of a folder is given what holds for the files in it.
  const path = statSync(file, { throwIfNoEntry: false })?.isDirectory() === true ? pathIn(place) : place;
  const layers = configurations.layersAt(path);
  const overrides = resolution.overridesFor(path);
  const nearest = <K extends keyof Configuration>(key: K) =>
    layers.findLast((layer) => layer[key] !== undefined)?.[key];
  yield [styled('path', shellWord(showPath(file, cwd)))];
  yield setting('root', showPath(resolution.root, cwd));
  yield setting('configuration', chainText(configurations.at(path), cwd));
  const { value, origin } = resolution.profileAt(path);
  yield setting('profile', origin === 'default' ? value : `${value} (${origin})`);
  yield setting('min-severity', described(nearest('minSeverity')) ?? 'P3');
  yield setting('fail-on', described(nearest('failOn')) ?? 'P1');
  yield setting('baseline', described(nearest('baseline')) ?? 'none');
  yield setting('excluded', exclusion(file, scan));
  yield setting('overrides', overrides.map(({ origin: place }) => place).join(', ') || 'none');
  const honour = nearest('honour');
  if (honour !== undefined) yield setting('honour', `${honour.value.join(', ') || 'nothing'} (${honour.origin})`);
  const { unsuppressable } = resolution.optionsFor(path);
  if (unsuppressable !== undefined) yield setting('unsuppressable', [...unsuppressable.keys()].sort().join(', '));
  const caps = new Map(layers.flatMap((layer) => [...layer.caps]));
  for (const [rule, cap] of caps) yield setting('cap', `${rule} ${described(cap)}`);
  yield BLANK_LINE;
  const decisions = resolution.decide(path);
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
  return [styled('faint', `  ${name.padEnd(13)} `), plain(value)];
}

function described(found: { readonly value: unknown; readonly origin: string } | undefined): string | undefined {
  return found && `${found.value} (${found.origin})`;
}

/** The nearest first, each with what it builds on. */
function chainText(chain: readonly Configuration[], cwd: string): string {
  const names = chain.toReversed().map(({ file, bases, isRoot }) => {
    const extended = bases.toReversed().map((base) => `extends ${showPath(base.file, cwd)}`);
    const said = [...(isRoot ? ['root'] : []), ...extended].join(', ');
    return said === '' ? showPath(file, cwd) : `${showPath(file, cwd)} (${said})`;
  });
  return names.join(', over ') || 'none found';
}

/** By the folders above it as well, because nothing in what is left out is looked at. */
function exclusion(file: string, { configurations }: PreparedScan): string {
  const excluding = configurations.found.flatMap(({ folder, bases, exclude }) =>
    [...bases.flatMap((base) => base.exclude), ...exclude].filter(({ value }) => compileGlobs(folder, [value])(file)),
  );
  const [first] = excluding;
  return first === undefined ? 'no' : `by \`${first.value}\` (${first.origin})`;
}

function* decisionLines(title: string, decisions: readonly RuleDecision[]): Generator<StyledLine> {
  yield [styled('strong', `${title} (${decisions.length})`)];
  const width = Math.max(0, ...decisions.map(({ rule }) => rule.name.length));
  for (const { rule, severity, because, options, optionOrigins } of decisions) {
    const level = severity?.value ?? worstOf(rule.docs);
    const origins = [because];
    if (severity !== undefined) origins.push(`severity from ${severity.origin}`);
    if (optionOrigins.length > 0) origins.push(`options ${JSON.stringify(options)} from ${optionOrigins.join(', ')}`);
    yield [plain('  '), styled(level, level), plain(`  ${rule.name.padEnd(width)}  ${origins.join('; ')}`)];
  }
}
