import { type Located, type SourceText, SQLITE_ADDRESS } from '../../text/index.ts';
import { hashComments, linesOf, partOf } from '../lines.ts';
import type { Reading } from '../reading.ts';

/** A `.env` file. Values may be secrets, so they are not kept; only what they look like is. */
export interface EnvFile {
  readonly variables: readonly EnvVariable[];
  /** `# REDIS_URL=…` of a template. */
  readonly commentedOut: readonly string[];
}

export interface EnvVariable {
  readonly name: Located<string>;
  /** `placeholder`: what someone is meant to replace (`changeme`, `<your key>`, `xxx`), or another variable. */
  readonly value: 'empty' | 'placeholder' | 'set';
  /** One word with at most a number behind it, as everybody's defaults are: `postgres`, `admin123`, `localhost`. */
  readonly isPlain?: true;
  /** Words, joined and perhaps counted: `very-secret-key-12345`. */
  readonly isWords?: true;
  /** The address of a database in a file. */
  readonly isSqlite?: true;
  /** Letters and digits that no hand typed: a generator or a provider made it. */
  readonly isRandom?: true;
}

export function readEnvFile(text: SourceText): Reading<EnvFile> {
  const lines = linesOf(text);
  const variables = lines.flatMap((line): EnvVariable[] => {
    const match = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=/.exec(line.value);
    if (match === null) return [];
    const name = match[1] ?? '';
    const start = match[0].lastIndexOf(name);
    const written = textOf(line.value.slice(match[0].length));
    const isPlain = /^[A-Za-z_-]{0,16}\d{0,5}$/.test(written);
    return [
      {
        name: partOf(line, start, start + name.length),
        value: looksLike(written),
        ...(isPlain && { isPlain }),
        ...(WORDS.test(written) && { isWords: true as const }),
        ...(SQLITE_ADDRESS.test(written) && { isSqlite: true as const }),
        ...(isRandom(written) && { isRandom: true as const }),
      },
    ];
  });
  const comments = lines.filter(({ value }) => /^\s*#/.test(value));
  const commentedOut = comments.flatMap(({ value }) => /^\s*#\s*(?:export\s+)?([A-Z]\w*)\s*=/.exec(value)?.[1] ?? []);
  return {
    artifact: { variables, commentedOut },
    comments: hashComments(comments),
    problems: [],
  };
}

const WORDS = /^[A-Za-z]+(?:[-_. ][A-Za-z]+)*[-_]?\d{0,8}!?$/;

/** Long, without words, and letters and digits in turn. */
const isRandom = (value: string): boolean =>
  /^[\w+/=:.~-]{16,500}$/.test(value) &&
  !/[a-z]{6}|[A-Z]{7}/.test(value) &&
  (value.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g) ?? []).length >= 5;

/** Without the quotes around it or the comment behind it. */
function textOf(written: string): string {
  const quoted = /^\s*(["'])(.*)\1/.exec(written);
  return quoted?.[2] ?? written.replace(/\s#[\s\S]*$/, '').trim();
}

function looksLike(value: string): EnvVariable['value'] {
  if (value === '') return 'empty';
  const isPlaceholder =
    /^[<[{$].*[>\]}]?$|change|your[-_ ]|example|placeholder|replace|secret[-_ ]?here|todo|dummy|fake|^x{3,}|\.\.\.$/i.test(
      value,
    );
  return isPlaceholder ? 'placeholder' : 'set';
}
