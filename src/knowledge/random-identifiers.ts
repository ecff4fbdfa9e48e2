/**
 * What gives another value at each call, as identifiers are made of it.
 * Sources: documentation of `uuid`, `secrets` and `random` of Python 3.13, and of python-ulid, ksuid and shortuuid.
 */
import { words } from './words.ts';

export const RANDOM_IDENTIFIERS: ReadonlySet<string> = new Set(
  words(`uuid.uuid1 uuid.uuid4 uuid.uuid6 uuid.uuid7 secrets.token_hex secrets.token_urlsafe secrets.randbelow random.randint
    random.getrandbits random.randrange ulid.ULID shortuuid.uuid ksuid.ksuid`),
);

/** How values are called of which no two are meant to be the same. */
export const NEVER_TWICE = /(?:^|_)(?:token|secret|hash|digest|uuid|guid)$/;
