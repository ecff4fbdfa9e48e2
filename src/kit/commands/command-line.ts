/** Options of command lines as programs declare them with argparse, click and typer. */
import {
  type AsyncFunctionDef,
  type Call,
  callKeyword,
  decoratorsOf,
  type Expression,
  type FunctionDef,
  type Node,
  nameOfPlace,
  parametersOf,
  stringConstant,
  walk,
} from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** An option whose value someone is meant to read. */
export interface DeclaredOption {
  /** Where it is declared. */
  readonly at: Expression;
  readonly spelled: string;
  /** The attribute or parameter that receives the value. */
  readonly dest: string;
  /** Of a group of which exactly one option has to be given: the call that makes the group. */
  readonly alternatives?: Call;
  /** What the options of one parser have in common. */
  readonly parser?: object;
  /**
   * A switch: `on` where giving it changes something, `as-default` where it only spells out what it is anyway, `always` where it
   * has to be given, so that its value is known before anybody reads it.
   */
  readonly switches?: 'on' | 'as-default' | 'always';
}

/** The option that a call declares; none for what acts while it is parsed, or is kept for old command lines. */
export function argparseOptions(call: Call, model: SemanticModel): DeclaredOption[] {
  const main = call.args.find((spelling) => model.values.string(spelling)?.startsWith('--')) ?? call.args[0];
  const spelled = main && model.values.string(main);
  if (main === undefined || spelled?.startsWith('-') !== true) return [];
  const action = callKeyword(call, 'action')?.value;
  if (action !== undefined && !STORING.has(model.values.string(action) ?? '')) return [];
  const help = callKeyword(call, 'help')?.value;
  if (help !== undefined && isKeptOnPurpose(help, model)) return [];
  const given = callKeyword(call, 'dest')?.value;
  const dest = given === undefined ? spelled.replace(/^-+/, '').replaceAll('-', '_') : model.values.string(given);
  const isWhole = call.keywords.every(({ arg }) => arg !== undefined);
  if (dest === undefined || !isWhole) return [];
  const switches = switchOf(call, model);
  return [{ at: main, spelled, dest, ...(switches !== undefined && { switches }) }];
}

/** `action="store_true", default=True` gives the same whether the option is there or not. */
function switchOf(call: Call, model: SemanticModel): DeclaredOption['switches'] {
  const action = callKeyword(call, 'action')?.value;
  const stored = SWITCHES.get((action && model.values.string(action)) ?? '');
  if (stored === undefined) return undefined;
  if (boolOf('required', call, model) === true) return 'always';
  return boolOf('default', call, model) === stored ? 'as-default' : 'on';
}

function boolOf(keyword: string, call: Call, { values }: SemanticModel): boolean | undefined {
  const value = callKeyword(call, keyword)?.value;
  const constant = value === undefined ? undefined : values.fold(value);
  return constant?.kind === 'bool' ? constant.value : undefined;
}

const SWITCHES: ReadonlyMap<string, boolean> = new Map([
  ['store_true', true],
  ['store_false', false],
]);

function isKeptOnPurpose(help: Expression, model: SemanticModel): boolean {
  const text = model.values.string(help);
  return text === undefined ? model.names.qualifiedName(help) === 'argparse.SUPPRESS' : KEPT_ON_PURPOSE.test(text);
}

/** Actions that only store a value; others do their work while the command line is parsed. */
const STORING: ReadonlySet<string> = new Set(
  'store store_true store_false store_const append append_const count extend'.split(' '),
);
/** An option that is kept so that old command lines go on working says so. */
const KEPT_ON_PURPOSE = /deprecat|ignored|no[- ]?op\b|no longer|unused|not used|obsolete|compatib|legacy|reserved/i;
const CLICK_DECORATOR = /^(rich_)?click\.(decorators\.)?(core\.)?\w+$/;

/** Options that click or typer fill the parameters of a function with. */
export const optionsOfParameters = (fn: FunctionDef | AsyncFunctionDef, model: SemanticModel): DeclaredOption[] => [
  ...clickOptions(fn, model),
  ...typerOptions(fn, model),
];

/** Options of click, where no decorator of another kind is between them and the function. */
function clickOptions(fn: FunctionDef | AsyncFunctionDef, model: SemanticModel): DeclaredOption[] {
  const decorators = decoratorsOf(fn);
  if (!decorators.every(({ callee }) => isClick(callee, model))) return [];
  return decorators.flatMap(({ node, callee }) => {
    if (node.kind !== 'Call' || !/^(rich_)?click\.option$/.test(model.names.qualifiedName(callee) ?? '')) return [];
    const spellings = node.args.flatMap((argument) => model.values.string(argument) ?? []);
    const [first = ''] = [...spellings].sort((a, b) => dashes(b) - dashes(a));
    const explicit = spellings.find((spelling) => !spelling.startsWith('-'));
    const dest = explicit ?? first.split('/')[0]?.replace(/^-+/, '').replaceAll('-', '_').toLowerCase();
    const [at] = node.args;
    return at === undefined || dest === undefined || actsByItself(node, model) ? [] : [{ at, spelled: first, dest }];
  });
}

const dashes = (spelling: string): number => (spelling.startsWith('--') ? 2 : spelling.startsWith('-') ? 1 : 0);

/** `click.…`, or `cli.command()` of a group of this project. */
const isClick = (callee: Expression, model: SemanticModel): boolean =>
  CLICK_DECORATOR.test(model.names.qualifiedName(callee) ?? '') ||
  (callee.kind === 'Attribute' && (callee.attr === 'command' || callee.attr === 'group'));

const actsByItself = (call: Call, model: SemanticModel): boolean => {
  const help = callKeyword(call, 'help')?.value;
  if (help !== undefined && isKeptOnPurpose(help, model)) return true;
  return call.keywords.some(
    ({ arg }) => arg === undefined || /^(callback|is_eager|expose_value|hidden|cls)$/.test(arg),
  );
};

/** Parameters of a typer command that `typer.Option` describes, as default or annotation. */
function typerOptions(fn: FunctionDef | AsyncFunctionDef, model: SemanticModel): DeclaredOption[] {
  const isCommand = decoratorsOf(fn).every(({ callee }) => /^(command|callback)$/.test(nameOfPlace(callee) ?? ''));
  if (!isCommand) return [];
  return parametersOf(fn).flatMap((parameter) => {
    const described = [parameter.default, parameter.annotation].flatMap((part) => findOption(part, model));
    const [option] = described;
    if (option === undefined || actsByItself(option, model)) return [];
    const at = parameter.node;
    return [{ at: option, spelled: spelledIn(option) ?? `--${at.arg.replaceAll('_', '-')}`, dest: at.arg }];
  });
}

/** `typer.Option("--sample", "-s")` calls the option otherwise than the parameter, for a flag as `--sample/--all`. */
function spelledIn({ args }: Call): string | undefined {
  const names = args.flatMap((argument) => stringConstant(argument)?.split('/') ?? []).map((name) => name.trim());
  return names.find((name) => name.startsWith('--')) ?? names.find((name) => /^-\w$/.test(name));
}

function findOption(part: Expression | undefined, model: SemanticModel): Call[] {
  const found: Call[] = [];
  if (part !== undefined) {
    walk(part, (node: Node) => {
      if (node.kind === 'Call' && model.names.qualifiedName(node.func) === 'typer.Option') found.push(node);
    });
  }
  return found;
}
