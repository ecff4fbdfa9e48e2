import { type Call, type ClassDef, type Def, lastName, type Node, nodesOf } from '#ast';
import { type DoubtId, defineSourceRule, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import type { Condition } from '#project';
import type { Effect, StateLife, StateUse } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

const AUDIT_NAME = /(^|_)(audit|ledger|journal)(_|$)/i;
/** Lists of what an audit found or is to do, and not the record itself. */
const OTHER_NAME =
  /(result|finding|issue|error|config|rule|handler|callback|field|check|type|backend|sink|listener|writer)s?$/i;
const WRITING =
  /(^|_)(persist\w*|save\w*|flush\w*|store|insert|commit|write\w*|dump|publish|send|emit|ship|sync|upload|xadd|execute\w*|put|produce)(_|$)/i;
const ADDING: ReadonlySet<string> = new Set(['append', 'appendleft', 'extend', 'insert', '+=']);

export default defineSourceRule({
  docs: {
    summary: 'audit log that exists only in memory',
    why: 'The record of who did what is lost when the process ends. Anyone who can make the process restart can erase it.',
    remedy:
      'Write each entry to an append-only file, a table or a log stream before answering the request that it records',
    harm: 'loses',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [778],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-008' }],
    bad: 'class Gate:\n    def __init__(self):\n        self._audit_log = []\n\n    def allow(self, user, action):\n        self._audit_log.append({"user": user, "action": action})\n        return True\n',
    good: 'import json\n\nclass Gate:\n    def __init__(self, path):\n        self._path = path\n\n    def allow(self, user, action):\n        with open(self._path, "a") as audit_log:\n            audit_log.write(json.dumps({"user": user, "action": action}) + "\\n")\n        return True\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  visit: {
    Module(module, ctx) {
      if (namesAudit(ctx.names.moduleScope.bindings.keys()))
        for (const life of ctx.state.ofModule().values()) check(life, undefined, ctx);
      const isStored = namesAudit(ctx.names.attributeStores.map(({ attr }) => attr));
      for (const owner of nodesOf(module, 'ClassDef')) {
        if (!isStored && !namesAudit(ctx.names.scopeOf(owner)?.bindings.keys() ?? [])) continue;
        for (const life of ctx.state.ofClass(owner).values()) if (life.owner === owner) check(life, owner, ctx);
      }
    },
  },
});

/** What a file keeps is asked only where something goes by such a name. */
function namesAudit(names: Iterable<string>): boolean {
  for (const name of names) if (AUDIT_NAME.test(name)) return true;
  return false;
}

function check(life: StateLife, owner: ClassDef | undefined, ctx: SourceContext): void {
  const isList = life.container === 'list' || life.container === 'deque' || life.container === 'bounded';
  if (!isList || !AUDIT_NAME.test(life.name) || OTHER_NAME.test(life.name)) return;
  const made = life.of('create').find(({ value }) => value !== undefined);
  const addition = life.of('grow').find((use) => isAddition(use, ctx));
  const fn = addition?.within;
  if (made === undefined || addition === undefined || fn === undefined || fn.kind === 'Lambda') return;
  const write = writeOf(life, fn, ctx);
  if (write !== undefined) {
    ctx.proven({ at: made.node, by: 'the code that uses it persists it', where: write });
    return;
  }
  const name = owner === undefined ? life.name : `${owner.name}.${life.name}`;
  ctx.report({
    at: made.node,
    message: `audit log \`${name}\` is kept only in memory: \`${fn.name}\` appends to it and nothing persists it`,
    doubt: doubtAbout(life, fn, ctx),
    related: [{ at: addition.node, message: 'an entry is added here' }],
    when: whenKept(owner, ctx),
  });
}

function isAddition({ operation, within }: StateUse, { state }: SourceContext): boolean {
  return ADDING.has(operation) && within !== undefined && within.kind !== 'Lambda' && !state.runsInCreation(within);
}

/** Whoever adds writes besides, or a method that reads the list does. */
function writeOf(life: StateLife, adding: Def, ctx: SourceContext): Call | undefined {
  const isGiven = ({ args }: Call): boolean => args.some((each) => ctx.state.lifeOf(each) === life);
  return callsTouching(life, adding, ctx).find(
    (call) => WRITES.has(ctx.effects.of(call)) || (isGiven(call) && WRITING.test(lastName(call.func) ?? '')),
  );
}

const WRITES: ReadonlySet<Effect> = new Set(['file', 'database', 'network']);

function callsTouching(life: StateLife, adding: Def, { state }: SourceContext): readonly Call[] {
  const touching = new Set<Def>([adding]);
  for (const { within } of life.uses) {
    // Where it is made nothing has been entered yet.
    if (within !== undefined && within.kind !== 'Lambda' && !state.runsInCreation(within)) touching.add(within);
  }
  return callsWithin([...touching].flatMap(({ body }): readonly Node[] => body));
}

function doubtAbout(life: StateLife, adding: Def, ctx: SourceContext): DoubtId | undefined {
  const isWriting = ({ func }: Call): boolean =>
    func.kind === 'Attribute'
      ? WRITING.test(func.attr) && ctx.state.lifeOf(func.value) !== life
      : func.kind === 'Name' && WRITING.test(func.id);
  return callsTouching(life, adding, ctx).some(isWriting) ? 'opaque-callee' : undefined;
}

/** What ends with one call need not keep a record of its own. */
function whenKept(owner: ClassDef | undefined, { names }: SourceContext): Condition {
  const question =
    owner === undefined
      ? ({ kind: 'is-service' } as const)
      : ({ kind: 'long-lived', class: `${names.moduleName}.${names.qualnameOf(owner)}` } as const);
  return providedThat(question, { doubt: 'unknown-lifetime' });
}
