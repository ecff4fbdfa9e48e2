/** What names and texts of secrets look like. What a name is bound to, and where a text goes, is asked elsewhere. */
import { formatsIn } from './token-formats.ts';
import { words } from './words.ts';

/**
 * `own`: the project's own secret, with which it signs, encrypts or lets people in: any text that others know breaks it.
 * `access`: what lets the project in elsewhere (API keys, tokens): a made-up text only fails.
 */
export type SecretKind = 'own' | 'access';

/** By the last word of a name: `JWT_SECRET`, `masterKey`, `hub_token`; undefined for `token_limit`, `cache_key`, `pad_token`. */
export function secretKindOf(name: string): SecretKind | undefined {
  const parts = wordsOf(name);
  while (parts.length > 1 && TRAILERS.has(parts.at(-1) ?? '')) parts.pop();
  const last = parts.pop();
  if (last === undefined || parts.some((part) => INNOCENT.has(part))) return undefined;
  const before = parts.at(-1) ?? '';
  if (OWN_WORDS.has(last) || (SHORT_WORDS.has(last) && (parts.length === 0 || parts.some((part) => ENTERED.has(part)))))
    return 'own';
  if (ACCESS_WORDS.has(last)) return 'access';
  if (last === 'key') return OWN_KEYS.has(before) ? 'own' : ACCESS_KEYS.has(before) ? 'access' : undefined;
  if (last !== 'token') return undefined;
  return parts.some((part) => LANGUAGE_WORDS.has(part)) ? undefined : 'access';
}

/**
 * Whether nobody may see what goes by the name. It asks less than `secretKindOf`: what is hidden in vain costs a reader some
 * asterisks, and what is shown cannot be taken back.
 */
export function namesHidden(name: string): boolean {
  const parts = wordsOf(name);
  while (parts.length > 1 && (TRAILERS.has(parts.at(-1) ?? '') || STAGES.has(parts.at(-1) ?? ''))) parts.pop();
  const [last = '', before = ''] = parts.toReversed();
  if (parts.some((part) => ABOUT_SECRETS.has(part))) return false;
  if (OWN_WORDS.has(last) || ACCESS_WORDS.has(last) || HIDDEN_WORDS.has(last)) return true;
  if (last === 'key') return OWN_KEYS.has(before) || ACCESS_KEYS.has(before);
  if (last === 'phrase') return PHRASES.has(before);
  return last === 'token' && !parts.some((part) => LANGUAGE_WORDS.has(part));
}

/** Whether the name is that of what people type: it is checked by anyone who has it, and signs nothing. */
export const isPasswordName = (name: string): boolean => PASSWORD_WORDS.has(wordsOf(name).at(-1) ?? '');

/** Whether the name is that of a password with which a client is let in by a datastore or a relay: `POSTGRES_PASSWORD`, `smtp_pass`. */
export const isStorePassword = (name: string): boolean =>
  isPasswordName(name) && wordsOf(name).some((part) => STORE_WORDS.has(part));

/** Whether the name is that of a datastore's address, in which a password may stand: `DATABASE_URL`, `redis_url`, `mongo_dsn`. */
export function isStoreAddress(name: string): boolean {
  const [last, before = ''] = wordsOf(name).reverse();
  return /^(?:url|uri|dsn)$/.test(last ?? '') && (STORE_WORDS.has(before) || before === 'broker');
}

/** Whether what is at such an address lets nobody in without a name and a password, as it is run: `DATABASE_URL`, `mongo_dsn`. */
export const hasAccounts = (address: string): boolean => wordsOf(address).some((part) => DATABASE_WORDS.has(part));

/** Whether a field of such a name and class is in the text form of its object, with a secret: pydantic's own kinds of secrets show stars. */
export const isShownSecret = (name: string, of: string | undefined): boolean =>
  of === 'builtins.str'
    ? secretKindOf(name) !== undefined || (isStoreAddress(name) && hasAccounts(name))
    : /^pydantic(?:\.networks)?\.(?:Postgres|My[sS][qQ][lL]|MariaDB|Mongo|Cockroach|ClickHouse|Amqp)Dsn$/.test(
        of ?? '',
      );

/**
 * Whether someone else issued the secret to name the program: `client_secret`, `apiSecretKey`. Each copy of a
 * client brings it along, and sites hand theirs to every visitor; it lets nobody in by itself.
 */
export function isIssuedToProgram(name: string): boolean {
  const parts = wordsOf(name);
  const last = parts.findLastIndex((part) => part === 'secret' || part === 'secretkey');
  return last > 0 && ISSUED_WORDS.has(parts[last - 1] ?? '');
}

/**
 * What belongs to something by its name, without the words that say what it is: `minio` for `MINIO_ENDPOINT`, and for
 * `minio_secret_key` and `MINIO_ROOT_PASSWORD`. Nothing of what signs has an owner elsewhere.
 */
export function ownersOfSecret(name: string): readonly string[] {
  const parts = wordsOf(name);
  if (parts.some((part) => SIGNING_WORDS.has(part))) return [];
  const kept = withoutLast(parts, SECRET_WORDS);
  // A bare `SECRET_KEY` beside a bare `HOST` is that of the program, which listens there.
  return kept.length > 0 || isPasswordName(name) ? withAndWithoutRoles(kept) : [];
}

/**
 * Whose an identifier is that is issued with a secret: `MOBILE_APP_ID`, and `ORCHARD_API_KEY`, which a secret of the same owner belongs
 * to; undefined for what is none. It is one of `identifiersOfSecret` of the secret that it is a pair with.
 */
export function ownerOfIdentifier(identifier: string): string | undefined {
  const parts = wordsOf(identifier);
  const last = parts.pop();
  if (last === 'key' && ACCESS_KEYS.has(parts.at(-1) ?? '')) parts.pop();
  else if (last !== 'id') return undefined;
  return parts.length === 0 ? undefined : parts.join(' ');
}

/** Whose an identifier would be that is a pair with a secret: `MOBILE_APP_ID` with `MOBILE_APP_SECRET`, `BROKER_API_KEY` with `BROKER_SECRET_KEY`. */
export function identifiersOfSecret(secret: string): readonly string[] {
  const parts = isPasswordName(secret) ? [] : wordsOf(secret).slice(0, MOST_WORDS);
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join(' '));
}

/** Names of more are no names. */
const MOST_WORDS = 30;

/**
 * Whose an account is at some service, by its name: `GRAFANA_USER`, beside `GRAFANA_PASSWORD`, whose `accountOfPassword` is the same.
 * `ADMIN_USER` has an account of the program itself.
 */
export function ownerOfAccount(account: string): string | undefined {
  const parts = wordsOf(account);
  if (!ACCOUNT_WORDS.has(parts.pop() ?? '') || parts.length === 0) return undefined;
  return parts.some((part) => OWN_ACCOUNTS.has(part)) ? undefined : parts.join(' ');
}

/** Whose account a password opens, by its name; undefined for other secrets. */
export const accountOfPassword = (password: string): string | undefined =>
  isPasswordName(password) ? wordsOf(password).slice(0, -1).join(' ') : undefined;

/** What an address is that of, as `ownersOfSecret` writes it; none where the name is no address. */
export function ownersOfAddress(name: string): readonly string[] {
  const parts = wordsOf(name);
  const kept = withoutLast(parts, ADDRESS_WORDS);
  return kept.length < parts.length ? withAndWithoutRoles(kept) : [];
}

function withoutLast(parts: readonly string[], words: ReadonlySet<string>): readonly string[] {
  return parts.slice(0, parts.findLastIndex((part) => !words.has(part)) + 1);
}

function withAndWithoutRoles(parts: readonly string[]): readonly string[] {
  const plain = withoutLast(parts, ROLE_WORDS);
  return [parts, ...(plain.length > 0 ? [plain] : [])].map((each) => each.join(' '));
}

const PASSWORD_WORDS: ReadonlySet<string> = new Set(words('password passwd passphrase pwd pass pw'));
const ISSUED_WORDS: ReadonlySet<string> = new Set(words('client api consumer oauth'));
const SIGNING_WORDS: ReadonlySet<string> = new Set(
  words('jwt session signing webhook cookie csrf state encryption hmac token'),
);
const ACCOUNT_WORDS: ReadonlySet<string> = new Set(words('user username login account'));
const OWN_ACCOUNTS: ReadonlySet<string> = new Set(words('admin root user superuser default first initial seed staff'));
const STORE_WORDS: ReadonlySet<string> = new Set(
  words(`db database sql postgres postgresql pg pgsql mysql mariadb mongo mongodb redis oracle mssql clickhouse cassandra
    minio rabbitmq amqp elastic elasticsearch opensearch smtp mail email`),
);
const DATABASE_WORDS: ReadonlySet<string> = new Set(
  words('db database sql postgres postgresql pg pgsql mysql mariadb mongo mongodb oracle mssql'),
);
const SECRET_WORDS: ReadonlySet<string> = new Set(words('secret key password passwd passphrase pwd pass access'));
const ADDRESS_WORDS: ReadonlySet<string> = new Set(
  words('host hostname url uri endpoint server address dsn base port api'),
);
const ROLE_WORDS: ReadonlySet<string> = new Set(words('admin root user client issuer default'));

/** Words of a snake_case or camelCase name, lower case, digits left out. */
function wordsOf(name: string): string[] {
  const parts = name.normalize('NFC').match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|[\p{Lo}\p{Lm}\p{M}]+/gu) ?? [];
  return parts.flatMap((word) => {
    const [, before, last] = RUN_TOGETHER.exec(word.toLowerCase()) ?? [];
    if (before === undefined || last === undefined) return word.toLowerCase();
    return [...(last === 'key' ? (OF_KEY.exec(before)?.slice(1) ?? [before]) : [before]), last];
  });
}

const OF_KEY = /^(.+)(api|access|auth|secret|private|encryption|signing|service|account)$/;

/** `DATABASEPASSWORD`, `clientsecret`, `PGPASSWORD`, `smtppass`: a secret's word behind others, without a boundary. */
const RUN_TOGETHER =
  /^(.*[^_](?=password|passwd|passphrase|secret|token|key|pwd)|(?:db|database|sql|smtp|mail|email|ftp|ssh|user|admin|root|redis|mysql|postgres|pg|mongo|ldap|imap|auth|login|proxy|vpn|wifi)(?=pass$|pw$))(password|passwd|passphrase|secret|token|key|pwd|pass|pw)$/;

/** The words for a password, and for a secret, of other languages. */
export const PASSWORDS_ELSEWHERE: readonly string[] = words(`
  passwort kennwort losungswort geheimnis senha segredo contrasena contraseña contrasenya secreto passe motdepasse
  wachtwoord lösenord losenord passord adgangskode kodeord salasana hasło haslo heslo jelszó jelszo parola parolă lozinka
  slaptažodis şifre sifre sandi katasandi matkhau khẩu пароль паролем секрет гасло парола лозинка κωδικός סיסמה
  密码 密碼 口令 密钥 密鑰 パスワード 暗証番号 비밀번호 암호 รหัสผ่าน पासवर्ड`);

const OWN_WORDS = new Set(words('secret password passwd passphrase pwd pepper passwort kennwort senha contrasena'));
/** Alone, or of what people and programs are let in by: `SMTP_PASS`; `first_pass` is none. */
const SHORT_WORDS = new Set(words('pass pw'));
const ENTERED = new Set([
  ...STORE_WORDS,
  ...words(
    'user admin root login account auth basic ftp sftp ssh ldap imap pop proxy vpn wifi sudo http api service router',
  ),
]);
const ACCESS_WORDS = new Set(words('credential authorization'));
const OWN_KEYS = new Set(
  words('secret signing encryption master jwt hmac private vault fernet crypto cipher aes signature kek'),
);
const ACCESS_KEYS = new Set(words('api access auth account service subscription'));
/** Words after the secret word that do not change what the name stands for. */
const TRAILERS = new Set(words('default fallback dev value bytes str text hex raw'));
/** Words that make a name that of something about a secret. */
const ABOUT_SECRETS = new Set(
  words(`public pub cache field header column param env var name names type is has use no missing invalid id prefix
    forbidden`),
);
/** Also of something public: telemetry only takes in. */
const INNOCENT = new Set([
  ...ABOUT_SECRETS,
  ...words('weak insecure legacy telemetry analytics amplitude posthog mixpanel segment sentry recaptcha'),
]);
/** Where or when a secret is the one that counts. */
const STAGES = new Set(words('prod production staging live test local old new current primary secondary backup main'));
const HIDDEN_WORDS = new Set([
  ...words('pass pw pswd passcode requirepass masterauth dockerconfigjson mnemonic getpass'),
  ...PASSWORDS_ELSEWHERE,
]);
/** Words of a wallet: `seed_phrase`. */
const PHRASES = new Set(words('seed recovery backup secret wallet mnemonic'));
/** Tokens of text and of parsers, coins, addresses that devices are pushed to, and names of boards and folders. */
const LANGUAGE_WORDS = new Set(
  words(`pad eos bos unk sep cls mask next prev previous last first start end begin image audio video special stop
    think thinking tool text word sub byte prompt boi eoi soi speech vision placeholder lexer comment page continuation sync
    decoder encoder class separator modality row newline assistant box point timestamp
    padding pos media frame patch fcm apns from to sell buy base quote swap native board folder`),
);

/** Whether a text under a secret's name is one: letters and digits without order, no name, place, template or stand-in. */
export function isRandomText(text: string): boolean {
  if (text.length < 8 || text.length > 500 || /\s/.test(text)) return false;
  if (!/[A-Za-z]/.test(text) || !/\d/.test(text)) return false;
  return !isPlaceholder(text) && !COUNTED.test(text) && !isNameOrPlace(text) && entropyOf(text) >= 3;
}

/**
 * Whether a text is made of words that people choose where it does not matter, of the words given (of its name, its account, its
 * file), digits and punctuation: `Admin@123!`, `UAT2025_ann!`. Who does not know the text can guess it; nobody rotates it tonight.
 */
export function isWordLike(text: string, around: readonly string[] = []): boolean {
  const known = [...WEAK_WORDS, ...around.filter((word) => word.length > 2)].sort((a, b) => b.length - a.length);
  const isMadeOf = (letters: string): boolean => {
    const rest = known.reduce((left, word) => left.replaceAll(word, ' '), letters).replace(/[^a-z]+/g, '');
    return rest.length < 2;
  };
  const letters = text.toLowerCase();
  const plain = letters.replace(/(?<![^a-z])[^a-z]+$/, (end) => end.slice(0, end.search(/\d|$/)));
  return isMadeOf(letters) || isMadeOf(plain.replace(/[@4013$5]/g, (sign) => LEET[sign] ?? sign));
}

const LEET: Readonly<Record<string, string>> = { '@': 'a', 4: 'a', 0: 'o', 1: 'i', 3: 'e', $: 's', 5: 's' };
const WEAK_WORDS =
  words(`admin administrator password passwd pass pwd secret secure super test testing user root default demo dev develop
  development uat staging stage local change changeme me welcome hello login old new my strong weak key token api letmein temp temporary
  guest client server service database postgres mysql redis rabbit mongo insecure prod production abc initial sandbox`);

/** Whether a text under a secret's name says of itself that it is no value to stay: `change-me-in-production`, `dev-secret`. */
export const isPlaceholderText = (text: string): boolean =>
  text.length >= 6 && text.length <= 100 && !/\s/.test(text) && TO_BE_REPLACED.test(text);

const TO_BE_REPLACED =
  /change|replace|secret|insecure|unsafe|default|placeholder|(?:^|[-_.])(?:dev|local|your)(?:[-_.]|$)/i;

/** Texts that say that they are no secret: `<your key>`, `EXAMPLE`, `xxxx`, `${TOKEN}`, alphabets and repetitions. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text) || isEmptyValue(text) || ALPHABET.test(text) || entropyOf(text) < 1.5;
}

/** Whether a text as a whole says that there is no secret, or is the name of an algorithm: a badly named setting may hold one. */
export const isEmptyValue = (text: string): boolean => NOTHING.test(text) || ALGORITHM.test(text);

const NOTHING =
  /^(?:none|null|nil|true|false|empty|default|test(?:ing)?|unset|undefined|unknown|missing|local|anything|deprecated|obsolete|disabled|removed|anonymous|guest)$/i;
/** What tokens are signed with (RFC 7518). */
const ALGORITHM = /^(?:[HREP]S(?:256|384|512)|EdDSA)$/;

/** `phc_` begins the key of a project at PostHog, which every page that it counts holds. */
const PLACEHOLDER =
  /[<>{}]|^phc_|%s|%\(|\*{3}|\.{3}|x{3}|example|changeme|change[-_]?(me|this|in)|placeholder|dummy|fake|redact|mock|your[-_]?|todo|sample|insert|replace|unused|not[-_]?(needed|used|required|set)|no[-_]?key/i;
const ALPHABET = /[[\\]|a-z|0-9|0123456|1234567|abcdefg|qwerty/i;
/** Counted off: no generator gives it, but many a password is. */
const COUNTED = /123456|abcdef|abc123/i;

/**
 * Words joined by punctuation (`hmac-sha256`, `X-Api-Key-2`, `shop/chat-120b:free`) or by case (`pv1EnergyTotal`), dotted names,
 * addresses, paths, dates.
 */
function isNameOrPlace(text: string): boolean {
  if (/:\/\/|^[.~]?\/|^[A-Za-z]:\\|\.[a-z]{2,4}$|@[\w-]+\./.test(text)) return true;
  return text.split(/[-_./:,;=+@ ]/).every((part) => NAME_PART.test(part) || isCountedOff(part));
}

/** A run of digits as people type them (`67890`, `54321`, `00000`), behind a word or alone. */
function isCountedOff(part: string): boolean {
  const digits = [...(/^[A-Za-z]*(\d{4,})$/.exec(part)?.[1] ?? '')].map(Number);
  const steps = new Set(digits.slice(1).map((digit, at) => (digit - (digits[at] ?? 0) + 10) % 10));
  return steps.size === 1 && (steps.has(0) || steps.has(1) || steps.has(9));
}

const NAME_PART =
  /^([A-Za-z]*|[A-Za-z]+\d{1,5}|\d{1,4}|v\d+|\d{1,4}(x\d{1,3})?[bkmBKM]|[A-Z]?[a-z]{2,}\d{0,2}([A-Z][a-z]{2,}\d{0,2})+)$/;

/** Shannon's, in bits per character. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** What providers hand to every visitor of a page as well (keys of maps and players, tokens for the public). */
export const mayBeForPublic = (shape: string): boolean => PUBLIC_SHAPES.has(shape);
const PUBLIC_SHAPES: ReadonlySet<string> = new Set(['a Google API key', 'a signed JWT']);

/** Whether a text is what is stored of a password: it can be checked with it, and not be typed. */
export const isPasswordHash = (text: string): boolean =>
  /^(?:\w{0,20}sha\d+|argon2\w*|bcrypt\w*)?\$[\w=,$-]{1,40}\$/.test(text);

/** Texts longer than this are data. */
const MAX_LENGTH = 20_000;

/** Whose secret a text has the form of (`a GitHub token`); undefined for none, and for documented examples. */
export function secretShapeOf(text: string): string | undefined {
  if (text.length < 20 || text.length > MAX_LENGTH) return undefined;
  for (const { name, shape } of formatsIn(text)) {
    const [first] = text.matchAll(shape);
    const random = first?.[1];
    if (random === undefined) continue;
    if (!PLACEHOLDER.test(random) && !ALPHABET.test(random) && entropyOf(random) >= 3) return name;
  }
  return undefined;
}

/** As rules for passwords ask for one: letters of both cases, a digit and a sign, and none of the words that stand for a password. */
export const isChosenPassword = (text: string): boolean =>
  text.length >= 8 && [/[a-z]/, /[A-Z]/, /\d/, /[^\w\s]/].every((kind) => kind.test(text)) && !STANDING_FOR.test(text);
const STANDING_FOR = /pass|pwd|admin|secret|change|test|demo|example|sample|temp|user|root|default|uat|dev|p@ss/i;

/** `LANGFUSE_SECRET_KEY` set to `langfuse-secret-key` names itself. */
export const namesItself = (text: string, name: string): boolean => lettersOf(text) === lettersOf(name);
export const lettersOf = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** A known text in the place of one's own secret breaks it, however simple; elsewhere it must look like a secret. */
export const isWeakSecret = (text: string, kind: SecretKind): boolean =>
  kind === 'own' && (!isPlaceholder(text) || /change|secret|insecure|default/i.test(text));
