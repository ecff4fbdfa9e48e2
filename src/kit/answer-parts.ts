/** What an answer to a caller is put together from. */
import type { Call, Expression } from '../ast/index.ts';
import { nameOfPlace } from './fallback.ts';

/**
 * The values inside an answer, through dicts, tuples, lists, conditionals, response makers (`jsonify(…)`,
 * `JSONResponse(…)`) and constructors (`Err(…)`, `Result(error=…)`); status and headers left out. A value that is none
 * of these is its own only part.
 */
export function partsOfAnswer(answer: Expression): readonly Expression[] {
  const parts: Expression[] = [];
  const pending: Expression[] = [answer];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const inner = innerParts(at);
    if (inner === undefined) parts.push(at);
    else for (let i = inner.length - 1; i >= 0; i--) pending.push(inner[i] as Expression);
  }
  return parts;
}

function innerParts(node: Expression): readonly Expression[] | undefined {
  switch (node.kind) {
    case 'Dict':
      return node.values;
    case 'Tuple':
    case 'List':
      return node.elts;
    case 'IfExp':
      return [node.body, node.orelse];
    case 'Await':
    case 'Starred':
      return [node.value];
    case 'Call':
      return isMaker(node) ? argumentsOf(node) : undefined;
    default:
      return undefined;
  }
}

/** Functions of the frameworks that make a response of what they are given. */
const MAKERS: ReadonlySet<string> = new Set(
  'dict jsonify json_response make_response render_template render dumps json html text'.split(' '),
);

function isMaker({ func }: Call): boolean {
  const name = nameOfPlace(func) ?? '';
  return MAKERS.has(name) || /^_*[A-Z]\w*[a-z]/.test(name);
}

function argumentsOf({ args, keywords }: Call): readonly Expression[] {
  const told = keywords.filter(({ arg }) => arg === undefined || !/^(?:status|code|headers|media_type)/.test(arg));
  return [...args, ...told.map(({ value }) => value)];
}
