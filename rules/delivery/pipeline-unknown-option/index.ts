import { invocationOf, type ShellWord } from '#artifacts';
import { defineProjectRule, type ProjectProblem, unpackPlace } from '#kit';
import { isOfOtherTimes } from '#kit/artifacts';
import { type CommandOption, type DeclaredCommands, scriptRun } from '#kit/commands';
import { offering, type PlacedEdits, safeFix } from '#kit/fixes';
import { TOOL_COMMANDS, type ToolCommand } from '#knowledge/tool-options';
import type { PlacedCommand, ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { declaredCommandsOf } from './declared-commands.ts';
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

export default defineProjectRule<DeclaredCommands>({
  docs: {
    summary: 'command that gives a script or tool an option it does not have',
    why: 'It ends with a usage error before it does its work, so this command cannot succeed.',
    remedy: 'Declare the option in the script, or remove it from the command.',
    harm: 'breaks',
    severity: {
      'command that runs': 'P1',
      'command in a document': 'P2',
    },
    precision: 'medium',
    measured: {
      read: 16,
      right: 16,
      on: 'TenSafe, DeepSpeedExamples, LoRA, fairseq, DeepLearningExamples, mlcommons/inference, and the workflow of an agent system; none in 26 repositories with DVC pipelines',
    },
    since: '0.1.0',
    cwe: [],
    fixes: [safeFix('Write the option that the script has', 'as it stands the command fails before it does anything')],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.3' }],
    bad: '# path: dvc.yaml\nstages:\n  train:\n    cmd: python train.py --stage final --epochs 3\n# path: train.py\nimport argparse\n\nparser = argparse.ArgumentParser()\nparser.add_argument("--epochs", type=int)\nprint(parser.parse_args().epochs)\n',
    good: '# path: dvc.yaml\nstages:\n  train:\n    cmd: python train.py --epochs 3\n# path: train.py\nimport argparse\n\nparser = argparse.ArgumentParser()\nparser.add_argument("--epochs", type=int)\nprint(parser.parse_args().epochs)\n',
  },
  needs: ['artifacts'],
  facts: (file) => (file.context.role === 'test' ? [] : declaredCommandsOf(file)),
  check(project, ctx) {
    const declared = new Map<string, DeclaredCommands[]>();
    for (const { path, fact } of ctx.facts) declared.set(path, [...(declared.get(path) ?? []), fact]);
    for (const problem of project.commands.flatMap(toolProblem)) ctx.report(problem);
    if (declared.size === 0) return;
    const lines = new CommandLines(project, declared);
    for (const placed of project.commands) {
      if (placed.kind === 'markdown' && isOfOtherTimes(placed.path)) continue;
      const run = scriptRun(placed, project);
      const line = run === undefined ? undefined : lines.of(run.module);
      if (run === undefined || line === undefined) continue;
      const [first, ...others] = run.args.filter((word, index) => isUnknown(word, run.args.slice(0, index), line));
      if (first === undefined) continue;
      const names = [first, ...others].map(({ text }) => `\`${nameOf(text)}\``).join(', ');
      const at = placed.placeOf(first.span);
      ctx.report({
        at,
        message: `${names} is given to \`${run.module.path}\`, which declares ${describe(line.options)}`,
        // Whoever rewrote the program left all commands behind that name it.
        cause: run.module.path,
        ...(placed.kind === 'markdown' && { kind: 'command in a document' }),
        ...offering(respelled(first, placed, line)),
        related: [{ path: line.path, ...unpackPlace(line.place), message: 'the command line is declared here' }],
        key: `${placed.path} ${run.module.path} ${names}`,
      });
      // Options on other lines are places of the same cause.
      const elsewhere = others.filter(({ span }) => placed.placeOf(span).line !== at.line);
      for (const word of elsewhere) {
        ctx.report({
          at: placed.placeOf(word.span),
          message: `\`${nameOf(word.text)}\` is given to \`${run.module.path}\`, which does not declare it`,
          cause: run.module.path,
          ...(placed.kind === 'markdown' && { kind: 'command in a document' }),
          ...offering(respelled(word, placed, line)),
          related: [],
          key: `${placed.path} ${run.module.path} ${nameOf(word.text)}`,
        });
      }
    }
  },
});

/** An option that a tool does not have; in documents versions of other times are told of. */
function toolProblem(placed: PlacedCommand): ProjectProblem[] {
  if (placed.kind === 'markdown') return [];
  const invocation = invocationOf(placed.command);
  const said = [invocation?.program ?? '', ...(invocation?.args ?? []).map(({ text }) => text)];
  const tool = TOOL_COMMANDS.find(({ name }) => name.split(' ').every((word, index) => word === said[index]));
  if (invocation === undefined || tool === undefined) return [];
  const own = invocation.args.slice(tool.name.split(' ').length - 1);
  const end = own.findIndex(({ text }) => text === '--');
  const unknown = own
    .slice(0, end < 0 ? own.length : end)
    .find(({ text, isDynamic }) => /^--[a-z][\w-]*(?:=|$)/.test(text) && !isDynamic && !mayMean(nameOf(text), tool));
  if (unknown === undefined) return [];
  return [
    {
      at: placed.placeOf(unknown.span),
      message: `\`${nameOf(unknown.text)}\` is given to \`${tool.name}\`, which has no such option`,
      ...(!tool.hasAllVersions && { doubt: 'unknown-version' }),
      cause: `${tool.name} ${nameOf(unknown.text)}`,
      key: `${placed.path} ${tool.name} ${nameOf(unknown.text)}`,
    },
  ];
}

/** argparse takes the beginning of an option for the whole. */
const mayMean = (name: string, { options, isOfPython }: ToolCommand): boolean =>
  options.has(name) || (isOfPython && [...options].some((each) => each.startsWith(name)));

interface CommandLine {
  readonly path: string;
  readonly place: NonNullable<DeclaredCommands['place']>;
  readonly library: DeclaredCommands['library'];
  readonly options: readonly CommandOption[];
}

/** The whole command line of a script, with what other modules declare for it; undefined where not all of it is seen. */
class CommandLines {
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
      // Whoever imports a parser imports other things beside it.
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

const nameOf = (text: string): string => text.split('=', 1)[0] ?? text;

function isUnknown(word: ShellWord, before: readonly ShellWord[], { library, options }: CommandLine): boolean {
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

/** One letter is wrong, and one option is meant; a word in quotes stands elsewhere than its text says. */
function respelled({ text, span }: ShellWord, placed: PlacedCommand, { options }: CommandLine): PlacedEdits {
  const name = nameOf(text);
  const meant = oneLetterOff(
    name,
    options.map(({ spelled }) => spelled),
  );
  if (meant === undefined || span.end - span.start !== text.length) return undefined;
  return [{ location: placed.placeOf({ start: span.start, end: span.start + name.length }), text: meant }];
}

function describe(options: readonly CommandOption[]): string {
  const long = [...new Set(options.map(({ spelled }) => spelled))].filter((spelled) => spelled.startsWith('--'));
  if (long.length === 0) return 'no options';
  const names = long
    .slice(0, SHOWN)
    .map((name) => `\`${name}\``)
    .join(', ');
  return long.length > SHOWN ? `${names} and ${long.length - SHOWN} more` : `only ${names}`;
}
