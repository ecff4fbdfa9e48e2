/**
 * Credentials in the texts that HTTP carries them in: `Authorization` (RFC 9110, 11.6.2; RFC 6750; RFC 7617) and the query of an address.
 */
import { isRandomText, secretKindOf } from './secrets.ts';

/** What is before the credentials in the header. */
export const AUTHENTICATION_SCHEME = /^(?:Bearer|Basic|Token|Api-?Key|Key|Bot|GenieKey|SSWS|Splunk|OAuth) +$/i;
const SCHEMED = /^(Bearer|Basic|Token|Api-?Key|Key|Bot|GenieKey|SSWS|Splunk|OAuth) +(?:token=)?"?([^\s"]+)"?$/i;
const HEADER = /^((?:[\w-]+-)?(?:Authorization|Token|Key)): +(\S.*)$/i;
const QUERY = /[?&]([\w.-]{1,40})=([^&#\s{}]{8,200})(?=([&#])|$)/g;

export interface ShownCredential {
  readonly text: string;
  /** What the query, or the line of the header, calls it. */
  readonly name: string | undefined;
}

/** The credentials in such a text; the text itself where there are none. `isBegun`: more of it follows. */
export function credentialShown(text: string, isBegun = false): ShownCredential {
  // `"Authorization: Bearer …"`, as lists of headers and command lines write it.
  const [, header, held] = HEADER.exec(text) ?? [];
  if (header !== undefined && held !== undefined && secretKindOf(header) !== undefined) {
    const shown = credentialShown(held).text;
    return isRandomText(shown) ? { text: shown, name: header } : { text, name: undefined };
  }
  const [, scheme = '', given] = SCHEMED.exec(text) ?? [];
  if (given !== undefined) return { text: /^basic$/i.test(scheme) ? passwordOfBasic(given) : given, name: undefined };
  for (const [, name = '', value = '', end] of text.includes('=') ? text.matchAll(QUERY) : []) {
    const isNamed = secretKindOf(name) !== undefined || /^(?:key|auth|appid)$/i.test(name);
    if (isNamed && isRandomText(value) && (end !== undefined || !isBegun)) return { text: value, name };
  }
  return { text, name: undefined };
}

/** `user:password` in base64. */
function passwordOfBasic(given: string): string {
  const pair = /^[A-Za-z0-9+/]+=*$/.test(given) ? Buffer.from(given, 'base64').toString('utf8') : '';
  const [, password] = /^[\x20-\x7e]*?:([\x20-\x7e]+)$/.exec(pair) ?? [];
  return password ?? given;
}
