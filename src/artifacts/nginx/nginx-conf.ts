import type { Located, SourceText } from '../../text/index.ts';
import { hashComments, linesOf, partOf } from '../lines.ts';
import type { Reading } from '../reading.ts';

/** The simple directives of an nginx configuration, of whichever block: `proxy_set_header X-Real-IP $remote_addr`. */
export interface NginxConf {
  readonly directives: readonly { readonly name: Located<string>; readonly value: Located<string> }[];
}

/** Those of one line, as people write them. Source: https://nginx.org/en/docs/beginners_guide.html#conf_structure */
export function readNginxConf(text: SourceText): Reading<NginxConf> {
  const lines = linesOf(text);
  const directives = lines.flatMap((line) => {
    const match = /^\s{0,200}([a-z_]{1,100})\s{1,50}([^;#{}]{1,1000});/.exec(line.value);
    const [, name = '', value = ''] = match ?? [];
    if (match === null) return [];
    const start = match[0].length - 1 - value.length;
    const at = match[0].indexOf(name);
    return { name: partOf(line, at, at + name.length), value: partOf(line, start, start + value.length) };
  });
  return { artifact: { directives }, comments: hashComments(lines), problems: [] };
}
