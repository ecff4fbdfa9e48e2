/** Lists in Redis that a file adds to and reads, and that nothing of their key shortens or lets expire. */
import { type Call, type Expression, lastName, nodesOf } from '#ast';
import type { SemanticModel } from '#semantics';

export interface GrowingRedisList {
  readonly push: Call;
  readonly key: Expression;
  /** What reads it and takes nothing out: no queue. */
  readonly read: Call;
  /** What takes the whole list away, on some occasion. */
  readonly deleted: Call | undefined;
  /** What shortens or ends something, which may be this list. */
  readonly shortened: Call | undefined;
}

/** Each list once, by what its key is made of. */
export function growingRedisLists(model: SemanticModel): readonly GrowingRedisList[] {
  const calls = nodesOf(model.source.module, 'Call');
  const named = (names: RegExp): readonly Call[] =>
    calls.filter(({ func }) => func.kind === 'Attribute' && names.test(lastName(func) ?? ''));
  const pushes = named(/^[lr]push$/);
  if (pushes.length === 0) return [];
  const shortening = named(SHORTENS);
  const reads = named(/^lrange$/);
  const deletions = named(/^(?:delete|unlink|rename)$/);
  const seen = new Set<string>();
  return pushes.flatMap((push) => {
    const [key] = push.args;
    const made = madeOf(push, model);
    const read = reads.find((each) => madeOf(each, model) === made);
    if (key === undefined || read === undefined || seen.has(made)) return [];
    if (shortening.some((each) => madeOf(each, model) === made)) return [];
    seen.add(made);
    const deleted = deletions.find((each) => madeOf(each, model) === made);
    return { push, key, read, deleted, shortened: shortening[0] };
  });
}

/** Of Redis's commands, those that take elements out of a list or end its key. Source: https://redis.io/docs/latest/commands/ */
const SHORTENS =
  /^(?:ltrim|b?[lr]pop|b?lmove|b?rpoplpush|b?lmpop|lrem|(?:set_)?p?expire(?:at)?|getex|setex|psetex|execute_command|eval(?:sha)?|register_script)$/;

const madeOf = ({ args: [key] }: Call, { flow, source: { text } }: SemanticModel): string =>
  key === undefined ? '' : text.slice(flow.whole(key));
