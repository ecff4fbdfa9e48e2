/** Which functions guard something, by what their names say or by what they call. */
import {
  type AsyncFunctionDef,
  type ClassDef,
  type Expression,
  type FunctionDef,
  type Node,
  parametersOf,
  wordsOfName,
} from '../../ast/index.ts';
import type { DoubtId } from '../../findings/doubts.ts';
import { VERIFYING } from '../../knowledge/verifying-calls.ts';
import { words } from '../../knowledge/words.ts';
import { callsOfFunction } from '../../semantics/context/function-mentions.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { answersRefusal, refuses } from '../../semantics/taint/refusals.ts';
import { isFilledByClient } from '../../semantics/taint/route-parameters.ts';

/** A function that decides who or what is let pass. */
export interface SecurityCheck {
  /** The truth value of the answer that lets pass: `is_blocked` does so by False. */
  readonly passes: boolean;
  readonly doubt?: DoubtId;
  /** It counts how often someone may, in a store that can be away. */
  readonly isLimit?: true;
}

/** The check that a function is, by its name or by what it calls. */
export function securityCheckOf(
  fn: FunctionDef | AsyncFunctionDef,
  owner: ClassDef | undefined,
  model: SemanticModel,
): SecurityCheck | undefined {
  // What those who ask make of the answer counts more than a name: `if await check_unauthorized_access(…): return refused`.
  if (isSecurityCheck(fn, owner)) return checkByRefusal(fn, model) ?? { passes: true };
  const named = wordsOfName(fn.name);
  const [first = ''] = named;
  if ((QUESTION_WORDS.has(first) || named.length === 1) && named.some((word) => KEPT_OUT.has(word)))
    return { passes: false, doubt: 'role-from-name' };
  const around = [...named, ...(owner === undefined ? [] : wordsOfName(owner.name))];
  if (named.some((word) => ADMITTING.has(word)) && around.some((word) => LIMITING.has(word)))
    return { passes: true, isLimit: true };
  if (verifies([fn], model) || turnsAway(fn, model)) return { passes: true };
  return checkByRefusal(fn, model);
}

/** It is given what the client shows, and answers 401 or 403: `def __call__(self, key: str = Security(api_key_header))`. */
const turnsAway = (fn: FunctionDef | AsyncFunctionDef, model: SemanticModel): boolean =>
  model.context.routeOf(fn) === undefined &&
  parametersOf(fn).some(
    (each) => isFilledByClient(each, model) && wordsOfName(each.name).some((word) => SHOWN.test(word)),
  ) &&
  refuses(fn, model);
const SHOWN = /^(?:key|token|secret|signature|authorization|credentials?)$/;

/** The caller in this file answers 401 or 403 by what it says: `if withdrawn(token): return "no", 401`. */
function checkByRefusal(fn: FunctionDef | AsyncFunctionDef, model: SemanticModel): SecurityCheck | undefined {
  for (const call of callsOfFunction(model, fn)) {
    const said: Expression = call.parent?.kind === 'Await' ? call.parent : call;
    const isDenied = said.parent?.kind === 'UnaryOp' && said.parent.op === 'Not';
    const branch = isDenied ? said.parent?.parent : said.parent;
    if (branch?.kind !== 'If' || branch.test !== (isDenied ? said.parent : said)) continue;
    if (branch.body.some((each) => answersRefusal(each, model))) return { passes: isDenied };
  }
  return undefined;
}

/** A call in it raises, or says no, where a signature, a token or a password does not fit. */
export function verifies(code: readonly Node[], model: SemanticModel): boolean {
  return callsWithin(code).some((call) => VERIFYING.has(model.names.qualifiedName(call.func) ?? ''));
}

/** Whom a question is after that is answered by yes where someone stays outside. */
const KEPT_OUT: ReadonlySet<string> = new Set(
  words(
    'revoked blocked banned blacklisted blocklisted denylisted denied malicious infected tampered forbidden spam untrusted flagged',
  ),
);
const ADMITTING: ReadonlySet<string> = new Set(words('allow allowed allows acquire check permit consume hit'));
const LIMITING: ReadonlySet<string> = new Set(
  words('rate limit limiter ratelimit ratelimiter throttle throttler quota'),
);

/**
 * `verify_token`, `is_authorized`, `ensure_access`; a method that is only called `verify` or `validate` by the name of its
 * class (`SignatureValidator`). Token budgets, expiry and what else sounds alike are none.
 */
export function isSecurityCheck(fn: FunctionDef | AsyncFunctionDef, owner: ClassDef | undefined): boolean {
  const named = wordsOfName(fn.name);
  const [first = '', ...rest] = named;
  if (!(CHECKING.has(first) || QUESTION_WORDS.has(first)) || named.some((word) => MISLEADING.has(word))) return false;
  if (named.some((word) => PROTECTED.has(word)) || fn.name.includes('api_key')) return true;
  return rest.length === 0 && owner !== undefined && wordsOfName(owner.name).some((word) => PROTECTED.has(word));
}

/** `verify_token`, `check_permission`: by its name a function raises where it refuses. */
export function isNamedCheck(name: string): boolean {
  const [first = '', ...rest] = wordsOfName(name);
  return CHECKING.has(first) && rest.some((word) => PROTECTED.has(word)) && !rest.some((word) => MISLEADING.has(word));
}

/** `AccessDenied`, `PermissionError`, `HTTP_403_FORBIDDEN`. */
export function namesSecurity(name: string): boolean {
  return wordsOfName(name).some((word) => PROTECTED.has(word));
}

/** What checks do, by a word of their names. */
const CHECKING: ReadonlySet<string> = new Set(
  words('verify authenticate authorize authorise check validate scan require ensure enforce moderate'),
);
/** How the name of a check begins that is a question. */
const QUESTION_WORDS: ReadonlySet<string> = new Set(words('is has can allowed'));

/** What a check protects, by a word of its name, or of its class where the function is just `verify`. */
const PROTECTED: ReadonlySet<string> = new Set(
  words(
    `auth authenticate authenticated authentication authorize authorise authorized authorised authorization permission
   permissions permitted allowed access token jwt signature signed credential credentials password apikey csrf login role
   roles acl rbac privilege privileges policy sandbox safe safety malware virus injection guardrail integrity checksum
   digest certificate attestation moderation moderate moderator webhook recaptcha turnstile hmac blacklist blocklist denylist admin superuser
    captcha mfa otp totp secret tampered trusted security secure identity guard ssrf`,
  ),
);

/** Words that make another thing of a name: token budgets, random access, expiry that fails closed when it is true. */
const MISLEADING: ReadonlySet<string> = new Set(
  words(
    `count counts limit limits length budget usage rate quota num number expired expiring expires stale invalid revoked blocked
   banned denied malicious unsafe locked leaked missing needs required enabled available supported tokenizer tokens changed public
   anonymous configured`,
  ),
);
