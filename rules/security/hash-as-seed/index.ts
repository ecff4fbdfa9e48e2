import { type Attribute, type Call, type Expression, findNode, lastName, type Name, type Node } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { offering, unsafeFix } from '#kit/fixes';
import { SEEDERS } from '#knowledge/random-generators';
import type { ValueUse } from '#semantics';
import { namesAround } from '../_shared/names-around.ts';
import { namesAtUse } from '../_shared/use-names.ts';
import { digestInstead } from './digest.ts';
import {
  AMONG,
  isHash,
  isInnocentPlace,
  isNumber,
  isObject,
  isRandom,
  isReduced,
  isUniqueOtherwise,
  ORDER,
  PATHS,
  type Purpose,
  purposeOf,
  REMEDY_OF_SECRETS,
  reductionOf,
  SECURITY_WORD,
  SEED_METHODS,
  vectorIndexed,
} from './hash-purposes.ts';

const PLACES: Readonly<Record<Purpose, string>> = {
  secret: 'a secret',
  seed: 'a seed',
  placement: 'a shard',
  file: 'a file name',
  identity: 'an identifier',
  message: 'stored or sent data',
};

export default defineSourceRule({
  docs: {
    summary: 'non-deterministic hash: `hash()` as a seed, secret, shard number or stored name',
    why: 'Python salts `hash()` of strings differently in each process, so no other process can reproduce the value. `hash()` of a number is not salted, so anyone who knows the number knows the result.',
    remedy: 'Derive the value with `hashlib`, or take it from `secrets` if it protects something',
    harm: 'misleads',
    severity: {
      'secret, or seed of privacy': 'P0',
      'seed, shard or stored name': 'P1',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [330, 338],
    fixes: [unsafeFix('Take a SHA-256 digest', 'data stored under the old value is no longer found')],
    origin: [{ document: 'TenSafe System Audit', finding: 'P0-3' }],
    bad: 'import random\n\n\ndef generator(worker):\n    return random.Random(hash(worker))\n',
    good: 'import hashlib\nimport random\n\n\ndef generator(worker):\n    return random.Random(hashlib.sha256(worker.encode()).digest())\n',
    measured: {
      read: 13,
      right: 12,
      on: 'agno, llama_index_core, mlflow, tensafe, vllm, evidently, gpt_researcher, homeassistant',
    },
  },
  skips: ['test', 'vendored'],
  mentions: ['hash'],
  visit: {
    Call(call, ctx) {
      const [hashed] = call.args;
      if (hashed === undefined || call.args.length !== 1 || !isHash(call, ctx) || isInnocentPlace(call, ctx)) return;
      const uses = ctx.flow.destinations(call).flatMap((at) => describe(at, call, ctx));
      const use = [...uses, ...chosenAmong(call, ctx)].sort(worstFirst)[0];
      if (use === undefined || isRandom(hashed, ctx)) return;
      if (use.purpose === 'identity' && (isUniqueOtherwise(call, ctx) || isObject(hashed, ctx))) return;
      // The hash of a number is the same in every process: only a secret is harmed.
      if (isNumber(hashed, ctx) && !isSecurity(call, use, ctx)) return;
      const isSecret = use.purpose !== 'identity' && isSecurity(call, use, ctx);
      ctx.report({
        at: call,
        message: `${isSecret ? 'insecure randomness' : 'non-deterministic hash'}: ${use.message}, and \`hash()\` ${weakness(hashed, isSecret, ctx)}`,
        doubt: !isSecret && isNumber(hashed, ctx, true) ? 'type-from-name' : undefined,
        ...(!isSecret && offering(digestInstead(call, hashed, use.purpose === 'seed' ? 4 : 8, ctx))),
        ...(isSecret ? { remedy: REMEDY_OF_SECRETS } : { kind: 'seed, shard or stored name' }),
        related: use.at === call ? [] : [{ at: use.at, message: `used as ${PLACES[use.purpose]} here` }],
      });
    },
  },
});

interface Use {
  readonly purpose: Purpose;
  readonly message: string;
  readonly at: Node;
}

const worstFirst = (a: Use, b: Use): number => ORDER.indexOf(a.purpose) - ORDER.indexOf(b.purpose);

/** What one place that the hash reaches says of its purpose. */
function describe(use: ValueUse, call: Call, ctx: SourceContext): Use[] {
  const found: Use[] = [];
  if ((use.kind === 'argument' || use.kind === 'receiver') && use.node.kind === 'Call') {
    found.push(...describeArgument(use, use.node, ctx));
  }
  if (use.kind === 'subscript-store' && use.node.kind === 'Dict') found.push(...describeDict(use.node, ctx));
  for (const { name, at } of namesAtUse(use, ctx)) {
    const purpose = purposeOf(name);
    if (purpose === 'placement' && !isReduced(call)) continue;
    if (purpose !== undefined) found.push({ purpose, message: `\`${name}\` comes from \`hash()\``, at });
  }
  const vector = use.kind === 'key' && isReduced(call) ? vectorIndexed(use.node) : undefined;
  if (vector !== undefined)
    found.push({ purpose: 'placement', message: `\`${vector}\` is indexed by \`hash()\``, at: use.node });
  return found;
}

function describeArgument({ carrier }: ValueUse, call: Call, ctx: SourceContext): Use[] {
  const callee = ctx.types.calleeName(call.func);
  const method = call.func.kind === 'Attribute' ? call.func.attr : undefined;
  const shown = method ?? callee?.split('.').at(-1) ?? 'call';
  if (call.args[0] === carrier && (SEEDERS.has(callee ?? '') || (method !== undefined && SEED_METHODS.has(method)))) {
    return [{ purpose: 'seed', message: `\`${shown}\` is seeded from \`hash()\``, at: call }];
  }
  if (PATHS.test(callee ?? ''))
    return [{ purpose: 'file', message: `\`${shown}\` builds a path from \`hash()\``, at: call }];
  switch (ctx.effects.of(call)) {
    case 'file':
      return [{ purpose: 'file', message: `\`${shown}\` uses a name or data built from \`hash()\``, at: call }];
    case 'network':
    case 'database':
      return [{ purpose: 'message', message: `\`${shown}\` sends or stores the result of \`hash()\``, at: call }];
    default:
      return [];
  }
}

function describeDict(dict: Expression, ctx: SourceContext): Use[] {
  return ctx.flow
    .destinations(dict)
    .flatMap((use) => (use.kind === 'argument' && use.node.kind === 'Call' ? describeArgument(use, use.node, ctx) : []))
    .filter(({ purpose }) => purpose === 'message');
}

/** `hash(key) % num_shards`, `nodes[hash(key) % len(nodes)]` */
function chosenAmong(call: Call, { text }: SourceContext): Use[] {
  const right = reductionOf(call)?.right;
  const isOfPlaces = (node: Node): node is Name | Attribute =>
    (node.kind === 'Name' || node.kind === 'Attribute') && AMONG.test(lastName(node) ?? '');
  const places = right && findNode(right, isOfPlaces);
  return places !== undefined
    ? [{ purpose: 'placement', message: `\`hash()\` selects one of \`${text.slice(places)}\``, at: call }]
    : [];
}

function isSecurity(call: Call, use: Use, ctx: SourceContext): boolean {
  if (use.purpose === 'secret') return true;
  if (use.purpose !== 'seed') return false;
  return namesAround(call, ctx).some((name) => SECURITY_WORD.test(name) || purposeOf(name) === 'secret');
}

function weakness(hashed: Expression, isSecurity: boolean, ctx: SourceContext): string {
  if (isNumber(hashed, ctx, isSecurity)) return 'of a number is predictable to anyone who knows the number';
  if (isSecurity) return 'is not a cryptographic function';
  const isText = /^builtins\.(str|bytes)$/.test(ctx.types.classOf(hashed) ?? '');
  return isText ? 'of a string differs in every process' : 'differs in every process if its argument is a string';
}
