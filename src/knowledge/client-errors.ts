/**
 * What raises for a text, a record or a key that a client got wrong, and what it raises. Sources: https://docs.python.org/3/library,
 * https://marshmallow.readthedocs.io/en/stable/quickstart.html#validation (a `ValidationError` that is no `ValueError`),
 * https://docs.pydantic.dev/latest/errors/errors/, https://pymongo.readthedocs.io/en/stable/api/bson/objectid.html, as of 2026-11.
 */
import { EXCEPTIONS_RAISED } from './exceptions-raised.ts';
import { words } from './words.ts';

const READERS: ReadonlySet<string> = new Set(
  words(
    `builtins.int builtins.float uuid.UUID decimal.Decimal json.loads datetime.datetime.strptime datetime.datetime.fromisoformat
     datetime.date.fromisoformat datetime.time.fromisoformat time.strptime ipaddress.ip_address ipaddress.ip_network base64.b64decode
     base64.urlsafe_b64decode builtins.bytes.fromhex zoneinfo.ZoneInfo`,
  ),
);

/** The exception with which a function refuses a text that is not of its form; undefined of one that is none of these. */
export const raisesOnBadText = (name: string): string | undefined =>
  /^bson\.(?:objectid\.)?ObjectId$/.test(name)
    ? 'bson.errors.InvalidId'
    : READERS.has(name)
      ? EXCEPTIONS_RAISED.get(name)?.[0]
      : undefined;

/** Of classes of a project by their bases: made of one value (`=`), of a mapping (`**`), or by a method (`.`). */
export const CLIENT_ERRORS: readonly {
  readonly base: RegExp;
  readonly by: '=' | '**' | '.';
  readonly exception: string;
}[] = [
  { base: /^enum\.(?:Enum|IntEnum|StrEnum|Flag)$/, by: '=', exception: 'builtins.ValueError' },
  { base: /^pydantic(?:\.\w+)?\.BaseModel$/, by: '**', exception: 'pydantic.ValidationError' },
  { base: /^pydantic(?:\.\w+)?\.BaseModel$/, by: '.', exception: 'pydantic.ValidationError' },
  {
    base: /^(?:marshmallow|flask_marshmallow)(?:\.\w+)*\.\w*Schema$/,
    by: '.',
    exception: 'marshmallow.ValidationError',
  },
];

/** All that these raise, and what a missing key does. */
export const CLIENT_EXCEPTIONS: readonly string[] = [
  ...new Set([
    ...[...READERS, 'bson.ObjectId'].flatMap((name) => raisesOnBadText(name) ?? []),
    ...CLIENT_ERRORS.map(({ exception }) => exception),
    'builtins.KeyError',
  ]),
];
