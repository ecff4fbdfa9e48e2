/** Which objects have all of their fields read at once, so that no field of theirs is named. */
import { type Call, defsOf, type Expression, lastName, type Name, nodesOf, parametersOf } from '#ast';
import type { FactsContext } from '#kit';
import { providersOf } from '#kit/artifacts';
import { STANDARD_LIBRARY_MODULES } from '#knowledge/standard-library';
import type { LocatedClass, ProjectModel } from '#project';
import { type Handed, handedTo } from '#semantics/effects/handed-on';

/** One such object, by the way to it or its class; empty where neither is seen. */
export interface WholeRead {
  readonly kind: 'whole';
  readonly of: string;
  /** Where it is a parameter: which. */
  readonly parameter?: ParameterOf;
}

/** A parameter of a class of its own that a function hands on whole. */
export interface HandedWhole {
  readonly kind: 'handed-whole';
  readonly class: string;
  readonly parameter: ParameterOf;
  readonly to: Handed;
}

interface ParameterOf {
  readonly function: string;
  readonly name: string;
}

/** Each object of a file that is made a dict, a text or another object, or whose fields are asked for by names made at run time. */
export function wholeReads(file: FactsContext): readonly (WholeRead | HandedWhole)[] {
  const taken = nodesOf(file.module, 'Attribute').flatMap(({ attr, ctx, value }) =>
    ctx === 'Load' && WHOLE.has(attr) ? value : [],
  );
  const handed = nodesOf(file.module, 'Call').flatMap((call) => (takesWhole(call, file) ? (call.args[0] ?? []) : []));
  // `for name, value in order`: a model gives its fields.
  const gone = (['For', 'comprehension'] as const).flatMap((kind) =>
    nodesOf(file.module, kind).flatMap(({ iter }) => (iter.kind === 'Name' && isOwnObject(iter, file) ? iter : [])),
  );
  const found = new Map<string, WholeRead>();
  for (const each of [...taken, ...handed, ...gone]) {
    const of = objectOf(each, file);
    const parameter = each.kind === 'Name' ? parameterOf(each, file) : undefined;
    if (of !== undefined)
      found.set(`${of} ${parameter?.function} ${parameter?.name}`, {
        kind: 'whole',
        of,
        ...(parameter && { parameter }),
      });
  }
  return [...found.values(), ...handedWhole(file)];
}

function handedWhole(file: FactsContext): readonly HandedWhole[] {
  return defsOf(file.module).flatMap((fn) =>
    parametersOf(fn).flatMap(({ name, annotation }) => {
      const of = annotation === undefined ? undefined : file.types.annotatedClass(annotation);
      if (of === undefined || !mayBeOwn(of)) return [];
      const parameter = { function: file.names.fullNameOf(fn), name };
      const uses = file.names.scopeOf(fn)?.bindings.get(name)?.references ?? [];
      return uses.flatMap((use): HandedWhole[] => {
        const to = handedTo(use, file);
        return to === undefined ? [] : [{ kind: 'handed-whole', class: of, parameter, to }];
      });
    }),
  );
}

/** Most that functions hand on are sessions, frames and the like of libraries. */
const mayBeOwn = (of: string): boolean =>
  !of.startsWith('builtins.') &&
  providersOf(of).length === 0 &&
  !STANDARD_LIBRARY_MODULES.has(of.split('.', 1)[0] ?? '');

function isOwnObject(iter: Expression, { types }: FactsContext): boolean {
  const of = types.classOf(iter);
  return of !== undefined && mayBeOwn(of);
}

function parameterOf(use: Name, { names, context }: FactsContext): ParameterOf | undefined {
  const fn = names.parameterOf(use) === undefined ? undefined : context.defAround(use);
  return fn && { function: names.fullNameOf(fn), name: use.id };
}

function takesWhole(call: Call, { names, values }: FactsContext): boolean {
  const name = names.qualifiedName(call.func) ?? lastName(call.func) ?? '';
  if (WHOLE.has(name.slice(name.lastIndexOf('.') + 1))) return true;
  if (name !== 'builtins.getattr') return false;
  return call.args[1] !== undefined && values.string(call.args[1]) === undefined;
}

/** Undefined for what is no object of the project: a literal, what awaiting a library gives. */
function objectOf(object: Expression, { types, names, values }: FactsContext): string | undefined {
  const text = values.string(object);
  if (text !== undefined) return text;
  const known = types.classOf(object) ?? types.pathOf(object) ?? names.qualifiedName(object) ?? '';
  return known.startsWith('pydantic') ? '' : known;
}

/** Of a class of the project: whether all fields of its objects are read, or may be where it is imported. */
export function wholeReadersIn(
  facts: readonly { readonly path: string; readonly fact: WholeRead }[],
  handed: readonly { readonly path: string; readonly fact: HandedWhole }[],
  project: ProjectModel,
): (found: LocatedClass) => 'read' | 'may-be' | 'not' {
  const read = new Set<unknown>();
  const take = (found: LocatedClass): void => {
    if (read.has(found.class)) return;
    read.add(found.class);
    for (const each of [...project.lineOf(found), ...project.derivedFrom(found)])
      if (typeof each !== 'string') take(each);
    // A dict of an object has dicts of what the object holds.
    for (const type of Object.values(found.class.attributes)) {
      const held = type === null ? undefined : project.resolve(type, found.module);
      if (held?.kind === 'class') take(held);
    }
  };
  const doubtful = new Set<string>();
  for (const { path, fact } of facts) {
    const from = project.moduleByPath(path);
    if (from === undefined || from.role === 'test') continue;
    const target = fact.of === '' ? undefined : project.follow(fact.of, from);
    if (target?.kind === 'class' || target?.kind === 'object') {
      take(target);
    } else if (fact.of === '' || project.resolve(fact.of.split(/[.(]/, 1)[0] ?? '', from).kind !== 'unknown') {
      doubtful.add(path);
    }
  }
  for (const { class: of, path } of readThrough(facts, handed, project)) {
    const from = project.moduleByPath(path);
    const target = from === undefined ? undefined : project.follow(of, from);
    if (target?.kind === 'class' || target?.kind === 'object') take(target);
  }
  return (found) => {
    if (read.has(found.class)) return 'read';
    const around = [found.module, ...project.importersOf(found.module).map(({ from }) => from)];
    return around.some(({ path }) => doubtful.has(path)) ? 'may-be' : 'not';
  };
}

/** The classes whose objects are handed, over some functions, to one that reads its parameter whole. */
function readThrough(
  facts: readonly { readonly path: string; readonly fact: WholeRead }[],
  handed: readonly { readonly path: string; readonly fact: HandedWhole }[],
  project: ProjectModel,
): readonly { readonly class: string; readonly path: string }[] {
  const keyOf = (path: string, { function: fn, name }: ParameterOf): string => `${path} ${fn} ${name}`;
  const reading = new Set(facts.flatMap(({ path, fact }) => (fact.parameter ? keyOf(path, fact.parameter) : [])));
  const targets = handed.flatMap(({ path, fact: { class: of, parameter, to } }) => {
    const from = project.moduleByPath(path);
    const target = from === undefined ? undefined : project.follow(to.path, from);
    if (target?.kind !== 'function') return [];
    const name =
      typeof to.parameter === 'string' ? to.parameter : project.signatureOf(target)?.parameters[to.parameter]?.name;
    const end = keyOf(target.module.path, { function: target.function.qualifiedName, name: name ?? '' });
    return [{ class: of, path, start: keyOf(path, parameter), end }];
  });
  for (let before = -1; before < reading.size; ) {
    before = reading.size;
    for (const { start, end } of targets) if (reading.has(end)) reading.add(start);
  }
  return targets.filter(({ end }) => reading.has(end));
}

/** What makes text, dicts or other objects of all fields. */
const WHOLE: ReadonlySet<string> = new Set(
  'model_dump model_dump_json dict json asdict astuple to_dict as_dict vars fields model_fields __fields__ structured OmegaConf to_yaml to_container jsonable_encoder __dict__ __annotations__ __dataclass_fields__ from_object config_from_object'.split(
    ' ',
  ),
);
