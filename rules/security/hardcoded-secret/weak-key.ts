/** Secrets of the code that are identified by where they are used, however plain they are. */
import { type Constant, callKeyword, type Expression, lastName, type Node, stringConstant } from '#ast';
import { isRemoteHost } from '#kit/secrets';
import { SECRET_ARGUMENTS } from '#knowledge/secret-arguments';
import { isPasswordName, isPlaceholder } from '#knowledge/secrets';
import type { SemanticModel } from '#semantics';
import { carriersOf } from '#semantics/values/carriers';

/** What signs with what is at this place of its arguments, or goes by this keyword. */
const SIGNING: ReadonlyMap<string, readonly [number, string]> = new Map(
  SECRET_ARGUMENTS.flatMap(({ call, index, keyword }) => (keyword === undefined ? [] : [[call, [index, keyword]]])),
);
const APPLICATIONS = /^(?:flask|quart)\.(?:\w+\.)*(?:Flask|Quart)$/;
const KEYS = /^(?:JWT_)?SECRET_KEY$/i;

/** A key with which tokens or sessions are signed, or the password of a server elsewhere. */
export function secretByUse(literal: Constant, text: string, model: SemanticModel) {
  for (const place of [literal, ...carriersOf(literal, model)]) {
    const name = signingKey(place, model);
    if (name !== undefined) return { name, names: [name], isFallback: false, isOfUse: 'signs' as const };
    const password = passwordElsewhere(place, text, model);
    if (password !== undefined && !isPlaceholder(text))
      return { name: password, names: [password], isFallback: false, isOfUse: 'opens' as const };
  }
  return undefined;
}

/** `app.secret_key = …`, `app.config["SECRET_KEY"] = …`, `app.config.update(SECRET_KEY=…)`, `jwt.encode(claims, …)`. */
function signingKey(place: Expression, { types, values }: SemanticModel): string | undefined {
  const { parent } = place;
  const isOfApplication = (each: Expression): boolean =>
    APPLICATIONS.test(types.classOf(each.kind === 'Attribute' && each.attr === 'config' ? each.value : each) ?? '');
  if (parent?.kind === 'Assign' && parent.value === place) {
    const [target] = parent.targets;
    if (target?.kind === 'Attribute')
      return target.attr === 'secret_key' && isOfApplication(target.value) ? target.attr : undefined;
    const key = target?.kind === 'Subscript' ? stringConstant(target.slice) : undefined;
    const isOwn = target?.kind === 'Subscript' && KEYS.test(key ?? '') && isOfApplication(target.value);
    return isOwn ? key : undefined;
  }
  const call: Node | undefined = parent?.kind === 'keyword' ? parent.parent : parent;
  if (call?.kind !== 'Call') return undefined;
  const signing = SIGNING.get(types.calleeName(call.func) ?? '');
  if (signing !== undefined)
    return values.givenArgument(call, signing[1], signing[0]) === place ? signing[1] : undefined;
  const isUpdate = call.func.kind === 'Attribute' && call.func.attr === 'update' && isOfApplication(call.func.value);
  return isUpdate && parent?.kind === 'keyword' && KEYS.test(parent.arg ?? '') ? parent.arg : undefined;
}

/** `connect(host="db.shop.io", password=…)`. */
function passwordElsewhere({ parent }: Expression, text: string, { values }: SemanticModel): string | undefined {
  const call = parent?.kind === 'keyword' && isPasswordName(parent.arg ?? '') ? parent.parent : undefined;
  if (call?.kind !== 'Call' || parent?.kind !== 'keyword' || text === '') return undefined;
  const host = ['host', 'hostname', 'server'].flatMap((name) => callKeyword(call, name)?.value ?? [])[0];
  return host !== undefined && isRemoteHost(values.string(host)) && lastName(call.func) !== 'dict'
    ? parent.arg
    : undefined;
}
