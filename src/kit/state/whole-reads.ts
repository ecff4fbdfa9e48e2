/** Which objects have all of their fields read at once, so that no field of theirs is named. */
import { type Call, type Expression, lastName, nodesOf } from '../../ast/index.ts';
import type { LocatedClass, ProjectModel } from '../../project/index.ts';
import type { FactsContext } from '../rule.ts';

/** One such object, by the way to it or its class; empty where neither is seen. */
export interface WholeRead {
  readonly kind: 'whole';
  readonly of: string;
}

/** Each object of a file that is made a dict, a text or another object, or whose fields are asked for by names made at run time. */
export function wholeReads(file: FactsContext): readonly WholeRead[] {
  const taken = nodesOf(file.module, 'Attribute').flatMap(({ attr, ctx, value }) =>
    ctx === 'Load' && WHOLE.has(attr) ? value : [],
  );
  const handed = nodesOf(file.module, 'Call').flatMap((call) => (takesWhole(call, file) ? (call.args[0] ?? []) : []));
  const of = new Set([...taken, ...handed].flatMap((each) => objectOf(each, file) ?? []));
  return [...of].map((each) => ({ kind: 'whole', of: each }));
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
  return (found) => {
    if (read.has(found.class)) return 'read';
    const around = [found.module, ...project.importersOf(found.module).map(({ from }) => from)];
    return around.some(({ path }) => doubtful.has(path)) ? 'may-be' : 'not';
  };
}

/** What makes text, dicts or other objects of all fields. */
const WHOLE: ReadonlySet<string> = new Set(
  'model_dump model_dump_json dict json asdict astuple to_dict as_dict vars fields model_fields __fields__ structured OmegaConf to_yaml to_container jsonable_encoder __dict__ __annotations__ __dataclass_fields__ from_object config_from_object'.split(
    ' ',
  ),
);
