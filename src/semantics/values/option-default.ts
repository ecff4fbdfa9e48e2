/** What an option of the command line is where nobody gives it. */
import {
  type Call,
  callKeyword,
  decoratorsOf,
  defaultOf,
  type Expression,
  lastName,
  nodesOf,
} from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** The default that is in the code: a `default`, or what a switch is that nobody turns. */
export function optionDefault(option: Expression, model: SemanticModel): Expression | boolean | undefined {
  if (option.kind === 'Attribute') return defaultOfArgument(option.value, option.attr, model);
  const parameter = option.kind === 'Name' ? model.names.parameterOf(option) : undefined;
  const fn = parameter?.parent?.parent;
  if (parameter === undefined || (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef')) return undefined;
  const made = defaultOf(parameter);
  if (made?.kind === 'Call' && model.names.qualifiedName(made.func) === 'typer.Option')
    return made.args[0] ?? callKeyword(made, 'default')?.value;
  for (const { node, callee } of decoratorsOf(fn)) {
    const isOption = node.kind === 'Call' && /^(?:\w+_)?click\.option$/.test(model.names.qualifiedName(callee) ?? '');
    if (isOption && isCalled(node, parameter.arg, model))
      return callKeyword(node, 'default')?.value ?? (callKeyword(node, 'is_flag') === undefined ? undefined : false);
  }
  return undefined;
}

/** `args.insecure`, of `parser.add_argument("--insecure", action="store_true")` of the same file. */
function defaultOfArgument(parsed: Expression, name: string, model: SemanticModel): Expression | boolean | undefined {
  const isParsed = model.flow
    .origins(parsed)
    .some((from) => from.kind === 'Call' && lastName(from.func) === 'parse_args');
  const declared = isParsed
    ? nodesOf(model.source.module, 'Call').filter(
        (call) => lastName(call.func) === 'add_argument' && isCalled(call, name, model),
      )
    : [];
  const [call, ...others] = declared;
  if (call === undefined || others.length > 0) return undefined;
  const action = callKeyword(call, 'action')?.value;
  const turned = action && model.values.string(action);
  const unturned = turned === 'store_true' ? false : turned === 'store_false' ? true : undefined;
  return callKeyword(call, 'default')?.value ?? unturned;
}

/** `--insecure/--secure`, `--no-verify` with `dest="verify"`. */
function isCalled(call: Call, name: string, { values }: SemanticModel): boolean {
  const dest = callKeyword(call, 'dest')?.value;
  if (dest !== undefined) return values.string(dest) === name;
  return call.args.some((each) => {
    const [first = ''] = (values.string(each) ?? '').split('/');
    return first.replace(/^-+/, '').replaceAll('-', '_') === name;
  });
}
