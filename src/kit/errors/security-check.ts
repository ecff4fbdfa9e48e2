/** Which functions guard something, by what their names say. */
import { type AsyncFunctionDef, type ClassDef, type FunctionDef, wordsOfName } from '../../ast/index.ts';
import { words } from '../../knowledge/words.ts';

/**
 * `verify_token`, `is_authorized`, `ensure_access`; a method that is only called `verify` or `validate` by the name of its
 * class (`SignatureValidator`). Token budgets, expiry and what else sounds alike are none.
 */
export function isSecurityCheck(fn: FunctionDef | AsyncFunctionDef, owner: ClassDef | undefined): boolean {
  const named = wordsOfName(fn.name);
  const [first = '', ...rest] = named;
  if (!(CHECKING.has(first) || ASKING.has(first)) || named.some((word) => MISLEADING.has(word))) return false;
  if (named.some((word) => PROTECTED.has(word)) || fn.name.includes('api_key')) return true;
  return rest.length === 0 && owner !== undefined && wordsOfName(owner.name).some((word) => PROTECTED.has(word));
}

/** `AccessDenied`, `PermissionError`, `HTTP_403_FORBIDDEN`. */
export function speaksOfSecurity(name: string): boolean {
  return wordsOfName(name).some((word) => PROTECTED.has(word) || REFUSING.has(word));
}

const REFUSING: ReadonlySet<string> = new Set(
  words('denied forbidden unauthorized unauthorised blocked banned untrusted'),
);

/** What checks do, by a word of their names. */
export const CHECKING: ReadonlySet<string> = new Set(
  words('verify authenticate authorize authorise check validate scan require ensure enforce'),
);
/** How the name of a check begins that is a question. */
const ASKING: ReadonlySet<string> = new Set(words('is has can allowed'));

/** What a check protects, by a word of its name, or of its class where the function is just `verify`. */
const PROTECTED: ReadonlySet<string> = new Set(
  words(
    `auth authenticate authenticated authentication authorize authorise authorized authorised authorization permission
   permissions permitted allowed access token jwt signature signed credential credentials password apikey csrf login role
   roles acl rbac privilege privileges policy sandbox safe safety malware virus injection guardrail integrity checksum
   digest certificate attestation captcha mfa otp totp secret tampered trusted security secure identity`,
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
