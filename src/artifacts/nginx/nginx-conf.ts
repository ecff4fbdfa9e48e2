import type { Located, SourceText } from '../../text/index.ts';
import { hashComments, linesOf, partOf } from '../lines.ts';
import type { Reading } from '../reading.ts';

/** The simple directives of an nginx configuration, of whichever block: `proxy_set_header X-Real-IP $remote_addr`. */
export interface NginxConf {
  readonly directives: readonly { readonly name: Located<string>; readonly value: Located<string> }[];
  readonly locations: readonly NginxLocation[];
}

/** `location /api/ { proxy_pass http://backend; }`: one block, and where it hands requests on. */
export interface NginxLocation {
  /** `=`, `^~`, `~`, `~*`, or empty. */
  readonly modifier: string;
  readonly path: Located<string>;
  /** Of its `proxy_pass`, where it has one. */
  readonly passes: string | undefined;
  /** A `rewrite` or a variable may change the path on the way. */
  readonly isRewritten: boolean;
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
  const artifact = { directives, locations: locationsOf(lines) };
  return { artifact, comments: hashComments(lines), problems: [] };
}

/** Blocks as people lay them out: `location … {` on one line, the directives below it, `}` behind them. */
function locationsOf(lines: ReturnType<typeof linesOf>): readonly NginxLocation[] {
  const found: NginxLocation[] = [];
  for (const [index, line] of lines.entries()) {
    const match = /^(\s{0,200}location\s{1,50}(?:(=|\^~|~\*?)\s{0,50})?)([^\s{;#]{1,500})\s{0,50}\{/.exec(line.value);
    const [, before = '', modifier = '', written = ''] = match ?? [];
    if (match === null) continue;
    const body = blockFrom(lines, index);
    const passes = /(?:^|[\s{])proxy_pass\s{1,50}([^;\s]{1,500})\s{0,50};/.exec(body)?.[1];
    const isRewritten = /(?:^|[\s{])rewrite\s/.test(body) || passes?.includes('$') === true;
    found.push({ modifier, path: partOf(line, before.length, before.length + written.length), passes, isRewritten });
  }
  return found;
}

const MAX_BLOCK = 100;

/** The text of a block up to its closing brace, comments left out. */
function blockFrom(lines: ReturnType<typeof linesOf>, from: number): string {
  let depth = 0;
  const body: string[] = [];
  for (const { value } of lines.slice(from, from + MAX_BLOCK)) {
    const code = value.replace(/(^|\s)#.*$/, '$1');
    body.push(code);
    depth += code.split('{').length - code.split('}').length;
    if (depth <= 0) break;
  }
  return body.join('\n');
}
