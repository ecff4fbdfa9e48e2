/** Command lines that scripts declare, and options that they do not know. */
import type { ShellWord } from '#artifacts';
import type { CommandOption, DeclaredCommands } from '#kit/commands';
import type { PlacedEdits } from '#kit/fixes';
import type { ToolCommand } from '#knowledge/tool-options';
import type { PlacedCommand, ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { listedCode } from '#text/wording';
import { oneLetterOff } from './near-names.ts';

/** Options that every command line of a library has. */
const GIVEN: Readonly<Record<DeclaredCommands['library'], readonly string[]>> = {
  argparse: ['-h', '--help'],
  // https://docs.djangoproject.com/en/5.2/ref/django-admin/#default-options
  django: [
    ...['-h', '--help', '--version', '-v', '--verbosity', '--settings', '--pythonpath', '--traceback', '--no-color'],
    ...['--force-color', '--skip-checks'],
  ],
  click: ['--help'],
  typer: ['--help'],
  fire: ['--help', '-h', '--trace', '--interactive', '--completion', '--separator', '--verbose'],
};
/** The parser of a management command is one of argparse. */
const parserOf = (library: DeclaredCommands['library']): string => (library === 'django' ? 'argparse' : library);
const SHOWN = 5;

/** argparse takes the beginning of an option for the whole. */
export const mayMean = (name: string, { options, isOfPython }: ToolCommand): boolean =>
  options.has(name) || (isOfPython && [...options].some((each) => each.startsWith(name)));

interface CommandLine {
  readonly path: string;
  readonly place: NonNullable<DeclaredCommands['place']>;
  readonly library: DeclaredCommands['library'];
  readonly options: readonly CommandOption[];
}

/** The whole command line of a script, with what other modules declare for it; undefined where not all of it is seen. */
export class CommandLines {
  constructor(
    readonly project: ProjectModel,
    readonly declared: ReadonlyMap<string, readonly DeclaredCommands[]>,
  ) {}

  of(module: ModuleSummary): CommandLine | undefined {
    const [own, ...others] = (this.declared.get(module.path) ?? []).filter(({ parses }) => parses);
    if (own === undefined || others.length > 0) return undefined;
    const parts = this.#gather(own, module, new Set([module.path]));
    const made = parts?.find(({ part }) => part.place !== undefined);
    if (parts === undefined || made?.part.place === undefined) return undefined;
    return {
      path: made.path,
      place: made.part.place,
      library: own.library,
      options: parts.flatMap(({ part }) => part.options),
    };
  }

  /** What a module declares, and what those declare that it hands its parser to. */
  #gather(
    part: DeclaredCommands,
    module: ModuleSummary,
    seen: Set<string>,
  ): { path: string; part: DeclaredCommands }[] | undefined {
    if (part.takesMore) return undefined;
    const parts = [{ path: module.path, part }];
    for (const name of [...part.handed, ...part.makers]) {
      const found = this.project.resolve(name, module);
      // Anyone who imports a parser imports other things beside it.
      if (found.kind === 'unknown' && part.makers.includes(name) && !part.handed.includes(name)) continue;
      if (found.kind === 'unknown' || found.kind === 'missing') return undefined;
      if (seen.has(found.module.path)) continue;
      seen.add(found.module.path);
      for (const other of this.declared.get(found.module.path) ?? []) {
        const more =
          parserOf(other.library) === parserOf(part.library) ? this.#gather(other, found.module, seen) : undefined;
        if (more === undefined) return undefined;
        parts.push(...more);
      }
    }
    return parts;
  }
}

export const nameOf = (text: string): string => text.split('=', 1)[0] ?? text;

export function isUnknown(word: ShellWord, before: readonly ShellWord[], { library, options }: CommandLine): boolean {
  if (before.some(({ text }) => text === '--')) return false;
  const name = nameOf(word.text);
  const isKnownName = /^--?[A-Za-z][\w.-]*$/.test(name) && (!word.isDynamic || word.text.includes('='));
  if (!isKnownName) return false;
  // A single dash may begin the value of the option before it.
  if (!name.startsWith('--') && before.at(-1)?.text.startsWith('-') === true && parserOf(library) !== 'argparse')
    return false;
  const commands = new Set(options.flatMap(({ command }) => command ?? []));
  const isHidden = before.some(({ isDynamic }) => isDynamic);
  const words = new Set(before.map(({ text }) => text));
  const isChosen = !isHidden && [...commands].some((command) => words.has(command));
  const open = options.filter(({ command }) => command === undefined || !isChosen || words.has(command));
  const spelled = [...open.map((option) => option.spelled), ...GIVEN[library]];
  if (spelled.includes(name)) return false;
  if (name.startsWith('--')) return parserOf(library) !== 'argparse' || !spelled.some((each) => each.startsWith(name));
  // `-p8000`, `-vv`, and `-lr` for `-lr-decay`.
  return !spelled.some((each) => each.startsWith(name) || each === name.slice(0, 2));
}

/** One letter is wrong, and one option is meant; a word in quotes is elsewhere than its text says. */
export function respelled({ text, span }: ShellWord, placed: PlacedCommand, { options }: CommandLine): PlacedEdits {
  const name = nameOf(text);
  const meant = oneLetterOff(
    name,
    options.map(({ spelled }) => spelled),
  );
  if (meant === undefined || span.end - span.start !== text.length) return undefined;
  return [{ location: placed.placeOf({ start: span.start, end: span.start + name.length }), text: meant }];
}

export function describe(options: readonly CommandOption[]): string {
  const long = [...new Set(options.map(({ spelled }) => spelled))].filter((spelled) => spelled.startsWith('--'));
  if (long.length === 0) return 'no options';
  return long.length > SHOWN ? listedCode(long, SHOWN) : `only ${listedCode(long)}`;
}
