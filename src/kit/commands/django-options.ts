/** The options of a management command of Django, and whether its own code reads them. */
import {
  bodyWithoutDocstring,
  type Call,
  type ClassDef,
  type Def,
  isWithin,
  type Name,
  nameOfPlace,
  nodesOf,
  parametersOf,
} from '../../ast/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { argparseOptions, type DeclaredOption } from './command-line.ts';

/** Where Django looks for commands: the class `Command` of a module there. */
const COMMAND_FILE = /(?:^|\/)management\/commands\/[^/]+\.py$/;
const DJANGO_COMMANDS: ReadonlySet<string> = new Set(
  ['BaseCommand', 'LabelCommand', 'AppCommand', 'NoArgsCommand'].flatMap((name) => [
    `django.core.management.base.${name}`,
    `django.core.management.${name}`,
  ]),
);

export interface CommandOptions {
  readonly unread: readonly DeclaredOption[];
  /** A class of the project is between it and Django, and has the options, too. */
  readonly isShared: boolean;
}

/** Options that `add_arguments` of the file's command declares and that `handle` does not read; undefined where it hands all of them on. */
export function unreadCommandOptions(command: ClassDef, model: SemanticModel): CommandOptions | undefined {
  const [base, ...others] = command.bases;
  if (!COMMAND_FILE.test(model.path) || command.name !== 'Command' || base === undefined || others.length > 0)
    return undefined;
  const methods = model.state.methodsOf(command);
  const declaring = methods.get('add_arguments');
  const handle = methods.get('handle');
  const parser = declaring === undefined ? undefined : parametersOf(declaring)[1]?.name;
  if (declaring === undefined || handle === undefined || parser === undefined) return undefined;
  const declarations = callsWithin([declaring]).filter(({ func }) => nameOfPlace(func) === 'add_argument');
  const given = new Set(parametersOf(handle).map(({ name }) => name));
  if (bodyWithoutDocstring(handle).length === 0 || isHandedOn(handle, model)) return undefined;
  const declared = textsBeside(declarations, model);
  return {
    unread: declarations
      // Of a group of alternatives, who reads one reads the others.
      .filter(({ func }) => func.kind === 'Attribute' && func.value.kind === 'Name' && func.value.id === parser)
      .flatMap((call) => argparseOptions(call, model))
      .filter(({ switches }) => switches === undefined || switches === 'on')
      .filter(({ dest }) => !declared.has(dest) && !given.has(dest) && !OF_DJANGO.has(dest)),
    isShared: !DJANGO_COMMANDS.has(model.names.qualifiedName(base) ?? ''),
  };
}

/** The class that Django runs as the command of a file, where nothing of the project is between it and Django. */
export function plainCommandOf({ path, source, names }: SemanticModel): ClassDef | undefined {
  if (!COMMAND_FILE.test(path)) return undefined;
  return nodesOf(source.module, 'ClassDef').find(
    ({ name, bases: [base, ...others] }) =>
      name === 'Command' &&
      base !== undefined &&
      others.length === 0 &&
      DJANGO_COMMANDS.has(names.qualifiedName(base) ?? ''),
  );
}

/** What `BaseCommand` itself reads of every command. */
const OF_DJANGO: ReadonlySet<string> = new Set(
  'verbosity settings pythonpath traceback no_color force_color skip_checks stdout stderr'.split(' '),
);

/** Some name of the mapping stands for more than one key of it: who has the mapping may read any. */
function isHandedOn(handle: Def, model: SemanticModel): boolean {
  const { kwarg } = handle.args;
  if (kwarg === undefined) return false;
  return nodesOf(model.source.module, 'Name').some(
    (name) => name.id === kwarg.arg && name.ctx === 'Load' && !isOneKey(name, model),
  );
}

/** `options["queue"]`, `options.get("queue")`. */
function isOneKey(name: Name, model: SemanticModel): boolean {
  const { parent } = name;
  if (parent?.kind === 'Subscript') return parent.value === name && model.values.string(parent.slice) !== undefined;
  const call = parent?.kind === 'Attribute' ? parent.parent : undefined;
  if (parent?.kind !== 'Attribute' || call?.kind !== 'Call' || call.func !== parent) return false;
  const [key] = call.args;
  return (
    (parent.attr === 'get' || parent.attr === 'pop') && key !== undefined && model.values.string(key) !== undefined
  );
}

/** Every text of the file but those of the declarations. */
function textsBeside(declarations: readonly Call[], model: SemanticModel): ReadonlySet<string> {
  return new Set(
    nodesOf(model.source.module, 'Constant').flatMap((constant) => {
      const isDeclared = declarations.some((call) => isWithin(constant, call));
      return constant.value.kind === 'str' && !isDeclared ? constant.value.value : [];
    }),
  );
}
