/** Goes from an expression back to the places where its value is read. */
import type { Attribute, Call, ClassDef, Expression, Name, Node } from '../../ast/index.ts';
import { groupBy } from '../../collections/index.ts';
import { HANDING_METHODS, HANDING_ON, HANDING_ON_AT, JOINING, MIXING_METHODS } from '../../knowledge/strangers.ts';
import { memoizeByFile } from '../by-file.ts';
import { carriedBy } from '../flow/carried.ts';
import type { SemanticModel } from '../model.ts';
import type { Definition } from '../names.ts';
import type { Through } from '../summary/carried-told.ts';
import { argumentGiven, argumentsHandedTo, argumentsMaking, filledField, filledParameter } from './callers.ts';
import { isTextColumn } from './columns.ts';
import { doorAt, doorOfName, isPartOfRequest, isRequest } from './doors.ts';
import { valuesPutInto } from './fillings.ts';
import { hostOf } from './host-part.ts';
import { isClosed } from './matched.ts';
import { expressionBefore, isEndedBy, standsBehind } from './neighbours.ts';
import { keepsPlainOnly, takesOut } from './patterns.ts';
import { leavesPlainOnly } from './plain-characters.ts';
import { indexWithin, partsOfRows, partsTaken } from './rows.ts';
import { type Def, doubted, isOn, ofWhole, pathTo, START, type Trail } from './trail.ts';
import type { Cleaning, Way } from './ways.ts';

/** A way, and the expressions that were met on it, the use first. */
export interface TracedWay extends Way {
  readonly path: readonly Expression[];
}

const MAX_STEPS = 400;
/** How many calls of this file a value is followed into, and how many out to the callers. */
const MAX_CALLS = 2;

export class Tracer {
  readonly #seen = new Set<Expression>();
  readonly #ways: TracedWay[] = [];
  #steps = 0;

  constructor(
    private readonly model: SemanticModel,
    private readonly cleaning: Cleaning,
    /** Nobody asks for what does not come by a parameter of it. */
    private readonly within?: Def,
  ) {}

  trace(expression: Expression): readonly TracedWay[] {
    this.#go(expression, START);
    return this.#ways;
  }

  #go(expression: Expression | undefined, trail: Trail): undefined {
    if (expression === undefined || this.#steps++ > MAX_STEPS) return;
    if (trail.frames.length === 0 && trail.element === undefined) {
      if (this.#seen.has(expression)) return;
      this.#seen.add(expression);
    }
    if (expression.kind === 'Constant' || isOn(trail.last, expression)) return;
    const whole = { ...trail, last: { at: expression, before: trail.last } };
    if (expression.kind === 'Name') return this.#goName(expression, whole);
    const next = ofWhole(whole);
    const own = trail.element === undefined || expression.kind !== 'Tuple' ? undefined : expression.elts[trail.element];
    if (own !== undefined) return this.#go(own, next);
    if (this.model.values.fold(expression) !== undefined) return;
    if (expression.kind === 'Call' && this.#goArchive(expression, next)) return;
    const door = doorAt(expression, this.model);
    if (door === 'closed') return;
    if (door !== undefined) return this.#found({ leaf: expression, ...door }, next);
    if (leavesPlainOnly(expression, this.model, this.cleaning.harmful)) return;
    const head = this.cleaning.isHostOnly === true ? hostOf(expression, this.model) : undefined;
    if (head !== undefined) return this.#all(head, next);
    if (expression.kind === 'Await') return this.#go(expression.value, whole);
    if (expression.kind === 'Call') return this.#goCall(expression, whole);
    if (expression.kind === 'Attribute') return this.#goAttribute(expression, next);
    const taken = expression.kind === 'Subscript' ? partsTaken(expression, this.model) : undefined;
    if (taken !== undefined) return this.#all(taken, next);
    const index = expression.kind === 'Subscript' ? this.model.values.fold(expression.slice) : undefined;
    if (expression.kind === 'Subscript' && index?.kind === 'int' && index.value >= 0n)
      return this.#go(expression.value, { ...next, element: Number(index.value) });
    for (const part of partsOf(expression)) {
      const trailOfPart = this.#besideText(part, expression, next);
      this.#go(part, standsBehind(part, expression) ? { ...trailOfPart, isBehind: true } : trailOfPart);
    }
  }

  /** Fixed texts before and behind a part are of the same name. */
  #besideText(part: Expression, whole: Expression, around: Trail): Trail {
    const isEnded = isEndedBy(part, whole, around.isEnded, this.model);
    const trail = isEnded === around.isEnded ? around : { ...around, isEnded };
    const { behindText } = this.cleaning;
    if (behindText === undefined || (trail.doubt !== undefined && trail.through === undefined)) return trail;
    const before = expressionBefore(part, whole);
    const text = before === undefined ? undefined : this.model.values.string(before);
    const doubt = text === undefined ? undefined : behindText(text);
    return doubt === undefined ? trail : { ...doubted(trail, doubt), isGlued: true };
  }

  #found(way: Way, trail: Trail): undefined {
    if (this.within !== undefined && (way.leaf.kind !== 'Name' || this.#givenTo(way.leaf) !== this.within)) return;
    this.#ways.push({
      ...way,
      path: pathTo(trail.last),
      ...(trail.isBehind && { isBehind: true as const }),
      ...(trail.isGlued && { isGlued: true as const }),
      ...(trail.part !== undefined && { part: trail.part }),
      ...(trail.isMember && { isMember: true as const }),
      ...(trail.doubt !== undefined && { doubt: trail.doubt }),
      ...(trail.through !== undefined && { through: trail.through }),
      // What the class of a body says of its fields is asked of the project too.
      ...(trail.through !== undefined &&
        way.body === undefined &&
        way.doubt !== undefined && { otherDoubt: way.doubt }),
    });
  }

  /** The function of whose parameters it is one. */
  #givenTo(name: Name): Node | undefined {
    return this.model.names.parameterOf(name)?.parent?.parent;
  }

  #goName(name: Name, trail: Trail): undefined {
    const { flow, names, values } = this.model;
    if (name.ctx !== 'Load') return;
    if (values.fold(name) !== undefined) return;
    const local = flow.reachingDefinitions(name);
    const definitions = local.length > 0 ? local : (names.resolve(name)?.definitions ?? []);
    for (const definition of definitions) {
      if (definition.kind === 'parameter') this.#goParameter(name, definition, trail);
      else if (definition.kind === 'augmented') this.#goAugmented(definition, trail);
      else if (definition.kind === 'for' && definition.partOf !== undefined)
        this.#goLoop(definition.partOf, indexWithin(definition.node), trail);
      else this.#goBound(definition, trail);
      for (const put of valuesPutInto(name, definition, this.model))
        this.#go(put, { ...ofWhole(trail), isBehind: true });
    }
  }

  /** `fields, values = split(body)`: of what is unpacked the one that stands in the place of the name. */
  #goBound(definition: Definition, trail: Trail): undefined {
    const { value, partOf, node } = definition;
    // `case ("png" | "jpg") as kind`
    if (node.kind === 'MatchAs' && isClosed(node)) return;
    const bound = value ?? partBound(definition);
    const index = value === undefined && bound === partOf ? indexWithin(node) : undefined;
    if (index !== undefined) this.#go(bound, { ...trail, element: index });
    else this.#go(bound, value === undefined ? ofWhole(trail) : trail);
  }

  /** `command += name`: what it held before, and what is added. */
  #goAugmented({ statement, node }: Definition, trail: Trail): undefined {
    if (statement.kind !== 'AugAssign' || node.kind !== 'Name') return;
    for (const before of this.model.flow.reachingDefinitions(node)) {
      if (before.kind !== 'augmented') this.#go(before.value ?? before.partOf, trail);
    }
    // What is added at the end says nothing of the host.
    if (this.cleaning.isHostOnly !== true) this.#go(statement.value, trail);
  }

  /** `async for message in websocket`: each turn brings what the other end sent. */
  #goLoop(whole: Expression, index: number | undefined, trail: Trail): undefined {
    if (isRequest(whole, this.model)) return this.#found({ kind: 'request', leaf: whole }, trail);
    const parts = index === undefined ? undefined : partsOfRows(whole, index, this.model);
    return parts === undefined ? this.#go(whole, trail) : this.#all(parts, trail);
  }

  #goParameter(name: Name, { node }: Definition, trail: Trail): undefined {
    const fn = node.parent?.parent;
    if (node.kind !== 'arg' || (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef')) return;
    const frame = trail.frames.at(-1);
    if (frame?.fn === fn) {
      const given = argumentGiven(node.arg, frame.call, fn, this.model);
      for (const each of given) this.#go(each, { ...trail, frames: trail.frames.slice(0, -1) });
      return;
    }
    if (this.within !== undefined && fn !== this.within) return;
    const door = doorOfName(name, node, fn, this.model);
    if (door === 'closed') return;
    if (door !== undefined) return this.#found({ leaf: name, ...door }, trail);
    if (this.within === undefined && trail.callers < MAX_CALLS) {
      for (const each of argumentsHandedTo(node, fn, name, this.model))
        this.#go(each, { ...trail, callers: trail.callers + 1 });
    }
    const parameter = filledParameter(node, fn, this.model);
    if (parameter !== undefined) this.#found({ kind: 'parameter', leaf: name, parameter }, trail);
  }

  #goAttribute(attribute: Attribute, trail: Trail): undefined {
    const { value } = attribute;
    if (this.cleaning.attributes?.has(attribute.attr) === true && !this.#isRecord(value)) return;
    const isOwn = value.kind === 'Name' && (value.id === 'self' || value.id === 'cls');
    if (!isOwn) return this.#go(value, { ...trail, part: attribute.attr });
    const owner = this.model.context.classAround(attribute);
    const stored = storesByClass(this.model).get(owner)?.get(attribute.attr) ?? [];
    const values = stored.flatMap(({ parent }) =>
      (parent?.kind === 'Assign' || parent?.kind === 'AnnAssign') && parent.value !== undefined ? [parent.value] : [],
    );
    const column = isTextColumn(attribute.attr, owner, this.model);
    if (column) this.#found({ kind: 'database', leaf: attribute }, trail);
    else if (values.length === 0) this.#goField(attribute, owner, trail);
    for (const each of values) this.#go(each, trail);
  }

  /** What a record is made with, which nobody stores by hand. */
  #goField(attribute: Attribute, owner: ClassDef | undefined, trail: Trail): undefined {
    const parameter = owner && filledField(attribute.attr, owner, this.model);
    if (owner === undefined || parameter === undefined)
      return this.#found({ kind: 'attribute', leaf: attribute }, trail);
    if (trail.callers < MAX_CALLS)
      this.#all(argumentsMaking(parameter, owner, this.model), { ...trail, callers: trail.callers + 1 });
    this.#found({ kind: 'parameter', leaf: attribute, parameter }, trail);
  }

  /** `body.name` is what the client calls it, where `path.name` is the last part of a path. */
  #isRecord(value: Expression): boolean {
    if (this.model.flow.origins(value).some((origin) => origin.kind === 'Call' && isOfMembers(origin))) return true;
    const type = this.model.types.classOf(value);
    const given = value.kind === 'Name' ? this.model.names.parameterOf(value) : undefined;
    return given !== undefined && type !== undefined && !/^(?:builtins|pathlib|anyio|os|py)\./.test(type);
  }

  #goCall(call: Call, whole: Trail): undefined {
    const { func, args } = call;
    const trail = ofWhole(whole);
    const name = this.model.types.calleeName(func);
    if (name !== undefined && this.cleaning.functions.has(name) && !(trail.isMember && name.startsWith('io.'))) return;
    const at = name === undefined ? undefined : HANDING_ON_AT.get(name);
    if (at !== undefined)
      return name?.includes('.sub') ? this.#goSubstituted(call, args[at], trail) : this.#go(args[at], trail);
    if (name !== undefined && HANDING_ON.has(name))
      return this.#all(args.slice(0, name === 'builtins.map' ? 2 : 1), trail);
    if (name !== undefined && JOINING.has(name)) return this.#joined(args, trail);
    // An ending holds no folder, and names no host.
    if (name === 'os.path.splitext') return whole.element === 1 ? undefined : this.#go(args[0], trail);
    // `request.args.get` has a dotted name as functions of modules have.
    const isFunction = this.model.names.qualifiedName(func) !== undefined;
    if (func.kind === 'Attribute' && (!isFunction || isPartOfRequest(func.value, this.model))) {
      const given = [...args, ...call.keywords.map(({ value }) => value)];
      if (func.attr === 'replace') {
        const left = this.#left(call, trail);
        return left && this.#all([func.value, ...given.slice(1)], left);
      }
      if (MIXING_METHODS.has(func.attr)) return this.#joined([func.value, ...given], trail);
      // What is given beside the name of a part is what stands where there is none.
      if (HANDING_METHODS.has(func.attr)) return this.#all([func.value, ...args.slice(1)], trail);
    }
    this.#goCalled(call, whole);
  }

  #goSubstituted(call: Call, text: Expression | undefined, trail: Trail): undefined {
    const left = keepsPlainOnly(call, this.model, this.cleaning.harmful) ? undefined : this.#left(call, trail);
    return left && this.#go(text, left);
  }

  /** Members of an archive are called by who packed it, whatever it is read from; what they hold is not looked at. */
  #goArchive(call: Call, trail: Trail): boolean {
    const { func, args, keywords } = call;
    if (isOfMembers(call) && func.kind === 'Attribute') {
      this.#go(func.value, { ...trail, isMember: true });
      return true;
    }
    if (!trail.isMember || !ARCHIVES.test(this.model.types.calleeName(func) ?? '')) return false;
    this.#go(args[0] ?? keywords.find(({ arg }) => arg === 'fileobj' || arg === 'file')?.value, trail);
    return true;
  }

  /** What is taken out is not in what is left, and what is glued to a text is no `..` alone; undefined where nothing is left. */
  #left(call: Call, trail: Trail): Trail | undefined {
    if (takesOut(this.cleaning.meaning, call, this.model)) return undefined;
    if (!takesOut(this.cleaning.separator, call, this.model)) return trail;
    return trail.isGlued || trail.isEnded ? undefined : doubted(trail, 'traversal-limited');
  }

  #joined([first, ...others]: readonly Expression[], trail: Trail): undefined {
    this.#go(first, { ...trail, isEnded: false });
    this.#all(others, { ...trail, isEnded: false, isBehind: true });
  }

  #all(expressions: readonly Expression[], trail: Trail): undefined {
    for (const each of expressions) this.#go(each, trail);
  }

  /** A function of this file gives what it returns; what one of another module makes of its arguments is not seen. */
  #goCalled(call: Call, trail: Trail): undefined {
    const { names, flow, effects, source } = this.model;
    const fn = this.#functionCalled(call);
    if (fn === 'class') return this.#goMade(call, trail);
    if (fn !== undefined) {
      if (trail.frames.length >= MAX_CALLS || trail.frames.some((frame) => frame.fn === fn)) return;
      for (const value of flow.returnValues(fn)) this.#go(value, { ...trail, frames: [...trail.frames, { fn, call }] });
      return;
    }
    const isLookUp = LOOKING_UP.test(source.text.slice(call.func));
    // What a field of a record holds was written there by somebody, be it long ago.
    if (isLookUp && trail.part !== undefined) return this.#found({ kind: 'database', leaf: call }, trail);
    const path = effects.projectPath(call);
    if (path === undefined || names.qualifiedName(call.func)?.startsWith('builtins.') === true) return;
    // A record that is looked up holds what was stored, not what it was asked by.
    if (trail.part !== undefined || isLookUp) return;
    const doubt = trail.doubt ?? 'cross-module-flow';
    const own = trail.doubt === undefined || trail.through !== undefined;
    const unpacked = call.args.findIndex(({ kind }) => kind === 'Starred');
    const given: [Expression, string | number | undefined][] = [
      ...call.args.map((value, at): [Expression, number | undefined] => [
        value,
        unpacked < 0 || at < unpacked ? at : undefined,
      ]),
      ...call.keywords.map(({ arg, value }): [Expression, string | undefined] => [value, arg]),
    ];
    const { through, element } = trail;
    for (const [value, parameter] of given) {
      const isFollowed = own && parameter !== undefined && (through?.length ?? 0) < MAX_CALLS;
      const step: Through = {
        path,
        parameter: parameter ?? '',
        ...(element !== undefined && { element }),
      };
      const further = isFollowed ? [...(through ?? []), step] : undefined;
      this.#go(value, { ...trail, element: undefined, through: further, doubt });
    }
  }

  /** Of a record the field that is taken, where the call names it: `Session(id=number, project=name).id`. */
  #goMade({ args, keywords }: Call, trail: Trail): undefined {
    const { part } = trail;
    const taken = part === undefined ? undefined : keywords.find(({ arg }) => arg === part);
    if (taken !== undefined) return this.#go(taken.value, { ...trail, part: undefined });
    this.#all([...args, ...keywords.map(({ value }) => value)], trail);
  }

  #functionCalled({ func }: Call): Def | 'class' | undefined {
    const definition = this.model.names.definitionOf(func);
    if (definition?.kind === 'ClassDef') return 'class';
    if (definition !== undefined || func.kind !== 'Attribute' || func.value.kind !== 'Name') return definition;
    const owner =
      func.value.id === 'self' ? this.model.context.classAround(func) : this.model.types.classDefOf(func.value);
    return owner === undefined ? undefined : this.model.state.methodsOf(owner).get(func.attr);
  }
}

/** What is packed says itself what it is called: `archive.namelist()`. */
const MEMBERS: ReadonlySet<string> = new Set('namelist infolist getnames getmembers getmember getinfo'.split(' '));
const ARCHIVES = /^(?:zipfile\.ZipFile|tarfile\.(?:open|TarFile)(?:\.open)?|rarfile\.RarFile|py7zr\.SevenZipFile)$/;
const isOfMembers = ({ func }: Call): boolean => func.kind === 'Attribute' && MEMBERS.has(func.attr);

/** `Recipe.objects.filter(…).first()`, `Recipe.query.get(…)`: what a mapper makes of rows. */
const LOOKING_UP = /\.(?:objects|query)\b/;

/** The expressions whose values an expression is made of; a part comes from its whole. */
function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'Dict':
      return node.values;
    case 'Set':
      return node.elts;
    case 'Subscript':
      return [node.value];
    case 'BinOp':
      return node.op === 'Add' || node.op === 'Mod' || node.op === 'Div' || node.op === 'BitOr'
        ? [node.left, node.right]
        : [];
    default:
      return carriedBy(node) ?? [];
  }
}

/** What a part is bound to: of `a, b = x, y` the one beside it. */
function partBound({ node, partOf }: Definition): Expression | undefined {
  const { parent } = node;
  if (partOf?.kind !== 'Tuple' || parent?.kind !== 'Tuple' || parent.elts.length !== partOf.elts.length) return partOf;
  return partOf.elts[parent.elts.indexOf(node as Expression)];
}

const storesByClass = memoizeByFile(({ names, context }: SemanticModel) => {
  const byClass = groupBy(names.attributeStores, (store) => context.classAround(store));
  return new Map([...byClass].map(([owner, stores]) => [owner, groupBy(stores, ({ attr }) => attr)]));
});
