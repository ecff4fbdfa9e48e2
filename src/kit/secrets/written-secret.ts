/** Secrets that stand under a name in a file of configuration: an environment, a script, an INI file. */
import type { DoubtId } from '../../findings/index.ts';
import { isRandomText, mayBeForPublic, secretKindOf, secretShapeOf } from '../../knowledge/secrets.ts';
import { isRemoteHost } from './made-up-secret.ts';

export interface WrittenSetting {
  readonly name: string;
  readonly value: string;
  /** The same text is the user or the database, too: it keeps nobody out, and hides nothing. */
  readonly isName?: boolean;
  /** What stands beside it is yet to be filled in. */
  readonly isTemplate?: boolean;
  /** The program is deployed by another file. */
  readonly isOverridden?: boolean;
}

/** `orders-dev`, `docker-development-key`. */
const FOR_WORK = /(?:^|[-_.])(?:dev|devel|development|local|test|testing|ci)(?:[-_.]|$)/i;

export interface WrittenSecret {
  readonly what: string;
  /** It opens a host of the internet, as it stands. */
  readonly isOpenHouse: boolean;
  /** A provider or a generator made it. */
  readonly isGenerated: boolean;
  readonly doubt?: DoubtId | undefined;
}

/** What somebody made up at a desk is doubted more than what was made by a generator; what opens a host of the internet not at all. */
function doubtAbout(text: string, isRandom: boolean, setting: WrittenSetting): DoubtId | undefined {
  const isPlaceholder =
    /^(?:pass|password|passwd|pwd|secret|admin|root|postgres)$/i.test(text) ||
    FOR_WORK.test(text) ||
    setting.value.includes(`://${text}:${text}@`) ||
    /change/i.test(text) ||
    (!isRandom && (setting.isTemplate === true || setting.isName === true));
  if (isPlaceholder) return 'placeholder-secret';
  return !isRandom && setting.isOverridden === true ? 'overridden-at-deployment' : undefined;
}

/** What a value tells that nobody should read; undefined where it comes from elsewhere, or is no secret. */
export function secretIn(setting: WrittenSetting): WrittenSecret | undefined {
  const fallback = setting.value.replaceAll(FALLBACK, '$1');
  if (fallback === setting.value) return secretWritten(setting);
  const found = secretWritten({ ...setting, value: fallback });
  return found && { ...found, what: `${found.what}, as the default of a variable` };
}

/** `${NAME:-orders-board}`: compose takes it where the variable is not set. */
const FALLBACK = /\$\{\w+:?-([^{}$]*)\}/g;

function secretWritten(setting: WrittenSetting): WrittenSecret | undefined {
  const { name, value } = setting;
  if (/\$(?!\$)/.test(value) || value.length < 3 || value.length > 500) return undefined;
  const shape = secretShapeOf(value);
  if (shape !== undefined)
    return { what: `is ${shape} in plain text`, isOpenHouse: !mayBeForPublic(shape), isGenerated: true };
  const [, password, host] = /^[\w+.-]+:\/\/[^\s:/@]*:([^\s/@]{3,})@([^\s/:?]*)/.exec(value) ?? [];
  const kind = secretKindOf(name.replace(PASSWORD_ENDING, '$1password'));
  if (password === undefined && (kind === undefined || NO_SECRET.test(value))) return undefined;
  const text = password ?? value;
  const isRandom = isRandomText(text);
  if (PLACEHOLDER.test(text) || (!isRandom && password === undefined && kind !== 'own')) return undefined;
  const isOpenHouse = isRandom && password !== undefined && isRemoteHost(host);
  return {
    isOpenHouse,
    what: password === undefined ? 'is in plain text' : 'contains a password in plain text',
    isGenerated: isRandom,
    doubt: isOpenHouse ? undefined : doubtAbout(text, isRandom, setting),
  };
}

/** Endings that mean a password in an environment, and other things in code. */
const PASSWORD_ENDING = /(^|_)(?:PASS|PSWD|(?:BASIC|NEO4J)_AUTH|ERLANG_COOKIE|SECRET_KEY_BASE)$/;
/** Asks to be replaced before anybody starts it. */
const PLACEHOLDER = /<[^<>]+>|[{}]|replace|your[-_ ]|insert|todo|x{3}|\*{3}|\.{3}|placeholder|redacted/i;
/** Switches, numbers, addresses, paths, names of files, and what a program in the script looks up (`result.password`). */
const NO_SECRET =
  /^(?:yes|no|on|off|true|false|none|null|unset|\d{1,3})$|^[a-z_]\w*(?:\.[a-z_]\w*)+,?$|:\/\/|^[./~]|\s|\.(?:pem|key|crt|json|ya?ml|txt)$/i;
