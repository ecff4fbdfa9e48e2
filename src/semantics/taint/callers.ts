/** What fills a parameter: the calls of this file, and functions that are handed over together with their arguments. */
import {
  type Arg,
  type AsyncFunctionDef,
  ancestors,
  attributesNamed,
  booleanConstant,
  type Call,
  type ClassDef,
  callKeyword,
  type Expression,
  type FunctionDef,
  isStaticMethod,
  type Node,
} from '../../ast/index.ts';
import { mentionsOfFunction } from '../context/function-mentions.ts';
import type { SemanticModel } from '../model.ts';
import { summarizeFields } from '../summary/fields.ts';
import type { FilledParameter } from './flows.ts';

type Def = FunctionDef | AsyncFunctionDef;

/** The parameter as callers see it; undefined for `self` and for what gathers many. */
export function filledParameter({ arg }: Arg, fn: Def, model: SemanticModel): FilledParameter | undefined {
  const position = positionOf(arg, fn, model);
  if (position < 0 && !fn.args.kwonlyargs.some((each) => each.arg === arg)) return undefined;
  return { function: model.names.fullNameOf(fn), name: arg, position };
}

/** The field of a record as those who make one see it: its decorator writes the constructor, and takes what bases declare first. */
export function filledField(name: string, owner: ClassDef, model: SemanticModel): FilledParameter | undefined {
  if (owner.decorator_list.length === 0) return undefined;
  const { fields = [], madeBy } = summarizeFields(owner, model);
  const given = fields.filter(({ isLeftOut }) => isLeftOut !== true);
  const isMade = madeBy === 'by-field' || madeBy === 'by-keyword';
  if (!isMade || given.every((field) => field.name !== name)) return undefined;
  const isInTurn = madeBy === 'by-field' && owner.bases.length === 0;
  const inTurn = isInTurn ? given.filter(({ isKeywordOnly }) => isKeywordOnly !== true) : [];
  const position = inTurn.findIndex((field) => field.name === name);
  return { function: `${model.names.fullNameOf(owner)}.__init__`, name, position };
}

/** What the calls of this file make the field of a record of. */
export function argumentsMaking({ name, position }: FilledParameter, owner: ClassDef, model: SemanticModel) {
  return (model.names.lookup(owner.name, owner)?.references ?? []).flatMap(({ parent }) => {
    const isMade = parent?.kind === 'Call' && model.names.definitionOf(parent.func) === owner;
    return (isMade && model.values.givenArgument(parent, name, position < 0 ? undefined : position)) || [];
  });
}

/** Without the object of a method, or the task that a decorator binds: `@app.task(bind=True) def send(self, address)`. */
function positionOf(name: string, fn: Def, { context }: SemanticModel): number {
  const isMethod = context.classOfMethod(fn) !== undefined && !isStaticMethod(fn);
  const own = isMethod || fn.decorator_list.some(bindsTask) ? 1 : 0;
  const index = [...fn.args.posonlyargs, ...fn.args.args].findIndex(({ arg }) => arg === name);
  return index < 0 ? -1 : index - own;
}

const bindsTask = (decorator: Expression): boolean =>
  decorator.kind === 'Call' && booleanConstant(callKeyword(decorator, 'bind')?.value) === true;

/** What the calls of this file hand to a parameter that is used there, those left out that never lead there. */
export function argumentsHandedTo(
  { arg }: Arg,
  fn: Def,
  use: Expression | undefined,
  model: SemanticModel,
): readonly Expression[] {
  const needed = use === undefined ? [] : neededFor(use, fn, model);
  return mentionsOf(fn, model).flatMap((mention) => {
    const isElsewhere = needed.some(([name, text]) => {
      const [given] = handedAt(mention, name, fn, model);
      const value = given === undefined ? undefined : model.values.string(given);
      return value !== undefined && value !== text;
    });
    return isElsewhere ? [] : handedAt(mention, arg, fn, model);
  });
}

/** What parameters are on the way to a place: `task` and `"stop"` below `if task == "stop":`. */
function neededFor(use: Expression, fn: Def, { names, values }: SemanticModel): (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  let below: Node = use;
  for (const each of ancestors(use)) {
    if (each === fn) break;
    const test = each.kind === 'If' && each.body.some((one) => one === below) ? each.test : undefined;
    if (test?.kind === 'Compare' && test.ops.join() === 'Eq' && test.left.kind === 'Name') {
      const text = test.comparators[0] === undefined ? undefined : values.string(test.comparators[0]);
      if (text !== undefined && names.parameterOf(test.left)?.parent?.parent === fn) found.push([test.left.id, text]);
    }
    below = each;
  }
  return found;
}

function handedAt(mention: Expression, name: string, fn: Def, model: SemanticModel): readonly Expression[] {
  const position = positionOf(name, fn, model);
  const at = position < 0 ? undefined : position;
  const { parent } = mention;
  if (parent?.kind === 'keyword' && parent.arg === 'target') return handedWithThread(parent.parent, at);
  if (parent?.kind !== 'Call') return [];
  if (parent.func === mention) return argumentGiven(name, parent, fn, model);
  return handedBeside(parent, mention, name, at);
}

/** What one call gives to a parameter. */
export function argumentGiven(name: string, call: Call, fn: Def, model: SemanticModel): readonly Expression[] {
  const position = positionOf(name, fn, model);
  const given = model.values.givenArgument(call, name, position < 0 ? undefined : position);
  return given === undefined ? [] : [given];
}

/** Of a method also those through objects of its class; of a constructor those of the class. */
function mentionsOf(fn: Def, model: SemanticModel): readonly Expression[] {
  const owner = model.context.classOfMethod(fn);
  if (owner === undefined) return mentionsOfFunction(model, fn);
  if (fn.name === '__init__') return model.names.lookup(owner.name, owner)?.references ?? [];
  const through = attributesNamed(fn.name, model.source.module).filter(
    ({ value }) => model.types.classDefOf(value) === owner,
  );
  return [...new Set([...mentionsOfFunction(model, fn), ...through])];
}

/** `Thread(target=run, args=(command,))`. */
function handedWithThread(
  call: Expression | { readonly kind: string } | undefined,
  at: number | undefined,
): readonly Expression[] {
  const given = call?.kind === 'Call' ? callKeyword(call as Call, 'args')?.value : undefined;
  const element = given?.kind === 'Tuple' || given?.kind === 'List' ? given.elts[at ?? -1] : undefined;
  return element === undefined ? [] : [element];
}

/** `to_thread(run, command)`, `run_in_executor(None, run, command)`, `add_task(run, command)`, `partial(run, command)`. */
function handedBeside(call: Call, mention: Expression, name: string, at: number | undefined): readonly Expression[] {
  const keyword = callKeyword(call, name)?.value;
  if (keyword !== undefined) return [keyword];
  const index = call.args.indexOf(mention);
  const given = index < 0 || at === undefined ? undefined : call.args[index + 1 + at];
  return given === undefined ? [] : [given];
}
