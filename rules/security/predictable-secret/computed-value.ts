/** Values that hold nothing random and nothing secret: the clock, addresses of machines, digests of what is known. */
import { type Expression, holds, lastName, type Node, wordsOfName } from '#ast';
import { secretKindOf } from '#knowledge/secrets';
import type { SemanticModel } from '#semantics';
import { definitionCalled } from '#semantics/effects/definition-called';
import { digestedBy } from '../_shared/digests.ts';

const CLOCK =
  /^(?:time\.(?:time|time_ns|monotonic|perf_counter)|datetime\.(?:datetime\.)?(?:now|utcnow|today)|django\.utils\.timezone\.now)$/;
/** What adds nothing of its own. */
const CONVERTING =
  /^(?:builtins\.(?!input$|open$|id$|object$|getattr$|next$)\w+|base64\.\w+|binascii\.hexlify|json\.dumps|uuid\.UUID)$/;
const TEXT_METHODS =
  /^(?:encode|decode|strip|lower|upper|hexdigest|digest|hex|format|join|isoformat|timestamp|strftime|replace|get|rstrip|lstrip|to_bytes)$/;
const HIDDEN = /secret|salt|pepper|nonce|random|rand|urandom|uuid4|passw|entropy|signing|hmac/i;

/**
 * What a value rests on (the clock, `uuid1`, a digest) where all of it is known to others or may be tried out; undefined where
 * something else has a part in it, or nothing of the kind makes it.
 */
export function computedSource(value: Expression, model: SemanticModel): string | undefined {
  let source: string | undefined;
  // A function that calls itself is looked into once.
  const seen = new Set<Node>();
  const isKnown = (node: Node): boolean => {
    if (node.kind === 'Name' || node.kind === 'Attribute') {
      const name = lastName(node) ?? '';
      return !HIDDEN.test(name) && (secretKindOf(name) === undefined || wordsOfName(name).length === 0);
    }
    if (node.kind !== 'Call') return true;
    const name = model.types.calleeName(node.func) ?? '';
    if (name === 'uuid.uuid1') source ??= 'the clock and the MAC address (`uuid1`)';
    else if (CLOCK.test(name)) source ??= 'the clock';
    else if (digestedBy(node, model) !== undefined) source ??= 'a digest';
    else if (/^hashlib\.(?!blake|pbkdf|scrypt)/.test(name) || CONVERTING.test(name)) return true;
    else if (node.func.kind === 'Attribute' && TEXT_METHODS.test(node.func.attr)) return true;
    else {
      const called = definitionCalled(model, node);
      if (called === undefined || seen.has(called)) return called !== undefined;
      seen.add(called);
      return called.kind !== 'ClassDef' && !holds(called, (each) => !isKnown(each) || isOutside(each));
    }
    return true;
  };
  // What a function of the file uses from elsewhere is not looked into.
  const isOutside = (node: Node): boolean => node.kind === 'Await' || node.kind === 'Yield';
  if (value.kind === 'Name' || value.kind === 'Constant' || holds(value, (node) => !isKnown(node))) return undefined;
  if (localsOf(value, model).some((each) => holds(each, (node) => !isKnown(node)))) return undefined;
  return source;
}

/** What the locals in it hold. */
function localsOf(value: Expression, { flow }: SemanticModel): readonly Expression[] {
  const found: Expression[] = [];
  holds(value, (node) => {
    if (node.kind === 'Name' && node.ctx === 'Load') found.push(...flow.origins(node).filter((each) => each !== node));
    return false;
  });
  return found;
}
