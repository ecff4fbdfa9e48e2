/** What a stretch of code in backticks is: the name of something, code as it is or should stand, or a command. */

import type { Role } from '../words/code-words.ts';
import { COMMAND_NAMES } from '../words/code-words.ts';
import { pathIn } from './path.ts';

export type InlineCode = 'name' | 'path' | 'now' | 'command' | 'value';

const NAME = /^[@$]?-{0,2}[\p{L}_][\p{L}\p{N}_]*(?:(?:\.|::|-)[\p{L}_][\p{L}\p{N}_]*){0,10}(?:\(\)|\(\.{3}\)|\(…\))?$/u;
const VALUE =
  /^(?:["'].*["']|[:\d.,_%+–-]+\w{0,3}|true|false|none|null|GET|POST|PUT|DELETE|PATCH|[<>=!]+|https?:.*|\/[\w/{}:.-]*)$/i;

export function kindOfCode(code: string): InlineCode {
  const text = code.trim();
  if (text === '' || VALUE.test(text)) return 'value';
  if (isPath(text)) return 'path';
  if (NAME.test(text) || isNameWithLines(text)) return 'name';
  const [program = ''] = text.split(/\s/, 1);
  return program !== text && COMMAND_NAMES.has(program) ? 'command' : 'now';
}

/** `orders.total_of:108-116`. */
function isNameWithLines(text: string): boolean {
  const name = /^(.*):\d{1,6}(?:[-–]\d{1,6})?$/.exec(text)?.[1] ?? '';
  return NAME.test(name) && /[a-z]_[a-z]|^_/.test(name);
}

function isPath(text: string): boolean {
  const [word = ''] = text.split(/[:#]/, 1);
  return !/\s/.test(text) && pathIn(`\`${word}\``, word, 1) !== undefined;
}

/** The role that words directly before a stretch of code give it: "replace `a` with `b`", "should be `b`", "instead of `a`". */
export function roleBefore(text: string, otherwise: Role): Role {
  const before = text.slice(-30).toLowerCase();
  if (
    /(?:instead of|replace|rather than|remove|delete|drop|from|not|statt|en lugar de|au lieu de|em vez de|вместо|而不是|替换)\s+$/u.test(
      before,
    )
  )
    return 'now';
  if (
    /(?:should be|should use|use|with|by|to|into|prefer|sollte sein|usar|utiliser|auf|на|改为|使用|应为)\s*$/u.test(
      before,
    )
  ) {
    return otherwise === 'proposed' || /(?:should be|should use|prefer|sollte sein|改为|应为)\s*$/u.test(before)
      ? 'proposed'
      : otherwise;
  }
  return otherwise;
}
