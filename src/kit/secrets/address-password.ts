/** Passwords that stand in addresses. */
import { wordsOfName } from '../../ast/index.ts';
import { isRandomText, isWordLike } from '../../knowledge/secrets.ts';

/**
 * The host of `redis://cache:…@10.0.0.7:6379/1`, where the password in it is none that people type where it does not matter;
 * undefined for all other texts.
 */
export function hostWithPassword(text: string): string | undefined {
  const [, account = '', password = '', host] = ADDRESS.exec(text) ?? [];
  const isGuessed = !isRandomText(password) || isWordLike(password, [account, host ?? ''].flatMap(wordsOfName));
  return isGuessed ? undefined : host;
}

const ADDRESS = /^[a-z][a-z\d+.-]{1,30}:\/\/([^\s:/@]*):([^\s/@{}<>]+)@([^\s/:?#@{}<>]+)/i;
