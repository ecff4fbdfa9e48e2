/** What a pattern that a text is matched with says of it. */
import { type Attribute, type Call, callKeyword, type Expression, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { Sink } from './flows.ts';

/**
 * Whether a text that matches is what the author lists: of an unknown pattern that is believed. One that takes any character
 * proves nothing, one of an address only where the host is written out.
 */
export function patternProves(match: Call, model: SemanticModel, { isHostOnly }: Sink): boolean {
  const pattern = patternOf(match, model);
  if (pattern === undefined) return true;
  if (isHostOnly === true) return HOST_WRITTEN.test(pattern);
  // What is behind the part that is matched may be anything.
  const isOpen = lastName(match.func) === 'match' && !/(?:\$|\\Z)\)?$/.test(pattern);
  return !isOpen && !ANY_CHARACTER.test(pattern.replaceAll(/\\[\\.]/g, ''));
}

const HOST_WRITTEN = /^\^?(?:\(\?:)?https?\??:(?:\\?\/){2}(?:\(\?:|\()?[\w-]+(?:\\?[.|)]|\/)/;
/** A dot, what is no blank, or all but some, repeated; within brackets a dot is only itself. */
const ANY_CHARACTER = /(?:^|[^[\w-])\.[*+]|\\S[*+]|\[\^[^\]]{0,80}\][*+]|^\.[*+]/;

/** `PATTERN` of `re.match(PATTERN, text)`, `PATTERN.match(text)`, where it is written in the file. */
function patternOf({ func, args }: Call, model: SemanticModel): string | undefined {
  if (/^re\.\w+$/.test(model.names.qualifiedName(func) ?? '')) return args[0] && textOf(args[0], model);
  if (func.kind !== 'Attribute') return undefined;
  return textOf(func.value, model);
}

function textOf(pattern: Expression, model: SemanticModel): string | undefined {
  const text = model.values.string(pattern);
  if (text !== undefined) return text;
  const made =
    pattern.kind === 'Name'
      ? model.names.resolve(pattern)?.definitions.find(({ value }) => value !== undefined)?.value
      : pattern.kind === 'Attribute'
        ? ownConstant(pattern, model)
        : pattern;
  if (made?.kind !== 'Call' || model.names.qualifiedName(made.func) !== 're.compile') return undefined;
  return made.args[0] && model.values.string(made.args[0]);
}

/** `WORDS = re.compile(…)` of the class that `self.WORDS` is in. */
function ownConstant(read: Attribute, { context }: SemanticModel): Expression | undefined {
  const isIt = (target: Expression | undefined): boolean => target?.kind === 'Name' && target.id === read.attr;
  const bound = context.classAround(read)?.body.find((each) => each.kind === 'Assign' && isIt(each.targets[0]));
  return bound?.kind === 'Assign' ? bound.value : undefined;
}

/** `re.sub(r"[^a-z0-9_-]", "", text)` leaves letters, digits and what parts words; so does a class of figures and signs where only names do harm. */
export function keepsPlainOnly(call: Call, model: SemanticModel, harmful: RegExp | undefined): boolean {
  const pattern = patternOf(call, model);
  // Of a pattern that is compiled elsewhere nothing is known.
  if (pattern === undefined) return model.names.qualifiedName(call.func)?.startsWith('re.') !== true;
  const kept = /^\[\^((?:[^\]\\]|\\.)*)\][+*]?$/.exec(pattern)?.[1];
  if (harmful !== undefined && kept !== undefined)
    return !harmful.test(kept.replaceAll(/\\[ds]|\\(?=\W|w)/g, '')) && !/\\[DSW]/.test(kept);
  return /^(?:\[\^[\w\\.-]*\]|\\W)[+*]?$/.test(pattern);
}

/** `name.replace("/", "_")`, `re.sub(r'[\\/:*?"<>|]', "_", name)`: whether nothing is left of a part. */
export function takesOut(part: string | undefined, call: Call, model: SemanticModel): boolean {
  const [first, second] = call.args.map((each) => model.values.string(each));
  const isPattern =
    lastName(call.func) === 'sub' &&
    call.func.kind === 'Attribute' &&
    model.names.qualifiedName(call.func) !== 're.sub';
  const [taken, put] = isPattern ? [patternOf(call, model), first] : [first, second];
  if (part === undefined || taken === undefined || put?.includes(part) !== false) return false;
  if (lastName(call.func) !== 'sub') return taken === part;
  const isOfAll = call.args.length < (isPattern ? 3 : 4) && callKeyword(call, 'count') === undefined;
  return isOfAll && /^\[(?!\^)[^\]]*\][+*]?$/.test(taken) && taken.includes(part);
}
