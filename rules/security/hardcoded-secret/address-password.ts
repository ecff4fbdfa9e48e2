/** Passwords that are in addresses. */
import { wordsOfName } from '#ast';
import { isRemoteHost } from '#kit/secrets';
import { isPlaceholder, isRandomText, isWordLike } from '#knowledge/secrets';

/**
 * The host of `redis://cache:…@10.0.0.7:6379/1`, where the password in it is none that people type where it does not matter, or the host is one of the internet;
 * undefined for all other texts.
 */
export function hostWithPassword(text: string): string | undefined {
  const [, account = '', password = '', host] = ADDRESS.exec(text) ?? [];
  const isGuessed = !isRandomText(password) || isWordLike(password, [account, host ?? ''].flatMap(wordsOfName));
  return isGuessed && (!isRemoteHost(host) || PLACEHOLDER.test(password) || isPlaceholder(password)) ? undefined : host;
}

/** Who has it comes no further than into a private network, or only out through someone's proxy: `http://mill:…@proxy.plums.io:3128`. */
export function opensLittle(text: string, name = ''): boolean {
  const host = ADDRESS.exec(text)?.[3] ?? '';
  return (
    /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(host) ||
    (/^(?:https?|socks5h?):\/\/[^/]+\/?$/i.test(text) && /prox(?:y|ies)/i.test(`${name} ${host}`))
  );
}

/** What of a text is the secret: the password of an address, what a token says (its signature may be written in two ways), or all of it. */
export const secretWithin = (text: string): string =>
  ADDRESS.exec(text)?.[2] ?? /\beyJ[\w-]{10,1000}\.eyJ[\w-]{10,4000}/.exec(text)?.[0] ?? text;

const PLACEHOLDER = /^(?:p[a4@][s$5]{2}(?:w[o0]r?d)?|pwd?|secret|token|key)$/i;
const ADDRESS = /^[a-z][a-z\d+.-]{1,30}:\/\/([^\s:/@]*):([^\s/@{}<>]+)@([^\s/:?#@{}<>]+)/i;
