import type { Located, SourceText } from '../../text/index.ts';
import { hashComments, linesOf, partOf } from '../lines.ts';
import type { Reading } from '../reading.ts';

/** The directives of a redis.conf: `maxmemory-policy allkeys-lru`. */
export interface RedisConf {
  readonly directives: readonly { readonly name: Located<string>; readonly value: Located<string> }[];
}

export function readRedisConf(text: SourceText): Reading<RedisConf> {
  const lines = linesOf(text);
  const directives = lines.flatMap((line) => {
    const match = /^\s*([A-Za-z][\w-]*)/.exec(line.value);
    if (match === null) return [];
    const name = partOf(line, 0, match[0].length);
    return { name: { ...name, value: name.value.toLowerCase() }, value: partOf(line, match[0].length) };
  });
  return { artifact: { directives }, comments: hashComments(lines), problems: [] };
}
