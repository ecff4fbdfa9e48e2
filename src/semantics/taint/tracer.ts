/** Goes from an expression back to the places where its value is read. */

import type { Attribute, Call, ClassDef, Expression, Name, Node, Operator } from '../../ast/index.ts';
import { groupBy } from '../../collections/index.ts';
import { memoizeByFile } from '../by-file.ts';
import { isRequest } from '../context/request-objects.ts';
import { passedOn, valueEdges, valuesPassed } from '../flow/value-edges.ts';
import { FOLLOWED, isSpent } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import type { Definition } from '../names.ts';
import type { Through } from '../summary/carried-summary.ts';
import { argumentGiven, argumentsHandedTo, argumentsMaking, filledField, filledParameter } from './callers.ts';
import { isTextColumn } from './columns.ts';
import { valuesPutInto } from './fillings.ts';
import type { Sink, TaintFlow } from './flows.ts';
import { hostOf } from './host-part.ts';
import { isClosed } from './matched.ts';
import { expressionBefore, isBehind, isEndedBy } from './neighbours.ts';
import { keepsPlainOnly, takesOut } from './patterns.ts';
import { leavesPlainOnly } from './plain-characters.ts';
import { indexWithin, partsOfRows, partsTaken } from './rows.ts';
import { sourceAt, sourceOfName } from './sources.ts';
import { type Def, doubted, isOn, ofWhole, pathTo, START, type Trace } from './trace.ts';

/** A flow, and the expressions on it, the use first. */
export interface TracedFlow extends TaintFlow {
  readonly path: readonly Expression[];
}

export class Tracer {
  readonly #seen = new Set<Expression>();
  readonly #flows: TracedFlow[] = [];
  #steps = 0;

  constructor(
    private readonly model: SemanticModel,
    private readonly sink: Sink,
    /** Nobody asks for what does not come by a parameter of it. */
    private readonly within?: Def,
  ) {}

  trace(expression: Expression): readonly TracedFlow[] {
    this.#go(expression, START);
    return this.#flows;
  }

  #go(expression: Expression | undefined, trace: Trace): undefined {
    if (expression === undefined || isSpent('taint', this.#steps++, expression, this.model)) return;
    if (trace.frames.length === 0 && trace.element === undefined) {
      if (this.#seen.has(expression)) return;
      this.#seen.add(expression);
    }
    if (expression.kind === 'Constant' || isOn(trace.last, expression)) return;
    const whole = { ...trace, last: { at: expression, before: trace.last } };
    if (expression.kind === 'Name') return this.#goName(expression, whole);
    const next = ofWhole(whole);
    const own = trace.element === undefined || expression.kind !== 'Tuple' ? undefined : expression.elts[trace.element];
    if (own !== undefined) return this.#go(own, next);
    if (this.model.values.fold(expression) !== undefined) return;
    if (expression.kind === 'Call' && this.#goArchive(expression, next)) return;
    const source = sourceAt(expression, this.model);
    if (source === 'closed') return;
    if (source !== undefined) return this.#found({ leaf: expression, ...source }, next);
    if (leavesPlainOnly(expression, this.model, this.sink.harmful)) return;
    const head = this.sink.isHostOnly === true ? hostOf(expression, this.model) : undefined;
    if (head !== undefined) return this.#all(head, next);
    if (expression.kind === 'Await') return this.#go(expression.value, whole);
    if (expression.kind === 'Call') return this.#goCall(expression, whole);
    if (expression.kind === 'Attribute') return this.#goAttribute(expression, next);
    const taken = expression.kind === 'Subscript' ? partsTaken(expression, this.model) : undefined;
    if (taken !== undefined) return this.#all(taken, next);
    const index = expression.kind === 'Subscript' ? this.model.values.fold(expression.slice) : undefined;
    if (expression.kind === 'Subscript' && index?.kind === 'int' && index.value >= 0n)
      return this.#go(expression.value, { ...next, element: Number(index.value) });
    for (const part of partsOf(expression, this.model)) {
      const traceOfPart = this.#besideText(part, expression, next);
      this.#go(part, isBehind(part, expression) ? { ...traceOfPart, isBehind: true } : traceOfPart);
    }
  }

  /** Fixed texts before and behind a part are of the same name. */
  #besideText(part: Expression, whole: Expression, around: Trace): Trace {
    const isEnded = isEndedBy(part, whole, around.isEnded, this.model);
    const trace = isEnded === around.isEnded ? around : { ...around, isEnded };
    const { behindText } = this.sink;
    if (behindText === undefined || (trace.doubt !== undefined && trace.through === undefined)) return trace;
    const before = expressionBefore(part, whole);
    const text = before === undefined ? undefined : this.model.values.string(before);
    const doubt = text === undefined ? undefined : behindText(text);
    return doubt === undefined ? trace : { ...doubted(trace, doubt), isGlued: true };
  }

  #found(flow: TaintFlow, trace: Trace): undefined {
    if (this.within !== undefined && (flow.leaf.kind !== 'Name' || this.#givenTo(flow.leaf) !== this.within)) return;
    this.#flows.push({
      ...flow,
      path: pathTo(trace.last),
      ...(trace.isBehind && { isBehind: true as const }),
      ...(trace.isGlued && { isGlued: true as const }),
      ...(trace.part !== undefined && { part: trace.part }),
      ...(trace.isMember && { isMember: true as const }),
      ...(trace.doubt !== undefined && { doubt: trace.doubt }),
      ...(trace.through !== undefined && { through: trace.through }),
      // What the class of a body says of its fields is asked of the project too.
      ...(trace.through !== undefined &&
        flow.body === undefined &&
        flow.doubt !== undefined && { otherDoubt: flow.doubt }),
    });
  }

  /** The function of whose parameters it is one. */
  #givenTo(name: Name): Node | undefined {
    return this.model.names.parameterOf(name)?.parent?.parent;
  }

  #goName(name: Name, trace: Trace): undefined {
    const { flow, names, values } = this.model;
    if (name.ctx !== 'Load') return;
    if (values.fold(name) !== undefined) return;
    const local = flow.reachingDefinitions(name);
    const definitions = local.length > 0 ? local : (names.resolve(name)?.definitions ?? []);
    for (const definition of definitions) {
      if (definition.kind === 'parameter') this.#goParameter(name, definition, trace);
      else if (definition.kind === 'augmented') this.#goAugmented(definition, trace);
      else if (definition.kind === 'for' && definition.partOf !== undefined)
        this.#goLoop(definition.partOf, indexWithin(definition.node), trace);
      else this.#goBound(definition, trace);
      for (const put of valuesPutInto(name, definition, this.model))
        this.#go(put, { ...ofWhole(trace), isBehind: true });
    }
  }

  /** `fields, values = split(body)`: of what is unpacked the one that is in the place of the name. */
  #goBound(definition: Definition, trace: Trace): undefined {
    const { value, partOf, node } = definition;
    // `case ("png" | "jpg") as kind`
    if (node.kind === 'MatchAs' && isClosed(node)) return;
    const bound = value ?? partBound(definition);
    const index = value === undefined && bound === partOf ? indexWithin(node) : undefined;
    if (index !== undefined) this.#go(bound, { ...trace, element: index });
    else this.#go(bound, value === undefined ? ofWhole(trace) : trace);
  }

  /** `command += name`: what it held before, and what is added. */
  #goAugmented({ statement, node }: Definition, trace: Trace): undefined {
    if (statement.kind !== 'AugAssign' || node.kind !== 'Name') return;
    for (const before of this.model.flow.reachingDefinitions(node)) {
      if (before.kind !== 'augmented') this.#go(before.value ?? before.partOf, trace);
    }
    // What is added at the end says nothing of the host.
    if (this.sink.isHostOnly !== true) this.#go(statement.value, trace);
  }

  /** `async for message in websocket`: each turn brings what the other end sent. */
  #goLoop(whole: Expression, index: number | undefined, trace: Trace): undefined {
    if (isRequest(whole, this.model)) return this.#found({ kind: 'request', leaf: whole }, trace);
    const parts = index === undefined ? undefined : partsOfRows(whole, index, this.model);
    return parts === undefined ? this.#go(whole, trace) : this.#all(parts, trace);
  }

  #goParameter(name: Name, { node }: Definition, trace: Trace): undefined {
    const fn = node.parent?.parent;
    if (node.kind !== 'arg' || (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef')) return;
    const frame = trace.frames.at(-1);
    if (frame?.fn === fn) {
      const given = argumentGiven(node.arg, frame.call, fn, this.model);
      for (const each of given) this.#go(each, { ...trace, frames: trace.frames.slice(0, -1) });
      return;
    }
    if (this.within !== undefined && fn !== this.within) return;
    const source = sourceOfName(name, node, fn, this.model);
    if (source === 'closed') return;
    if (source !== undefined) return this.#found({ leaf: name, ...source }, trace);
    if (this.within === undefined && trace.callers < FOLLOWED.calls) {
      for (const each of argumentsHandedTo(node, fn, name, this.model))
        this.#go(each, { ...trace, callers: trace.callers + 1 });
    }
    const parameter = filledParameter(node, fn, this.model);
    if (parameter !== undefined) this.#found({ kind: 'parameter', leaf: name, parameter }, trace);
  }

  #goAttribute(attribute: Attribute, trace: Trace): undefined {
    const { value } = attribute;
    if (this.sink.attributes?.has(attribute.attr) === true && !this.#isRecord(value)) return;
    const isOwn = value.kind === 'Name' && (value.id === 'self' || value.id === 'cls');
    if (!isOwn) return this.#go(value, { ...trace, part: attribute.attr });
    const owner = this.model.context.classAround(attribute);
    const stored = storesByClass(this.model).get(owner)?.get(attribute.attr) ?? [];
    const values = stored.flatMap(({ parent }) =>
      (parent?.kind === 'Assign' || parent?.kind === 'AnnAssign') && parent.value !== undefined ? [parent.value] : [],
    );
    const column = isTextColumn(attribute.attr, owner, this.model);
    if (column) this.#found({ kind: 'database', leaf: attribute }, trace);
    else if (values.length === 0) this.#goField(attribute, owner, trace);
    for (const each of values) this.#go(each, trace);
  }

  /** What a record is made with, which nobody stores by hand. */
  #goField(attribute: Attribute, owner: ClassDef | undefined, trace: Trace): undefined {
    const parameter = owner && filledField(attribute.attr, owner, this.model);
    if (owner === undefined || parameter === undefined)
      return this.#found({ kind: 'attribute', leaf: attribute }, trace);
    if (trace.callers < FOLLOWED.calls)
      this.#all(argumentsMaking(parameter, owner, this.model), { ...trace, callers: trace.callers + 1 });
    this.#found({ kind: 'parameter', leaf: attribute, parameter }, trace);
  }

  /** `body.name` is what the client calls it, where `path.name` is the last part of a path. */
  #isRecord(value: Expression): boolean {
    if (this.model.flow.origins(value).some((origin) => origin.kind === 'Call' && isOfMembers(origin))) return true;
    const type = this.model.types.classOf(value);
    const given = value.kind === 'Name' ? this.model.names.parameterOf(value) : undefined;
    return given !== undefined && type !== undefined && !/^(?:builtins|pathlib|anyio|os|py)\./.test(type);
  }

  #goCall(call: Call, whole: Trace): undefined {
    const { func, args } = call;
    const trace = ofWhole(whole);
    const name = this.model.types.calleeName(func);
    if (name !== undefined && this.sink.sanitizers.has(name) && !(trace.isMember && name.startsWith('io.'))) return;
    // An ending holds no folder, and names no host.
    if (name === 'os.path.splitext') return whole.element === 1 ? undefined : this.#go(args[0], trace);
    const passed = passedOn(call, this.model);
    if (passed === undefined) return this.#goCalled(call, whole);
    const values = valuesPassed(call, passed);
    if (name !== undefined && SUBSTITUTING.test(name)) return this.#goSubstituted(call, values[0], trace);
    if (func.kind === 'Attribute' && func.attr === 'replace') {
      const left = this.#left(call, trace);
      return left && this.#all([func.value, ...values.slice(2)], left);
    }
    const isText = passed.how === 'formatted' || passed.how === 'joined';
    return isText ? this.#joined(values, trace) : this.#all(values, trace);
  }

  #goSubstituted(call: Call, text: Expression | undefined, trace: Trace): undefined {
    const left = keepsPlainOnly(call, this.model, this.sink.harmful) ? undefined : this.#left(call, trace);
    return left && this.#go(text, left);
  }

  /** Members of an archive are called by who packed it, whatever it is read from; what they hold is not looked at. */
  #goArchive(call: Call, trace: Trace): boolean {
    const { func, args, keywords } = call;
    if (isOfMembers(call) && func.kind === 'Attribute') {
      this.#go(func.value, { ...trace, isMember: true });
      return true;
    }
    if (!trace.isMember || !ARCHIVES.test(this.model.types.calleeName(func) ?? '')) return false;
    this.#go(args[0] ?? keywords.find(({ arg }) => arg === 'fileobj' || arg === 'file')?.value, trace);
    return true;
  }

  /** What is taken out is not in what is left, and what is glued to a text is no `..` alone; undefined where nothing is left. */
  #left(call: Call, trace: Trace): Trace | undefined {
    if (takesOut(this.sink.meaning, call, this.model)) return undefined;
    if (!takesOut(this.sink.separator, call, this.model)) return trace;
    return trace.isGlued || trace.isEnded ? undefined : doubted(trace, 'traversal-limited');
  }

  #joined([first, ...others]: readonly Expression[], trace: Trace): undefined {
    this.#go(first, { ...trace, isEnded: false });
    this.#all(others, { ...trace, isEnded: false, isBehind: true });
  }

  #all(expressions: readonly Expression[], trace: Trace): undefined {
    for (const each of expressions) this.#go(each, trace);
  }

  /** A function of this file gives what it returns; what one of another module makes of its arguments is not seen. */
  #goCalled(call: Call, trace: Trace): undefined {
    const { names, flow, effects, source } = this.model;
    const fn = this.#functionCalled(call);
    if (fn === 'class') return this.#goMade(call, trace);
    if (fn !== undefined) {
      if (trace.frames.length >= FOLLOWED.calls || trace.frames.some((frame) => frame.fn === fn)) return;
      for (const value of flow.returnValues(fn)) this.#go(value, { ...trace, frames: [...trace.frames, { fn, call }] });
      return;
    }
    const isLookUp = LOOKING_UP.test(source.text.slice(call.func));
    // What a field of a record holds was written there by someone, be it long ago.
    if (isLookUp && trace.part !== undefined) return this.#found({ kind: 'database', leaf: call }, trace);
    const path = effects.projectPath(call);
    if (path === undefined || names.qualifiedName(call.func)?.startsWith('builtins.') === true) return;
    // A record that is looked up holds what was stored, not what it was asked by.
    if (trace.part !== undefined || isLookUp) return;
    const doubt = trace.doubt ?? 'cross-module-flow';
    const own = trace.doubt === undefined || trace.through !== undefined;
    const unpacked = call.args.findIndex(({ kind }) => kind === 'Starred');
    const given: [Expression, string | number | undefined][] = [
      ...call.args.map((value, at): [Expression, number | undefined] => [
        value,
        unpacked < 0 || at < unpacked ? at : undefined,
      ]),
      ...call.keywords.map(({ arg, value }): [Expression, string | undefined] => [value, arg]),
    ];
    const { through, element } = trace;
    for (const [value, parameter] of given) {
      const isFollowed = own && parameter !== undefined && (through?.length ?? 0) < FOLLOWED.calls;
      const step: Through = {
        path,
        parameter: parameter ?? '',
        ...(element !== undefined && { element }),
      };
      const further = isFollowed ? [...(through ?? []), step] : undefined;
      this.#go(value, { ...trace, element: undefined, through: further, doubt });
    }
  }

  /** Of a record the field that is taken, where the call names it: `Session(id=number, project=name).id`. */
  #goMade({ args, keywords }: Call, trace: Trace): undefined {
    const { part } = trace;
    const taken = part === undefined ? undefined : keywords.find(({ arg }) => arg === part);
    if (taken !== undefined) return this.#go(taken.value, { ...trace, part: undefined });
    this.#all([...args, ...keywords.map(({ value }) => value)], trace);
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

const SUBSTITUTING = /^re\.(?:Pattern\.)?subn?$/;

/** What is packed says itself what it is called: `archive.namelist()`. */
const MEMBERS: ReadonlySet<string> = new Set('namelist infolist getnames getmembers getmember getinfo'.split(' '));
const ARCHIVES = /^(?:zipfile\.ZipFile|tarfile\.(?:open|TarFile)(?:\.open)?|rarfile\.RarFile|py7zr\.SevenZipFile)$/;
const isOfMembers = ({ func }: Call): boolean => func.kind === 'Attribute' && MEMBERS.has(func.attr);

/** `Recipe.objects.filter(…).first()`, `Recipe.query.get(…)`: what a mapper makes of rows. */
const LOOKING_UP = /\.(?:objects|query)\b/;

/** The expressions whose values an expression is made of. What is reckoned is a number, save where texts, paths and sets are put together. */
function partsOf(node: Expression, model: SemanticModel): readonly Expression[] {
  if (node.kind === 'UnaryOp' || (node.kind === 'BinOp' && !JOINING.has(node.op))) return [];
  return (valueEdges(node, model) ?? []).map(({ from }) => from);
}

const JOINING: ReadonlySet<Operator> = new Set<Operator>(['Add', 'Mod', 'Div', 'BitOr']);

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
