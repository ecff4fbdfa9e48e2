/** Secrets that no name tells: by the form that their issuer gives them, in addresses, headers, commands. */
import { isRandomText } from '../secrets.ts';
import { formatsIn } from '../token-formats.ts';
import { lineFrom } from './in-text.ts';
import { skip } from './patterns.ts';
import type { FoundSecret, HiddenSpan } from './spans.ts';
import { isSecretValue } from './values.ts';

/** Of bots, also where they are longer or shorter than those of today. */
const BOT_TOKEN = /(?<![\w:])(?:bot)?\d{8,10}:(AA(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{28,48})(?![\w-])/dg;

/** Whatever they are called: what providers issue. */
export function issuedSecrets(text: string): FoundSecret[] {
  const formats = formatsIn(text);
  if (formats.length === 0) return [];
  return [
    ...matches(text, BOT_TOKEN, () => true),
    ...formats.flatMap(({ shape }) => matches(text, shape, () => true)),
    ...privateKeys(text),
  ];
}

function matches(
  text: string,
  shape: RegExp,
  isSecret: (value: string, match: RegExpExecArray) => boolean,
): FoundSecret[] {
  const found: FoundSecret[] = [];
  for (const match of text.matchAll(shape)) {
    const place = match.indices?.[match.length - 1];
    if (place === undefined || !isSecret(text.slice(...place), match)) continue;
    found.push([{ start: place[0], end: place[1] }]);
  }
  return found;
}

const KEY_BEGINS = /-----BEGIN (?!ENCRYPTED )(?:[A-Z]{1,10} ){0,3}PRIVATE KEY-----/g;
const LONGEST_KEY = 12_000;

/** In whatever a key is written: lines, literals side by side, a comment, one line with `\n`. */
function privateKeys(text: string): FoundSecret[] {
  return [...text.matchAll(KEY_BEGINS)].flatMap(({ index, 0: begin }) => {
    const from = index + begin.length;
    const inner = text.slice(from, from + LONGEST_KEY);
    const end = inner.search(/-----END|-----BEGIN/);
    const body = end < 0 ? (/^(?:\\[nr]|[\w+/=\s"'#|>,:-])*/.exec(inner)?.[0] ?? '') : inner.slice(0, end);
    if (/^[\s\\nr"']*Proc-Type: 4,ENCRYPTED/.test(body)) return [];
    if (!/[A-Za-z0-9+/=]{16}/.test(body)) return [];
    const spans = [...body.matchAll(/(?:\\[nr])*((?:(?!\\[nr])[A-Za-z0-9+/=]){4,})/dg)].flatMap(({ indices }) => {
      const place = indices?.[1];
      return place === undefined ? [] : { start: from + place[0], end: from + place[1] };
    });
    return spans.length === 0 ? [] : [spans];
  });
}

const IN_ADDRESS = /\b[A-Za-z][A-Za-z0-9+.-]{0,30}:\/\/([^\s:/@"'`<>]{0,100}):([^\s/"'`<>?]{1,200})@(?=[\w.[{$%-])/dg;
const ALONE_IN_ADDRESS = /\b(?:git\+)?https?:\/\/([^\s:/@"'`{}$<>?#]{8,300}):?(?:x-oauth-basic)?@(?=[\w.[{$%-])/dg;

/** `postgres://shop:…@db/shop`, `https://…@git.example.com/`. */
export function addressSecrets(text: string): FoundSecret[] {
  if (!text.includes('://')) return [];
  return [
    ...matches(text, IN_ADDRESS, (value) => value.length >= 4 && value !== 'x-oauth-basic' && isNoTemplate(value)),
    ...matches(text, FIELD_IN_ADDRESS, isNoTemplate),
    ...matches(text, ALONE_IN_ADDRESS, (value) => isRandomText(value) || (value.length >= 12 && /\d/.test(value))),
  ];
}

const isNoTemplate = (value: string): boolean => isSecretValue(value, '', 'table') && !/^[{$%]|[{}]/.test(value);

/** `f"postgres://shop:{'…'}@{host}/shop"` */
const FIELD_IN_ADDRESS = /:\/\/[^\s/@"'`<>]{0,100}:\{["']([^"'{}\s]{4,200})["']\}@/dg;

const IN_HEADER = /\b(?:Bearer|Basic)[ \t]([A-Za-z0-9._~+/-]{16,2000}={0,2})/dg;

export const headerSecrets = (text: string): FoundSecret[] =>
  matches(
    text,
    IN_HEADER,
    (value) => isSecretValue(value, '', 'doubtful') && (/\d/.test(value) || isRandomText(value)),
  );

const COOKIES = /\b(?:set-)?cookie\\?["']?\]?\s{0,8}[:=,]\s{0,8}\\?[rbuf]{0,2}["']?([^"'\n]{4,2000})/dgi;
const OF_COOKIE = /(?:sess|sid|token|auth|jwt|csrf|xsrf|key)[\w.-]{0,40}=([^;,\s"'\\]{6,2000})/dgi;

/** `Cookie: session=…` */
export function cookieSecrets(text: string): FoundSecret[] {
  return matches(text, COOKIES, () => true).flatMap(([whole]) => {
    const { start, end } = whole ?? { start: 0, end: 0 };
    return matches(text.slice(start, end), OF_COOKIE, (value) => isSecretValue(value, '', 'doubtful')).map((secret) =>
      secret.map((span) => ({ start: start + span.start, end: start + span.end })),
    );
  });
}

const SEED =
  /\b(?:mnemonic|(?:seed|recovery|backup|secret|wallet)[ _-]?(?:phrase|words))\w{0,20}\W{1,12}((?:[a-z]{3,9}[ ,]{1,2}){11,23}[a-z0-9]{3,12})(?![a-z])/dgi;

/** The words of a wallet. */
export const seedSecrets = (text: string): FoundSecret[] => matches(text, SEED, () => true);

const ACCOUNT_OPTION =
  /(?:^|[\s"'`[])(?:-u|--user|--proxy-user)(?:[ \t=]{1,4}|["'],\s{0,20})["']?([^\s:"'`]{1,100}):([^\s"'`]{4,200})/dg;
/** Programs with the option behind which they take a password. Words that prose has as well are asked for in their order. */
const SPACED: readonly (readonly [programs: string, option: string])[] = [
  ['sshpass', '-p'],
  [String.raw`(?:docker|podman|az)\W{1,6}login|helm\W{1,6}registry\W{1,6}login|twine\W{1,6}upload`, '-p'],
  ['sqlcmd', '-P'],
  ['mongo(?:sh|dump|restore)?', '-p'],
  ['redis-cli', '-a'],
  ['openssl', '-(?:k|K|pass(?:in|out)?)'],
  ['keytool|jarsigner', '-(?:src|dest)?(?:store|key)pass'],
  ['ldap(?:search|add|modify|delete|passwd|whoami)', '-w'],
  ['zip|zipcloak|unzip', '-P'],
  ['cqlsh|airflow|nxc|crackmapexec|useradd|usermod', '-p'],
  ['mysqladmin', 'password'],
  ['rabbitmqctl', String.raw`(?:add_user|change_password)[ \t]{1,4}\S{1,100}`],
  [String.raw`net[ \t]{1,4}user`, String.raw`\S{1,100}(?=[ \t]{1,4}\S{1,200}[ \t]{1,4}/(?:add|domain)\b)`],
  [String.raw`mc[ \t]{1,4}alias[ \t]{1,4}set`, String.raw`\S{1,100}[ \t]{1,4}https?://\S{1,200}[ \t]{1,4}\S{1,200}`],
  ['htpasswd', String.raw`-\w{0,6}b\w{0,6}(?:[ \t]{1,4}\S{1,200}){2}`],
  [String.raw`aws[ \t]{1,4}configure[ \t]{1,4}set`, 'aws_secret_access_key'],
];
/** The same where the password begins right behind the option. */
const TIED: typeof SPACED = [['mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|sshpass|7z|unzip', '-[pP]']];
const BESIDE = String.raw`(?:=|[ \t]{1,4}|["'],\s{0,20})["']?(?:pass:)?`;
const ADJOINING = String.raw`(?=[^\s"'\`\d/])`;

const optionsOf = (table: typeof SPACED, between: string): readonly string[] =>
  table.map(([programs, option]) => String.raw`(?:${programs})\b[^\n|;&]{0,200}?[\s"'\`]${option}${between}`);

const OPTION_OF_PROGRAM = new RegExp(
  String.raw`(?<![\w.-])(?:${[...optionsOf(SPACED, BESIDE), ...optionsOf(TIED, ADJOINING)].join('|')})([^\s"'\`,]{4,200})`,
  'dg',
);
/** What is said to a program that asks for it. */
const SAID_TO =
  /\b(?:echo|printf)[ \t]{1,4}(?:-\w[ \t]{1,4})?\\?["']?(?:[\w.-]{1,40}:)?([^\s"'|:\\]{4,200})(?:\\n)?\\?["']?[ \t]{0,4}\|[ \t]{0,4}(?:sudo[ \t]{1,4}-\w{0,4}S|(?:sudo[ \t]{1,4})?(?:chpasswd|kinit|passwd[ \t]{1,4}--stdin|cryptsetup|su)\b|(?:docker|podman|helm)[ \t]{1,4}(?:registry[ \t]{1,4})?login|gh[ \t]{1,4}auth)/dg;
/** `CREATE USER ann IDENTIFIED BY '…'`, `ALTER USER ann WITH PASSWORD '…'`; `PASSWORD = '…'` is found by its name. */
const IN_SQL =
  /\b(?:IDENTIFIED\s{1,4}BY|(?:WITH|SET|ENCRYPTED|USER\s\S{1,80})\s{1,4}PASSWORD)\s{1,4}\\?['"]([^'"\\\s]{4,200})/dgi;
/** `smbclient -U ann%…`, `sqlplus ann/…@db`, `xfreerdp /p:…`. */
const BEHIND_A_USER =
  /\b(?:smbclient|rpcclient|sqlplus|sqlldr|expdp|impdp|xfreerdp|wfreerdp)\b[^\n|;&]{0,100}?(?:[\w.-]{1,60}%|[ \t][\w.-]{1,60}\/|\/p:)([^\s"'@]{4,200})/dg;

/** `curl -u shop:…`, `mysql -p…`. */
export const commandSecrets = (text: string): FoundSecret[] =>
  [ACCOUNT_OPTION, OPTION_OF_PROGRAM, SAID_TO, IN_SQL, BEHIND_A_USER].flatMap((form) =>
    matches(text, form, (value) => isSecretValue(value, '', 'table') && !/^(?:[-$]|\/\/)/.test(value)),
  );

const TIED_ARGUMENT = /,\s{0,40}["']-[pP]([^\s"'`]{6,200})["']/dg;

/** `["mysql", "-p…"]`, where nothing says what the command is. */
export const argumentSecrets = (text: string): FoundSecret[] =>
  matches(
    text,
    TIED_ARGUMENT,
    (value) => isSecretValue(value, '', 'doubtful') && /\d/.test(value) && !/^[\d.:]+:/.test(value),
  );

const IS_SECRET = /^[ \t]{0,20}kind:[ \t]{0,20}["']?(?:Secret|SealedSecret)\b/m;
const DATA = /^([ \t]{0,20})(?:data|stringData):[ \t]*\r?\n/gm;
const MOST_LINES = 500;

/** All that a manifest of a `Secret` holds, whatever it is called. */
export function manifestSecrets(text: string): FoundSecret[] {
  if (!IS_SECRET.test(text)) return [];
  return [...text.matchAll(DATA)].flatMap(({ index, 0: head, 1: indent = '' }) =>
    documentAround(text, index) ? valuesBelow(text, index + head.length, indent.length) : [],
  );
}

/** Other documents of the file have data that everybody may read. */
function documentAround(text: string, at: number): boolean {
  const from =
    text
      .slice(Math.max(0, at - 20_000), at)
      .split(/^---/m)
      .at(-1) ?? '';
  const to = text.slice(at, at + 20_000).split(/^---/m)[0] ?? '';
  return IS_SECRET.test(from) || IS_SECRET.test(to);
}

function valuesBelow(text: string, from: number, indent: number): FoundSecret[] {
  const found: HiddenSpan[][] = [];
  for (let at = from, count = 0; at < text.length && count < MOST_LINES; count++) {
    const line = lineFrom(text, at, 4_000);
    const inner = line.search(/\S/);
    if (inner >= 0 && inner <= indent) break;
    const key = /^\s*[\w.-]{1,200}:[ \t]*(?:[|>][+-]?[ \t]*$)?["']?/.exec(line)?.[0].length ?? Math.max(inner, 0);
    const value = line.slice(key).replace(/["']?\s*(?:\s#.*)?$/, '');
    const isOpen = /^["']?(?:\$\{|\{\{|<|\$\()/.test(value);
    if (value.length >= 4 && !isOpen) found.push([{ start: at + key, end: at + key + value.length }]);
    at = skip(/\r?\n?/y, text, at + line.length);
    if (line === '' && at === from) break;
  }
  return found;
}

/** What every other form above has, those in commands left out; most texts have none. */
export const FORM_WORD = /:\/\/|bearer|basic|cookie|kind:|phrase|words|mnemonic|["']-p/i;
