/**
 * Functions whose text may stand anywhere in a URL: they escape what separates its parts, or give letters, digits, `-` and `_` alone.
 * Sources: documentation of `urllib.parse`, `secrets`, `uuid` and `base64` of Python 3.13, of requests, six and Werkzeug, as of 2026-12.
 */
import { words } from './words.ts';

export const URL_SAFE: ReadonlySet<string> = new Set(
  words(`urllib.parse.quote urllib.parse.quote_plus urllib.quote urllib.quote_plus six.moves.urllib.parse.quote
    six.moves.urllib.parse.quote_plus requests.utils.quote requests.compat.quote requests.compat.quote_plus
    werkzeug.urls.url_quote werkzeug.urls.url_quote_plus django.utils.http.urlquote django.utils.http.urlquote_plus
    base64.urlsafe_b64encode binascii.hexlify secrets.token_hex secrets.token_urlsafe uuid.uuid4`),
);
