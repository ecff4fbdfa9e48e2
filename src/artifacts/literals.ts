import type { Located, SourceText } from '../text/index.ts';
import { linesOf, partOf } from './lines.ts';

/** A text that a line of a script or of a file of settings gives a name: `PASSWORD="orders"`, `secret_key = …`, `"token": "…"`. */
export interface LiteralSetting {
  readonly name: Located<string>;
  readonly value: Located<string>;
}

/** Those whose name may be that of a secret, or that hold an address with a password. */
export function literalSettings(text: SourceText): readonly LiteralSetting[] {
  if (text.content.length > LONGEST) return [];
  return linesOf(text).flatMap((line): LiteralSetting[] => {
    if (line.value.length > LONGEST_LINE || /^\s*(?:#|\/\/|;)/.test(line.value)) return [];
    const key = PRIVATE_KEY.exec(line.value);
    if (key !== null) return [{ name: partOf(line, key.index), value: partOf(line, key.index) }];
    const [whole, name = ''] = NAMED.exec(line.value) ?? [];
    if (whole === undefined || (!MAY_BE_SECRET.test(name) && !line.value.includes('://'))) return [];
    const start = whole.length - name.length - (/["']?\s*[:=]\s*$/.exec(whole)?.[0].length ?? 0);
    const rest = line.value.slice(whole.length);
    const quoted = /^(["'])(.*?)\1/.exec(rest);
    const value = quoted?.[2] ?? rest.replace(/\s+[#;\\].*$|[,;\s]+$/g, '');
    const at = whole.length + (quoted === null ? 0 : 1);
    if (value === '') return [];
    return [{ name: partOf(line, start, start + name.length), value: partOf(line, at, at + value.length) }];
  });
}

const LONGEST = 500_000;
const LONGEST_LINE = 2_000;
const NAMED =
  /^\s*(?:[-{]\s*)?(?:(?:export|readonly|local|declare|set|ENV)\s+(?:-\w+\s+)*)?["']?([A-Za-z_][\w.-]{0,80})["']?\s*[:=]\s*/;
const MAY_BE_SECRET = /pass|pwd|secret|token|key|credential|auth|salt|dsn|cookie/i;
const PRIVATE_KEY = /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/;
