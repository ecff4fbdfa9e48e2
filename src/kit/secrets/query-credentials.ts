/** Credentials in the query of an address: what a request that is sent puts there, and what one that comes is asked for. */
import { type Assign, type Call, type Expression, lastName, nodesOf } from '../../ast/index.ts';
import { isPasswordName, secretKindOf } from '../../knowledge/secrets.ts';
import { callsOfFunction } from '../../semantics/context/function-mentions.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { outgoingRequestOf } from '../calls/outgoing-requests.ts';
import { HTTP_METHODS, urlOf } from './unchecked-hosts.ts';

export interface SentCredential {
  readonly at: Expression;
  /** The key in the query. */
  readonly name: string;
}

const CLIENT = /^(?:requests\.(?:\w+\.)?Session|httpx\.(?:Async)?Client|aiohttp\.ClientSession)$/;

/** `client.get(url, params={"access_token": token})`, `httpx.Client(params=…)`, `get(f"{base}?api_key={key}")`. */
export function credentialSent(call: Call, model: SemanticModel): SentCredential | undefined {
  const name = call.func.kind === 'Attribute' ? call.func.attr : '';
  const isRequest = HTTP_METHODS.has(name) || outgoingRequestOf(call, model) !== undefined;
  if (!isRequest && !CLIENT.test(model.types.calleeName(call.func) ?? '')) return undefined;
  const params = call.keywords.find(({ arg }) => arg === 'params')?.value;
  const inDict = params === undefined ? undefined : credentialIn(params, model);
  if (inDict !== undefined || outgoingRequestOf(call, model) === undefined) return inDict;
  const url = urlOf(call, model);
  return url === undefined ? undefined : credentialInAddress(url, model);
}

/** `session.params = {"access_token": token}`. */
export function credentialForAll({ targets, value }: Assign, model: SemanticModel): SentCredential | undefined {
  const [target] = targets;
  if (target?.kind !== 'Attribute' || target.attr !== 'params') return undefined;
  return CLIENT.test(model.types.classOf(target.value) ?? '') ? credentialIn(value, model) : undefined;
}

function credentialIn(params: Expression, model: SemanticModel): SentCredential | undefined {
  for (const made of model.flow.origins(params)) {
    if (made.kind !== 'Dict') continue;
    for (const [at, key] of made.keys.entries()) {
      const [name, value] = [key && model.values.string(key), made.values[at]];
      if (key !== undefined && name !== undefined && value !== undefined && isSecret(name, value, model))
        return { at: key, name };
    }
  }
  return undefined;
}

function credentialInAddress(url: Expression, model: SemanticModel): SentCredential | undefined {
  const pieces = model.values.textPieces(url) ?? [];
  for (const [at, piece] of pieces.entries()) {
    const next = pieces[at + 1];
    const name = piece.kind === 'constant' ? /[?&]([\w-]+)=$/.exec(piece.text)?.[1] : undefined;
    if (name !== undefined && next?.kind === 'expression' && isSecret(name, next.expression, model))
      return { at: url, name };
  }
  return undefined;
}

/** Both the key and what stands under it are called so: a `token` may be that of a page. */
const isSecret = (key: string, value: Expression, model: SemanticModel): boolean =>
  isCredentialName(key) &&
  [value, ...model.flow.origins(value)].some((each) => {
    const variable = model.values.environmentRead(each)?.key;
    const name = variable ?? (each.kind === 'Call' ? undefined : lastName(each));
    return name !== undefined && (isCredentialName(name) || secretKindOf(name) !== undefined);
  });

const isCredentialName = (name: string): boolean => isPasswordName(name) || secretKindOf(name) !== undefined;

/** A comparison in constant time, as only secrets need one, takes what is read here, also from a function that gives it. */
export function isComparedAsSecret(read: Expression, model: SemanticModel, depth = 2): boolean {
  const isHere = nodesOf(model.source.module, 'Call').some(
    ({ func, args }) =>
      CONSTANT_TIME.test(model.names.qualifiedName(func) ?? '') &&
      args.some((each) => each === read || model.flow.origins(each).includes(read)),
  );
  if (isHere || depth === 0) return isHere;
  const fn = model.context.defAround(read);
  if (fn === undefined) return false;
  const isGiven = model.flow
    .returnValues(fn)
    .some((each) => each !== undefined && (each === read || model.flow.origins(each).includes(read)));
  return isGiven && callsOfFunction(model, fn).some((call) => isComparedAsSecret(call, model, depth - 1));
}

const CONSTANT_TIME = /^(?:hmac|secrets)\.compare_digest$|^django\.utils\.crypto\.constant_time_compare$/;
