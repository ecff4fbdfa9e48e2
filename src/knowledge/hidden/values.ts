/** Which values, in a place that is a secret's, are one. */
import { isEmptyValue, isPasswordName, lettersOf, secretKindOf } from '../secrets.ts';
import { words } from '../words.ts';

const SHORTEST = 4;
const LONGEST = 4_000;

/** How much the place of a value says. */
export type Place =
  /** It is the value of a secret, whatever it is. */
  | 'certain'
  /** The same in a file of settings, where no constants stand that name something. */
  | 'setting'
  /** As the value of a key in a table, where labels stand as well. */
  | 'table'
  /** Prose or code may be there as well: only what looks chosen counts. */
  | 'doubtful';

/** Whether a value under a name is to be hidden. */
export function isSecretValue(value: string, name: string, place: Place): boolean {
  if (value.length < SHORTEST || value.length > LONGEST) return false;
  if (isPlaceholder(value) || isReference(value) || (place !== 'setting' && isOfItsName(value, name))) return false;
  if (/^[\d.,_]+$/.test(value)) return /^\d{4,}$/.test(value) && isPasswordName(name);
  // Parsers have tokens as well, which are words and signs.
  if (/token$/i.test(name) && !/\d/.test(value) && !isMixed(value)) return false;
  if (/\s/.test(value)) return (place === 'certain' || place === 'setting') && isPassphrase(value);
  return place !== 'doubtful' || (value.length >= 6 && looksChosen(value) && !PATTERN_OR_ADDRESS.test(value));
}

/** Where labels stand as well, so do expressions that are searched for, and addresses of people. */
const PATTERN_OR_ADDRESS = /[\\()[\]|<>]|^[\w.+-]+@[\w-]+\.[\w.-]+$/;

const isMixed = (value: string): boolean =>
  value.length >= 12 && /^[\w/+=-]*$/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value);

/** `RESOURCE_PASSWORD = "Passwords"`, `AUTH_KEY = "auth"`, `PASS = "passed"`. */
function isOfItsName(value: string, name: string): boolean {
  const [own, called] = [lettersOf(value), lettersOf(name)];
  return (
    /^[A-Za-z_.-]+$/.test(value) &&
    called !== '' &&
    (called.includes(own) || own === `${called}s` || own === `${called}ed`)
  );
}

/** What no identifier, word or call looks like. */
export const looksChosen = (value: string): boolean =>
  /[A-Za-z]/.test(value) &&
  (/\d/.test(value) || /[^\w.\-:/]/.test(value)) &&
  !/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/.test(value);

/** A few words that nobody says of a secret. */
const isPassphrase = (value: string): boolean =>
  value.length <= 200 && value.split(/\s+/).length <= 12 && !/%s|\{|\}/.test(value) && !PROSE.test(value);

const PROSE =
  /\b(?:password|passwd|passphrase|token|secret|api|key|credentials?|enter|your|please|required?|invalid|incorrect|wrong|must|should|cannot|not|the|is|are|was|for|with|to|if|of|from|optional|default)\b/i;

/**
 * What is filled in elsewhere, or says that there is nothing. It asks more than `isPlaceholder`, which takes `example` and brackets anywhere
 * in a text for a sign of it: what is covered in vain costs a reader some asterisks.
 */
function isPlaceholder(value: string): boolean {
  return TEMPLATE.test(value) || isEmptyValue(value) || LABELS.test(value) || FILLERS.test(value) || isUniform(value);
}

const TEMPLATE = /^<.*>$|\$\{|\$\(|\{\{|^\{.*\}$|<%|%s|%\(|%[A-Z_]+%|^\$[A-Z_][A-Z0-9_]*$|\*{3}|\.{3}|…|x{3}/i;
const FILLERS =
  /(?:^|[^a-z])(?:change[-_ ]?(?:me|this|it|in)|changeme|replace[-_ ]?(?:me|this|with)|your[-_ ]|example|placeholder|dummy|redacted|insert[-_ ]|todo|sample|fake|mock)/i;
/** Types, encodings, parts of requests, and words that decline. */
const LABELS = new RegExp(
  `^(?:${words(`yes no optional required auto env inherit never always enabled
    str string text int integer float number bool boolean bytes object array list dict any uuid date hidden
    pass pwd key password passwd secret token bearer basic digest header cookie query body read write input
    pbkdf2\\w* bcrypt\\w* utf-?8(?:-sig)? utf-?16 ascii latin-?1 hex base64 ignore replace strict
    unused no[-_]?key no[-_]?token not[-_]?(?:needed|used|required|set)`).join('|')})$`,
  'i',
);

/** `------`, `0000`. */
const isUniform = (value: string): boolean => new Set(value).size === 1 || !/[^\W_]/.test(value);

/** A name of a setting, a path or an address, where the secret itself stands somewhere else. */
function isReference(value: string): boolean {
  if (/^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value) && secretKindOf(value) !== undefined) return true;
  if (/^x(?:-[a-z]+)+$/i.test(value) || value.startsWith('--') || value.startsWith('os.environ')) return true;
  if (/^(?:[a-z][a-z0-9+.-]*:\/\/|arn:|vault:|ssm:|env:|file:|secretmanager:|projects\/)/i.test(value)) return true;
  if (/^[.~]?(?:\/[\w.-]+)+\/?$/.test(value)) return true;
  return /^[\w./-]+\.(?:pem|key|crt|cer|txt|json|ya?ml|toml|env|py|html?|p12|pub|conf|cfg|ini)$/i.test(value);
}
