/** Command lines whose options are the parameters of functions: click, typer, fire. */
import {
  type Call,
  callKeyword,
  type Decorator,
  type Def,
  decoratorsOf,
  defsOf,
  type Expression,
  identifiersOf,
  lastName,
  type Node,
  nodesOf,
  type Parameter,
  parametersOf,
} from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { type PackedPlace, packPlace } from '../packed-place.ts';
import type { FactsContext } from '../rule.ts';
import type { CommandOption, DeclaredCommands } from './command-option.ts';

const CLICK = /^(?:rich_)?click\.(?:decorators\.)?(\w+)$/;
/** What decorators that need no name declare. */
const CLICK_SPELLED: Readonly<Record<string, string>> = {
  version_option: '--version',
  password_option: '--password',
  confirmation_option: '--yes',
  help_option: '--help',
};

/** In a command of click or typer: bots and chats have commands too. */
export function isInCommandLine(node: Node, { context, source }: SemanticModel): boolean {
  const fn = context.defAround(node);
  const used = identifiersOf(source.module);
  return (
    (used.has('click') || used.has('typer')) &&
    fn?.kind === 'FunctionDef' &&
    decoratorsOf(fn).some(({ callee }) => isNamed(callee, /^command$/))
  );
}

/** What click, typer and fire declare in a file, each where it is imported. */
export function decoratedCommands(file: FactsContext): readonly DeclaredCommands[] {
  const imported = new Set(file.names.imports.map(({ module }) => module.split('.', 1)[0]));
  return [
    ...(imported.has('click') ? [clickCommands(file)] : []),
    ...(imported.has('typer') ? [typerCommands(file)] : []),
    ...(imported.has('fire') ? [fireCommands(file)] : []),
  ];
}

function clickCommands(file: FactsContext): DeclaredCommands {
  const kindOf = (callee: Expression): string => CLICK.exec(file.names.qualifiedName(callee) ?? '')?.[1] ?? '';
  const isCommand = ({ callee }: Decorator): boolean => kindOf(callee) !== '' || isNamed(callee, /^(?:command|group)$/);
  const calls = nodesOf(file.module, 'Call');
  const declared = calls.map((call) => clickOptions(call, kindOf(call.func), file));
  const commands = defsOf(file.module).filter((fn) => decoratorsOf(fn).some(isCommand));
  const others = commands.flatMap((fn) => decoratorsOf(fn).filter((decorator) => !isCommand(decorator)));
  const added = calls.flatMap(({ func, args }) => (isNamed(func, /^add_command$/) ? args.slice(0, 1) : []));
  const takesMore =
    declared.includes(undefined) ||
    calls.some((call) => isLenient(call) && kindOf(call.func) !== 'option') ||
    calls.some((call) => kindOf(call.func) === 'argument' && file.text.slice(call).includes('UNPROCESSED'));
  const handed = [...others.map(({ callee }) => callee), ...added].map((each) => file.names.qualifiedName(each) ?? '?');
  return commandsOf('click', {
    options: declared.flatMap((each) => each ?? []),
    takesMore,
    handed,
    place: placeOf(commands, file),
  });
}

/** Undefined where a spelling cannot be seen. */
function clickOptions(call: Call, kind: string, { values }: FactsContext): CommandOption[] | undefined {
  const usual = CLICK_SPELLED[kind];
  if (kind !== 'option' && usual === undefined) return [];
  const spelled = call.args.map((argument) => values.string(argument));
  if (spelled.includes(undefined)) return undefined;
  const names = spelled.flatMap((each) => each?.split('/').map((name) => name.trim()) ?? []);
  const own = names.filter((name) => name.startsWith('-'));
  return [...own, ...(usual === undefined ? [] : [usual])].map((name) => ({ spelled: name }));
}

function typerCommands(file: FactsContext): DeclaredCommands {
  const calls = nodesOf(file.module, 'Call');
  const run = new Set(
    calls.flatMap(({ func, args: [fn] }) =>
      file.names.qualifiedName(func) === 'typer.run' && fn !== undefined ? (lastName(fn) ?? []) : [],
    ),
  );
  const isCommand = ({ callee }: Decorator): boolean => isNamed(callee, /^(?:command|callback)$/);
  const commands = defsOf(file.module).filter((fn) => run.has(fn.name) || decoratorsOf(fn).some(isCommand));
  const parameters = commands.flatMap(parametersOf);
  const takesMore =
    calls.some(isLenient) ||
    parameters.some(({ kind }) => kind.startsWith('var-')) ||
    commands.some((fn) => !decoratorsOf(fn).every(isCommand));
  const added = calls.flatMap(({ func, args }) => (isNamed(func, /^add_typer$/) ? args.slice(0, 1) : []));
  const options = ['--install-completion', '--show-completion'].map((spelled) => ({ spelled }));
  return commandsOf('typer', {
    options: [
      ...parameters.flatMap((parameter) => typerOptions(parameter, file)),
      ...(commands.length > 0 ? options : []),
    ],
    takesMore,
    handed: added.map((each) => file.names.qualifiedName(each) ?? '?'),
    place: placeOf(commands, file),
  });
}

/** By its name, whether it is an option or an argument, and by what `typer.Option` spells. */
function typerOptions({ name, node, default: value }: Parameter, { text }: FactsContext): CommandOption[] {
  const usual = name.replaceAll('_', '-');
  const written = [node.annotation, value].map((part) => (part === undefined ? '' : text.slice(part))).join(' ');
  const own = [...written.matchAll(/["'](--?[\w/-]+)["']/g)].flatMap(([, names = '']) => names.split('/'));
  return [...own, `--${usual}`, `--no-${usual}`].map((spelled) => ({ spelled }));
}

/** `fire.Fire(train)`: every parameter of the function is an option; of classes and whole modules too much is. */
function fireCommands(file: FactsContext): DeclaredCommands {
  const calls = nodesOf(file.module, 'Call').filter(({ func }) => file.names.qualifiedName(func) === 'fire.Fire');
  const given = calls.map(({ args: [fn] }) => (fn === undefined ? undefined : file.names.definitionOf(fn)));
  const functions = given.flatMap((fn) => (fn?.kind === 'FunctionDef' ? [fn] : []));
  const parameters = functions.flatMap(parametersOf);
  const options = parameters.flatMap(({ name }) =>
    [`--${name}`, `--${name.replaceAll('_', '-')}`, `--no${name}`, `-${name.charAt(0)}`, `-${name}`].map((spelled) => ({
      spelled,
    })),
  );
  const takesMore = functions.length < given.length || parameters.some(({ kind }) => kind === 'var-keyword');
  const [first] = calls;
  return commandsOf('fire', { options, takesMore, handed: [], place: first && packPlace(file, first) });
}

function commandsOf(
  library: DeclaredCommands['library'],
  found: Pick<DeclaredCommands, 'options' | 'takesMore' | 'handed' | 'place'>,
): DeclaredCommands {
  return { library, ...found, parses: found.place !== undefined, makers: [] };
}

/** `context_settings` may let unknown options through, and so may a class of someone's own. */
const isLenient = (call: Call): boolean =>
  callKeyword(call, 'context_settings') !== undefined || callKeyword(call, 'cls') !== undefined;

const isNamed = (expression: Expression, name: RegExp): boolean => name.test(lastName(expression) ?? '');

function placeOf([first]: readonly Def[], file: FactsContext): PackedPlace | undefined {
  return first && packPlace(file, { start: first.name_start, end: first.name_start + first.name.length });
}
