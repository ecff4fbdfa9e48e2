/** Passwords of the code with which a program makes an account. */
import {
  ancestors,
  type Call,
  type Constant,
  type Expression,
  holds,
  lastName,
  nodesOf,
  parametersOf,
  stringConstant,
} from '#ast';
import { isPasswordName } from '#knowledge/secrets';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { carriersOf } from '#semantics/values/carriers';
import { keyOfValue } from '#semantics/values/literal-names';

/** What makes of a password what is kept of it. */
const HASHING =
  /^(?:passlib\.(?:context\.CryptContext|hash\.\w+)\.(?:hash|encrypt)|bcrypt\.hashpw|(?:werkzeug\.security|flask_bcrypt\.Bcrypt|flask_bcrypt)\.generate_password_hash|django\.contrib\.auth\.hashers\.make_password|argon2\.(?:_password_hasher\.)?PasswordHasher\.hash)$/;

/** `hashed_password=hash_password("orchard2025")` of a record: anyone who reads the code comes in by that. */
export function passwordOfAccount(literal: Constant, model: SemanticModel) {
  for (const place of [literal, ...carriersOf(literal, model)]) {
    const call = callGiven(place);
    if (call === undefined || !hashes(call, place, model)) continue;
    const kept = model.flow.destinations(call).flatMap(({ kind, carrier }) => {
      const { parent } = carrier;
      return kind === 'attribute-store' || parent?.kind === 'keyword' || parent?.kind === 'Dict' ? carrier : [];
    });
    if (kept.length > 0) return ACCOUNT;
  }
  return undefined;
}

/** `User.objects.create_superuser("admin", "admin@…", "…")`, `create_user({"email": email, "password": "…"})`, `user.set_password("…")`. */
export function passwordOfMadeAccount(place: Expression) {
  const { parent } = place;
  const isKeyed =
    (parent?.kind === 'keyword' && isPasswordName(parent.arg ?? '')) ||
    (parent?.kind === 'Dict' && isPasswordName(stringConstant(keyOfValue(parent, place)) ?? ''));
  const call = isKeyed ? parent.parent : parent;
  if (call?.kind !== 'Call' || call.func.kind !== 'Attribute') return undefined;
  const isGiven = isKeyed || (call.args[2] === place && lastName(call.func.value) === 'objects');
  const isMade = MAKES_ACCOUNT.test(call.func.attr)
    ? isGiven
    : call.func.attr === 'set_password' && call.args.length === 1 && call.args[0] === place;
  return isMade ? ACCOUNT : undefined;
}

const MAKES_ACCOUNT = /^create_(?:super)?user$/;
const ACCOUNT = { name: 'the password of an account', names: [], isFallback: false, isOfAccount: true } as const;

/** Beside `email=f"run-{uuid4().hex}@…"`: nobody knows the name that the password goes with. */
export const isOfPassingAccount = (literal: Constant, { names }: SemanticModel): boolean =>
  [...ancestors(literal)].some(
    (around) =>
      around.kind === 'Call' &&
      around.keywords.some(
        ({ arg, value }) =>
          /mail|login|user_?name/i.test(arg ?? '') &&
          holds(
            value,
            (node) => node.kind === 'Call' && /^(?:uuid|secrets)\.\w+$/.test(names.qualifiedName(node.func) ?? ''),
          ),
      ),
  );

/** `hash(password)`, `hash(password.encode())`. */
function callGiven(place: Expression): Call | undefined {
  const bytes = place.parent?.kind === 'Attribute' && place.parent.attr === 'encode' ? place.parent.parent : place;
  const call = bytes?.parent;
  return call?.kind === 'Call' && call.args[0] === bytes ? call : undefined;
}

function hashes(call: Call, given: Expression, model: SemanticModel): boolean {
  if (HASHING.test(model.types.calleeName(call.func) ?? '')) return true;
  const made = definitionCalled(model, call);
  if (made?.kind !== 'FunctionDef' && made?.kind !== 'AsyncFunctionDef') return isNamedSo(call, given);
  const taken = parametersOf(made).map(({ name }) => name);
  return callsWithin(made.body).some(
    (inner) => HASHING.test(model.types.calleeName(inner.func) ?? '') && inner.args.some((each) => isOf(each, taken)),
  );
}

/** `security.get_password_hash("…")` of another module. */
const isNamedSo = ({ func }: Call, { kind }: Expression): boolean =>
  kind === 'Constant' && /^_?(?:\w+_)?(?:hash_password|password_hash|make_password)$/.test(lastName(func) ?? '');

function isOf(value: Expression, names: readonly string[]): boolean {
  if (value.kind === 'Name') return names.includes(value.id);
  return value.kind === 'Call' && value.func.kind === 'Attribute' && isOf(value.func.value, names);
}

/** Anyone who makes accounts with passwords of the code has one habit: the first password of the same function, and itself where there is none. */
export function firstPasswordBeside(literal: Constant, model: SemanticModel): string {
  const fn = model.context.defAround(literal);
  const first = nodesOf(model.source.module, 'Constant').find(
    (each) =>
      model.context.defAround(each) === fn &&
      stringConstant(each) !== undefined &&
      (passwordOfMadeAccount(each) ?? passwordOfAccount(each, model)) !== undefined,
  );
  return stringConstant(first ?? literal) ?? '';
}
