/** What tox installs and runs, as far as tox.ini or setup.cfg say it. Source: https://tox.wiki/en/stable/reference/config.html */
import type { Located, Span } from '../../text/index.ts';
import type { IniFile, IniSection } from '../ini/ini-file.ts';
import { type DeclaredRequirement, parseRequirement } from '../requirements/requirement.ts';
import type { ShellScript } from '../shell/index.ts';
import { type HoleSigns, readShellTemplate } from '../yaml/shell-template.ts';

/** The configuration of tox, in whichever format. */
export interface ToxConfiguration {
  readonly environments: readonly ToxEnvironment[];
  /** What runs where nobody names environments; undefined where the file does not say it, or something is filled in. */
  readonly environmentList: readonly string[] | undefined;
  /** The `deps` of all of them. */
  readonly requirements: readonly Located<DeclaredRequirement>[];
}

export interface ToxEnvironment {
  /**
   * As written in `[testenv:NAME]`, braces and all; empty for `[testenv]`, which stands for all that have no section. A
   * template of TOML, of which several are made, has braces behind its name.
   */
  readonly name: string;
  readonly commands: readonly ToxCommand[];
  /** Where they run, from the folder of the file; undefined where that cannot be determined. */
  readonly folder: string | undefined;
  readonly span: Span;
}

export interface ToxCommand {
  readonly script: ShellScript;
  /** It begins with `-`, or its environment says so: tox goes on when it fails. */
  readonly ignoresFailure: boolean;
  readonly span: Span;
}

/** What a file says in which tox looks for its configuration. */
export function toxOfIni({ sections }: IniFile): ToxConfiguration {
  return {
    environmentList: listedIn(sections),
    environments: sections.flatMap((section) => {
      const match = /^testenv(?::(?<name>.+))?$/.exec(section.name.value);
      return match === null ? [] : [environment(match.groups?.name ?? '', section)];
    }),
    requirements: sections.flatMap((section) => linesOf(section, 'deps').flatMap(toxRequirement)),
  };
}

/** `envlist = py{311,312}, lint`, over several lines or commas. */
function listedIn(sections: readonly IniSection[]): readonly string[] | undefined {
  const lines = sections
    .filter(({ name }) => name.value === 'tox' || name.value === 'tox:tox')
    .flatMap((section) => ['envlist', 'env_list'].flatMap((option) => linesOf(section, option)));
  const written = lines.map(({ value }) => value.replace(/\s#[\s\S]*$/, '')).join(',');
  return expandNames(written);
}

/** `py{311,312}-{a,b}` is four names; undefined for none, and where a name of something else is in braces. */
export function expandNames(written: string): readonly string[] | undefined {
  let names: readonly string[] = (written.match(/(?:[^,{}]|\{[^{}]*\})+/g) ?? []).flatMap((each) => each.trim() || []);
  for (let depth = 0; names.some((name) => name.includes('{')); depth++) {
    if (depth > MAX_FACTORS || names.length > MAX_NAMES) return undefined;
    const next: string[] = [];
    for (const name of names) {
      const [group, inner = ''] = /\{([^{}]*)\}/.exec(name) ?? [];
      const choices = group === undefined ? [''] : inner.split(',');
      if (choices.length > MAX_NAMES) return undefined;
      for (const choice of choices) next.push(group === undefined ? name : name.replace(group, () => choice.trim()));
    }
    names = next;
  }
  return names.length === 0 || names.some((name) => /[[\]}:]/.test(name)) ? undefined : names;
}

const MAX_FACTORS = 6;
const MAX_NAMES = 500;

/** A requirement behind the factors that it is for: `py38,lint: black`. */
export function toxRequirement({ value, span }: Located<string>): Located<DeclaredRequirement>[] {
  const found = parseRequirement(value.replace(/^[\w{},!.-]+:\s+/, '').replace(/\s#[\s\S]*$/, ''));
  return found === undefined ? [] : [{ value: { ...found, group: { kind: 'group', name: 'tox' } }, span }];
}

function environment(name: string, section: IniSection): ToxEnvironment {
  // With `ignore_errors` tox runs the other commands and fails all the same.
  const isTolerated = linesOf(section, 'ignore_outcome')[0]?.value.toLowerCase() === 'true';
  const lines = ['commands_pre', 'commands', 'commands_post'].flatMap((option) => joined(linesOf(section, option)));
  const changed = [...linesOf(section, 'changedir'), ...linesOf(section, 'change_dir')][0]?.value;
  return {
    name,
    commands: lines.map((line) => command(line, isTolerated)),
    folder: changed === undefined ? '' : folderOf(changed),
    span: section.name.span,
  };
}

/** `{toxinidir}/docs` is `docs`; what else tox fills in is its own folder. */
export function folderOf(written: string): string | undefined {
  const path = written.replace(/^\{(?:toxinidir|tox_root)\}\/?/, '');
  return path.includes('{') || path.startsWith('/') ? undefined : path;
}

const linesOf = ({ options }: IniSection, name: string): readonly Located<string>[] =>
  options.find((option) => option.name.value === name)?.lines ?? [];

/** A backslash at the end of a line goes on in the next. */
function joined(lines: readonly Located<string>[]): Located<string>[][] {
  const commands: Located<string>[][] = [];
  let isOpen = false;
  for (const line of lines) {
    if (isOpen) commands.at(-1)?.push(line);
    else commands.push([line]);
    isOpen = line.value.endsWith('\\');
  }
  return commands;
}

const HOLES: HoleSigns = { open: '{', close: '}' };

/** `py312,lint: - pytest {posargs}`: conditions on factors, then the sign that failures do not count, then the command. */
function command(lines: readonly Located<string>[], isTolerated: boolean): ToxCommand {
  const stretches: { at: number; start: number }[] = [];
  let content = '';
  let ignoresFailure = isTolerated;
  for (const [index, { value, span }] of lines.entries()) {
    const match = index === 0 ? /^(?:[\w!,.{}-]+:\s+)?(?<signs>(?:[-!@]\s*)*)/.exec(value) : null;
    const prefix = match?.[0] ?? '';
    ignoresFailure ||= match?.groups?.signs?.includes('-') === true;
    stretches.push({ at: content.length, start: span.start + prefix.length });
    content += `${value.slice(prefix.length)}\n`;
  }
  const [start, end] = [lines[0]?.span.start ?? 0, lines.at(-1)?.span.end ?? 0];
  const { script } = readShellTemplate({ content, stretches }, HOLES);
  return { script, ignoresFailure, span: { start, end } };
}
