import {
  ancestors,
  type Call,
  type Def,
  defineProjectRule,
  defsOf,
  dottedName,
  type Expression,
  type FactsContext,
  factsOfKind,
  functionKey,
  isEffectFree,
  isWithin,
  NOT_PRODUCTION,
  type Node,
  nodesOf,
  type PackedPlace,
  packPlace,
  type Target,
  targetKey,
  unpackPlace,
} from '#kit';

/** Checks of libraries that only answer; a wrong answer raises nothing. */
const KNOWN: ReadonlySet<string> = new Set([
  'hmac.compare_digest',
  'secrets.compare_digest',
  'bcrypt.checkpw',
  'werkzeug.security.check_password_hash',
  'django.contrib.auth.hashers.check_password',
  'passlib.context.CryptContext.verify',
  'django.utils.crypto.constant_time_compare',
]);

type Fact =
  /** A function that answers yes or no, and does nothing else. */
  | { readonly kind: 'check'; readonly fn: string }
  | {
      readonly kind: 'dropped';
      readonly path?: string;
      readonly known?: string;
      readonly place: PackedPlace;
      readonly within: string;
    }
  /** `all(…)` of what nothing, or perhaps nothing, has been put into. */
  | {
      readonly kind: 'vacuous';
      readonly local: string;
      readonly place: PackedPlace;
      readonly within: string;
      readonly isFilled: boolean;
    };

export default defineProjectRule<Fact>({
  docs: {
    summary: 'check whose answer nobody looks at',
    why: 'The check only answers yes or no, so where the answer is dropped what it refuses passes.',
    remedy: 'Test the answer and refuse where it is no, or let the check raise.',
    harm: 'admits',
    ceiling: 'P1',
    precision: 'medium',
    profile: 'strict',
    since: '0.1.0',
    cwe: [252],
    origin: [{ document: 'Field report 1', finding: 'F' }],
    bad: 'def is_allowed(user, action):\n    return action in user.roles\n\ndef delete(user, order, store):\n    is_allowed(user, "delete")\n    store.remove(order)\n',
    good: 'def is_allowed(user, action):\n    return action in user.roles\n\ndef delete(user, order, store):\n    if not is_allowed(user, "delete"):\n        raise PermissionError("delete")\n    store.remove(order)\n',
  },
  skips: NOT_PRODUCTION,
  facts: (file) => [...checksIn(file), ...droppedIn(file), ...vacuousIn(file)],
  check(project, ctx) {
    const checks = new Set(factsOfKind(ctx.facts, 'check').map(({ path, fact }) => functionKey(path, fact.fn)));
    for (const { path, fact } of factsOfKind(ctx.facts, 'dropped')) {
      const from = project.moduleByPath(path);
      const target = fact.path === undefined || from === undefined ? undefined : project.follow(fact.path, from);
      const answers = (other: Target): boolean => checks.has(targetKey(other) ?? '');
      const isCheck = target !== undefined && answers(target) && project.holdsForOverrides(target, answers);
      if (fact.known === undefined && !isCheck) continue;
      const name = fact.known ?? (target?.kind === 'function' ? lastOf(target.function.qualifiedName) : '');
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `\`${name}\` only answers yes or no, and the answer is dropped`,
        ...(fact.known === undefined && { harm: 'lies' as const, ceiling: 'P2' as const }),
        related:
          target?.kind === 'function' && isCheck
            ? [{ path: target.module.path, ...target.function.place, message: 'it does nothing else' }]
            : [],
        key: `${fact.within} ${name}`,
      });
    }
    for (const { path, fact } of factsOfKind(ctx.facts, 'vacuous')) {
      const when = fact.isFilled ? 'is filled only in a loop or a branch' : 'is always empty';
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `\`all\` says yes where no check has run: \`${fact.local}\` ${when}`,
        remedy: 'Say no, or raise, where there is nothing to check.',
        harm: 'lies',
        ceiling: fact.isFilled ? 'P3' : 'P2',
        ...(fact.isFilled && { heldBack: 'the loop or branch that fills it may always run' }),
        key: `${fact.within} ${fact.local} all`,
      });
    }
  },
});

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

function checksIn(file: FactsContext): Fact[] {
  return defsOf(file.module)
    .filter((fn) => fn.kind === 'FunctionDef' && answersYesOrNo(fn, file) && isEffectFree(fn, file))
    .map((fn) => ({ kind: 'check', fn: file.names.fullNameOf(fn) }));
}

function answersYesOrNo(fn: Def, file: FactsContext): boolean {
  const values = file.flow.returnValues(fn);
  // What always says the same says nothing.
  const said = new Set(
    values.map((value) => (value?.kind === 'Constant' && value.value.kind === 'bool' ? value.value.value : undefined)),
  );
  const isOpen = said.size > 1 || said.has(undefined);
  return isOpen && values.every((value) => value !== undefined && isYesOrNo(value, file));
}

function isYesOrNo(value: Expression, file: FactsContext): boolean {
  if (value.kind === 'Compare') return true;
  if (value.kind === 'Constant') return value.value.kind === 'bool';
  if (value.kind === 'UnaryOp') return value.op === 'Not';
  if (value.kind === 'BoolOp') return value.values.every((each) => isYesOrNo(each, file));
  return file.types.classOf(value) === 'builtins.bool';
}

function droppedIn(file: FactsContext): Fact[] {
  return nodesOf(file.module, 'Expr').flatMap((statement): Fact[] => {
    const call = statement.value;
    if (call.kind !== 'Call' || file.context.isTestCode(call)) return [];
    const callee = file.types.calleeName(call.func);
    const known = callee !== undefined && KNOWN.has(callee) ? callee : undefined;
    const path = known === undefined ? file.effects.projectPath(call) : undefined;
    if (known === undefined && path === undefined) return [];
    const rest = { place: packPlace(file, call), within: file.names.qualnameOf(call) };
    return [
      { kind: 'dropped', ...rest, ...(known === undefined ? {} : { known }), ...(path === undefined ? {} : { path }) },
    ];
  });
}

/** `all(results)` of a list that the function makes empty; what is tested for being empty is seen to. */
function vacuousIn(file: FactsContext): Fact[] {
  return nodesOf(file.module, 'Call').flatMap((call): Fact[] => {
    const [given] = call.args;
    if (given === undefined || file.names.qualifiedName(call.func) !== 'builtins.all') return [];
    const local = itemsAsked(given);
    const binding = local === undefined ? undefined : file.names.resolve(local);
    if (local === undefined || binding?.scope.kind !== 'function' || file.context.isTestCode(call)) return [];
    const [made, ...others] = binding.definitions;
    if (made?.value === undefined || others.length > 0 || !isMadeEmpty(made.value)) return [];
    const uses = binding.references.filter((reference) => reference !== local);
    if (uses.some((reference) => !isFillOrTell(reference))) return [];
    const fills = uses.filter((reference) => isFill(reference));
    if (fills.some((fill) => isCertain(fill, made.statement, fills))) return [];
    const rest = { place: packPlace(file, call), within: file.names.qualnameOf(call) };
    return [{ kind: 'vacuous', local: local.id, isFilled: fills.length > 0, ...rest }];
  });
}

const isMadeEmpty = (value: Expression): boolean =>
  (value.kind === 'List' && value.elts.length === 0) || (value.kind === 'Dict' && value.keys.length === 0);

/** `results`, `results.values()`, `r.ok for r in results`. */
function itemsAsked(given: Expression): Extract<Expression, { kind: 'Name' }> | undefined {
  if (given.kind === 'Name') return given;
  if (given.kind === 'Call' && given.func.kind === 'Attribute' && given.func.attr === 'values')
    return itemsAsked(given.func.value);
  const [first] = given.kind === 'GeneratorExp' || given.kind === 'ListComp' ? given.generators : [];
  return first === undefined || first.ifs.length > 0 ? undefined : itemsAsked(first.iter);
}

type Reference = Extract<Expression, { kind: 'Name' }>;

function isFill({ parent }: Reference): boolean {
  if (parent?.kind === 'Attribute')
    return parent.attr === 'append' || parent.attr === 'extend' || parent.attr === 'update';
  return parent?.kind === 'Subscript' && parent.ctx === 'Store';
}

/** Anything but filling it, going through it and handing it out may be a look at its length. */
function isFillOrTell(reference: Reference): boolean {
  const { parent } = reference;
  if (isFill(reference) || parent?.kind === 'Return' || parent?.kind === 'For' || parent?.kind === 'comprehension')
    return true;
  if (parent?.kind === 'Attribute') return parent.attr === 'items' || parent.attr === 'values';
  return parent?.kind === 'Call' && dottedName(parent.func) === 'print';
}

/** It runs whenever the function does, as far as the block goes that makes the list. */
function isCertain(fill: Reference, made: Node, fills: readonly Reference[]): boolean {
  const home = [...ancestors(made)].find(({ kind }) => kind !== 'Try' && !isManaged(kind));
  let at: Call['parent'] = fill.parent;
  while (at !== undefined && at.kind !== 'Expr' && at.kind !== 'Assign') at = at.parent;
  for (let around = at?.parent; around !== undefined; around = around.parent) {
    if (around === home) return true;
    // What is written out has items: `for check in (first, second):`.
    const isWritten =
      around.kind === 'For' &&
      (around.iter.kind === 'Tuple' || around.iter.kind === 'List') &&
      around.iter.elts.length > 0;
    // On both sides of a condition something is put in.
    const isEither =
      around.kind === 'If' &&
      [around.body, around.orelse].every((block) => fills.some((each) => block.some((part) => isWithin(each, part))));
    if (!isWritten && !isEither && around.kind !== 'Try' && !isManaged(around.kind)) return false;
  }
  return false;
}

const isManaged = (kind: Node['kind']): boolean => kind === 'With' || kind === 'AsyncWith';
