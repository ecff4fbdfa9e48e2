/** Parameters of functions and lambdas. */
import { Field, Kind } from '../../syntax/index.ts';
import type { Arg, Arguments, Expression } from '../nodes.generated.ts';
import type { Lowering } from './lowering.ts';
import { makeArg, makeArguments } from './make.generated.ts';

/** `list` is the list of parameters, or 0 when there is none; `start` is where that would stand. */
export function lowerParameters(lowering: Lowering, list: number, start: number): Arguments {
  if (list === 0) return makeArguments(start, start, [], [], undefined, [], [], undefined, []);
  const { tree } = lowering;
  const found = new FoundParameters();
  for (let child = lowering.firstNamed(list); child !== 0; child = lowering.nextNamed(child)) {
    lowerParameter(lowering, child, found);
  }
  const { posonlyargs, args, vararg, kwonlyargs, kwDefaults, kwarg, defaults } = found;
  return makeArguments(
    tree.start(list),
    tree.end(list),
    posonlyargs,
    args,
    vararg,
    kwonlyargs,
    kwDefaults,
    kwarg,
    defaults,
  );
}

class FoundParameters {
  posonlyargs: Arg[] = [];
  args: Arg[] = [];
  vararg: Arg | undefined;
  kwonlyargs: Arg[] = [];
  kwDefaults: (Expression | undefined)[] = [];
  kwarg: Arg | undefined;
  defaults: Expression[] = [];
  isKeywordOnly = false;

  add(arg: Arg, value: Expression | undefined): void {
    if (this.isKeywordOnly) {
      this.kwonlyargs.push(arg);
      this.kwDefaults.push(value);
    } else {
      this.args.push(arg);
      if (value !== undefined) this.defaults.push(value);
    }
  }
}

function lowerParameter(lowering: Lowering, node: number, found: FoundParameters): void {
  const { tree } = lowering;
  switch (tree.kind(node)) {
    case Kind.identifier:
      found.add(lowerArg(lowering, node, 0), undefined);
      break;
    case Kind.default_parameter:
    case Kind.typed_default_parameter: {
      const name = lowering.child(node, Field.name);
      if (tree.kind(name) !== Kind.identifier) addGap(lowering, name);
      else {
        const value = lowering.expression(lowering.child(node, Field.value));
        found.add(lowerArg(lowering, name, lowering.child(node, Field.type)), value);
      }
      break;
    }
    case Kind.typed_parameter:
      lowerTypedParameter(lowering, node, found);
      break;
    case Kind.positional_separator:
      found.posonlyargs = found.args;
      found.args = [];
      break;
    case Kind.keyword_separator:
      found.isKeywordOnly = true;
      break;
    case Kind.list_splat_pattern:
    case Kind.dictionary_splat_pattern:
      lowerStarParameter(lowering, node, 0, found);
      break;
    default:
      addGap(lowering, node);
  }
}

function lowerTypedParameter(lowering: Lowering, node: number, found: FoundParameters): void {
  const type = lowering.child(node, Field.type);
  const name = lowering.firstNamed(node);
  if (lowering.tree.kind(name) === Kind.identifier) found.add(lowerArg(lowering, name, type), undefined);
  else lowerStarParameter(lowering, name, type, found);
}

function lowerStarParameter(lowering: Lowering, node: number, type: number, found: FoundParameters): void {
  const name = lowering.firstNamed(node);
  if (lowering.tree.kind(name) !== Kind.identifier) {
    addGap(lowering, node);
    return;
  }
  const arg = lowerArg(lowering, name, type);
  if (lowering.tree.kind(node) === Kind.dictionary_splat_pattern) found.kwarg = arg;
  else {
    found.vararg = arg;
    found.isKeywordOnly = true;
  }
}

function lowerArg(lowering: Lowering, name: number, type: number): Arg {
  const { tree } = lowering;
  const annotation = type === 0 ? undefined : lowering.expression(type);
  return makeArg(tree.start(name), tree.end(type === 0 ? name : type), lowering.nameOf(name), annotation);
}

/** Python 2 lets a parameter unpack a tuple. */
function addGap(lowering: Lowering, node: number): void {
  lowering.gaps.push({ start: lowering.tree.start(node), end: lowering.tree.end(node) });
}
