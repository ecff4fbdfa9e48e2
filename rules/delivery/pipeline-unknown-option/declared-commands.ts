/** Every option that a file's command line takes, for the caller: argparse, click, typer and fire. */
import {
  argumentValues,
  boundTarget,
  type Call,
  callKeyword,
  type Expression,
  hasUnpackedArguments,
  holds,
  type Node,
  nodesOf,
  stringConstant,
} from '#ast';
import { type FactsContext, packPlace } from '#kit';
import { type CommandOption, type DeclaredCommands, decoratedCommands, plainCommandOf } from '#kit/commands';

export function declaredCommandsOf(file: FactsContext): DeclaredCommands[] {
  const command = plainCommandOf(file);
  const found = [
    ...(command !== undefined
      ? [{ ...argparseCommands(file), library: 'django' as const, place: packPlace(file, command), parses: true }]
      : file.names.imports.some(({ module }) => module === 'argparse') || callsOfMethod('add_argument', file).length > 0
        ? [argparseCommands(file)]
        : []),
    ...decoratedCommands(file),
  ];
  return found.filter(
    ({ options, parses, place, takesMore }) => options.length > 0 || parses || takesMore || place !== undefined,
  );
}

/** `if "--verify" in sys.argv:` without that word someone else reads the command line. */
function isBehindWord(call: Call, { context, names }: FactsContext): boolean {
  const isArguments = (node: Node): boolean =>
    (node.kind === 'Attribute' || node.kind === 'Name') && names.qualifiedName(node) === 'sys.argv';
  return context
    .testsAround(call)
    .some((test) =>
      holds(
        test,
        (each) =>
          each.kind === 'Compare' &&
          [each.left, ...each.comparators].some((side) => stringConstant(side) !== undefined) &&
          holds(each, isArguments),
      ),
    );
}

const PARSING = /^parse_(?:known_)?(?:intermixed_)?args$/;
const PARSER_PART = /^add_(?:subparsers|parser|argument_group|mutually_exclusive_group)$/;

function argparseCommands(file: FactsContext): DeclaredCommands {
  const options: CommandOption[] = [];
  const handed = new Set<string>();
  let parser: Call | undefined;
  let parses = false;
  let takesMore = rewritesArguments(file);
  const calls = nodesOf(file.module, 'Call');
  const names = parserNames(calls, file);
  for (const call of calls) {
    const method = call.func.kind === 'Attribute' ? call.func.attr : '';
    if (method === 'add_argument') {
      const declared = argparseOption(call, file);
      if (declared === undefined) takesMore = true;
      else options.push(...declared);
    } else if (PARSING.test(method)) {
      parses = true;
      takesMore ||= method.includes('known') || isBehindWord(call, file);
    } else if (isParserClass(call, file)) {
      parser ??= call;
      takesMore ||= hasUnpackedArguments(call) || callKeyword(call, 'prefix_chars') !== undefined;
      if (/\bparents\b/.test(namesOfKeywords(call)))
        takesMore ||= isForeign(callKeyword(call, 'parents')?.value, handed, file);
    } else if (method === 'add_parser' && callKeyword(call, 'parents') !== undefined) {
      takesMore ||= isForeign(callKeyword(call, 'parents')?.value, handed, file);
    } else if (takesParser(call, names)) {
      const callee = file.types.calleeName(call.func);
      if (callee === undefined) takesMore ||= !PARSER_PART.test(method);
      else if (!callee.startsWith('builtins.')) handed.add(callee);
    }
  }
  const isMadeElsewhere = parses && parser === undefined;
  const makers = isMadeElsewhere
    ? file.names.imports.flatMap(({ module, name }) => (name === undefined ? [] : `${module}.${name}`))
    : [];
  const place = parser === undefined ? undefined : packPlace(file, parser);
  return { library: 'argparse', options, place, parses, takesMore, handed: [...handed], makers };
}

const namesOfKeywords = (call: Call): string => call.keywords.map(({ arg }) => arg ?? '').join(' ');

/** A class derived from the parser's may do anything. */
function isParserClass(call: Call, { types }: FactsContext): boolean {
  return types.calleeName(call.func) === 'argparse.ArgumentParser';
}

/** The spellings of an option, none for what stands without dashes; undefined where something cannot be seen. */
function argparseOption(call: Call, file: FactsContext): CommandOption[] | undefined {
  const nargs = callKeyword(call, 'nargs')?.value;
  const isRest = nargs !== undefined && (isRemainder(nargs, file) || !isCount(nargs, file));
  const spelled = call.args.map((argument) => file.values.string(argument));
  if (isRest || hasUnpackedArguments(call) || spelled.includes(undefined)) return undefined;
  const action = callKeyword(call, 'action')?.value;
  const isBoolean = action !== undefined && stringConstant(action) === undefined;
  const names = spelled.flatMap((each) => (each?.startsWith('-') === true ? [each] : []));
  // `BooleanOptionalAction`, or an action of someone's own, which may be like it.
  const opposites = isBoolean ? names.flatMap((name) => (name.startsWith('--') ? `--no-${name.slice(2)}` : [])) : [];
  const command = call.func.kind === 'Attribute' ? subCommandOf(call.func.value, file, 0) : undefined;
  return [...names, ...opposites].map((name) => ({ spelled: name, ...(command !== undefined && { command }) }));
}

function isRemainder(nargs: Expression, file: FactsContext): boolean {
  return file.names.qualifiedName(nargs) === 'argparse.REMAINDER' || file.values.string(nargs) === '...';
}

/** What is not seen may be the rest as well. */
const isCount = (nargs: Expression, file: FactsContext): boolean => file.values.fold(nargs) !== undefined;

/** The sub-command whose parser, or part of it, an expression is. */
function subCommandOf(receiver: Expression, file: FactsContext, depth: number): string | undefined {
  const [origin, ...others] = file.flow.origins(receiver);
  if (others.length > 0 || origin?.kind !== 'Call' || origin.func.kind !== 'Attribute' || depth > 3) return undefined;
  const { attr, value } = origin.func;
  if (attr === 'add_parser')
    return callKeyword(origin, 'aliases') === undefined ? stringConstant(origin.args[0]) : undefined;
  return PARSER_PART.test(attr) ? subCommandOf(value, file, depth + 1) : undefined;
}

/** Parsers that this file did not make; those that it imports by name are looked up. */
function isForeign(parents: Expression | undefined, handed: Set<string>, file: FactsContext): boolean {
  if (parents === undefined) return false;
  if (parents.kind !== 'List' && parents.kind !== 'Tuple') return true;
  return parents.elts.some((parent) => {
    if (parent.kind === 'Starred') return true;
    const origins = file.flow.origins(parent);
    return origins.length === 0 || origins.some((origin) => !isKnownParser(origin, handed, file));
  });
}

/** Made in this file, or by something that has a name elsewhere, which is noted. */
function isKnownParser(origin: Expression, handed: Set<string>, file: FactsContext): boolean {
  const name = file.names.qualifiedName(origin.kind === 'Call' ? origin.func : origin);
  if (name === undefined) return false;
  if (name !== 'argparse.ArgumentParser' && !name.startsWith(`${file.names.moduleName}.`)) handed.add(name);
  return true;
}

/** Names that are given to parsers and to their parts. */
function parserNames(calls: readonly Call[], file: FactsContext): ReadonlySet<string> {
  return new Set(
    calls.flatMap((call) => {
      const makes = PARSER_PART.test(lastPart(call.func)) || isParserClass(call, file);
      const target = makes ? boundTarget(call) : undefined;
      return target === undefined ? [] : [lastPart(target)];
    }),
  );
}

/** A call that is given a parser, or something named like one, and is no method of one. */
function takesParser(call: Call, names: ReadonlySet<string>): boolean {
  const isParser = (each: Expression): boolean => {
    const name = lastPart(each);
    return names.has(name) || /parser|^group$|_group$/i.test(name);
  };
  const isMethod = call.func.kind === 'Attribute' && isParser(call.func.value);
  return !isMethod && argumentValues(call).some(isParser);
}

function lastPart(expression: Expression): string {
  return expression.kind === 'Name' ? expression.id : expression.kind === 'Attribute' ? expression.attr : '';
}

/** `sys.argv` is changed, or read otherwise than as a whole. */
function rewritesArguments(file: FactsContext): boolean {
  return [...nodesOf(file.module, 'Attribute'), ...nodesOf(file.module, 'Name')].some((node) => {
    if (node.kind === 'Attribute' && node.attr !== 'argv') return false;
    if (file.names.qualifiedName(node) !== 'sys.argv') return false;
    const { parent } = node;
    if (node.ctx !== 'Load') return true;
    if (parent?.kind === 'Attribute') return true;
    return parent?.kind === 'Subscript' && parent.ctx !== 'Load';
  });
}

function callsOfMethod(name: string, file: FactsContext): Call[] {
  return nodesOf(file.module, 'Call').filter(({ func }) => func.kind === 'Attribute' && func.attr === name);
}
