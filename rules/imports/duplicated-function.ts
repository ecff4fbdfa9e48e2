import { createHash } from 'node:crypto';
import {
  type AsyncFunctionDef,
  bodyWithoutDocstring,
  type FunctionDef,
  holds,
  isStatement,
  type Node,
  nameSpan,
  nodesOf,
  pushChildren,
  shapeOf,
} from '#ast';
import { groupBy } from '#collections';
import {
  defineProjectRule,
  type FactsContext,
  NOT_PRODUCTION,
  type PackedPlace,
  type ProjectProblem,
  packPlace,
  unpackPlace,
} from '#kit';
import { counted } from '#text/wording';

interface Fact {
  readonly name: string;
  readonly place: PackedPlace;
  /** A digest for each statement, in order. */
  readonly statements: readonly string[];
  /** It decides or repeats something: a list of steps, such as the layers of a network, is much like any other. */
  readonly isBranching?: true;
}

interface Copy {
  readonly path: string;
  readonly fact: Fact;
}

/** A copy of fewer statements is told only where several modules have it. */
const LONG = 13;
const SHORT = 4;
const MANY = 3;
/** Share of statements that two long functions have in common. */
const ALIKE = 0.85;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'duplicated function',
    why: 'A fix in one copy does not reach the others, and after a while they differ by accident.',
    remedy: 'Keep one function in a shared module and call it from all places',
    harm: 'dead-code',
    severity: { 'identical copies': 'P3', 'copies that differ': 'P3' },
    precision: 'low',
    since: '0.1.0',
    cwe: [1041],
    origin: [{ document: 'Field report 2', finding: '3: near-duplicate functions' }],
    bad: '# path: shop/a.py\ndef is_admin(user, names):\n    if user is None:\n        return False\n    if user.number in names:\n        return True\n    return user.name.lower() in names\n\n# path: shop/b.py\ndef is_admin(user, names):\n    if user is None:\n        return False\n    if user.number in names:\n        return True\n    return user.name.lower() in names\n\n# path: shop/c.py\ndef is_admin(user, names):\n    if user is None:\n        return False\n    if user.number in names:\n        return True\n    return user.name.lower() in names\n',
    good: '# path: shop/users.py\ndef is_admin(user, names):\n    if user is None:\n        return False\n    if user.number in names:\n        return True\n    return user.name.lower() in names\n\n# path: shop/a.py\nfrom shop.users import is_admin\n\n# path: shop/b.py\nfrom shop.users import is_admin\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: functionsOf,
  check(_, ctx) {
    const copies: readonly Copy[] = ctx.facts;
    const folders = new Folders();
    const found: { readonly group: readonly Copy[]; readonly problem: Omit<ProjectProblem, 'cause'> }[] = [];
    const told = new Set<Copy>();
    for (const group of groupBy(copies, ({ fact }) => fact.statements.join('')).values()) {
      const [first, ...others] = group;
      const size = first?.fact.statements.length ?? 0;
      if (first === undefined || others.length === 0) continue;
      const modules = new Set(group.map(({ path }) => path)).size;
      if (size < LONG && (modules < MANY || group.some(({ fact }) => fact.name !== first.fact.name))) continue;
      for (const each of group) told.add(each);
      folders.join(group);
      found.push({
        group,
        problem: {
          ...placesOf(first, others, 'identical copy'),
          message: `duplicated function: \`${first.fact.name}\` has ${counted(others.length, 'identical copy', 'identical copies')} (${counted(size, 'statement')} each)`,
        },
      });
    }
    for (const [first, second, common] of alike(copies.filter((each) => !told.has(each)))) {
      const size = first.fact.statements.length;
      const other = first.fact.name === second.fact.name ? second.path : second.fact.name;
      folders.join([first, second]);
      found.push({
        group: [first, second],
        problem: {
          ...placesOf(first, [second], 'the other copy'),
          kind: 'copies that differ',
          message: `duplicated function: ${common} of the ${size} statements of \`${first.fact.name}\` are also in \`${other}\``,
        },
      });
    }
    for (const { group, problem } of found) ctx.report({ ...problem, cause: folders.causeOf(group) });
  },
});

/** Folders that were copied as a whole are one mistake; within a folder it is the module. */
class Folders {
  readonly #above = new Map<string, string>();

  join(group: readonly Copy[]): void {
    const [first, ...others] = group;
    for (const { path } of others) {
      const root = this.#rootOf(folderOf(first?.path ?? ''));
      const other = this.#rootOf(folderOf(path));
      if (other !== root) this.#above.set(other, root);
    }
  }

  causeOf(group: readonly Copy[]): string {
    const folders = new Set(group.map(({ path }) => folderOf(path)));
    const [first] = group;
    return folders.size > 1 ? `copies of ${this.#rootOf(folderOf(first?.path ?? ''))}/` : `copies of ${first?.path}`;
  }

  #rootOf(folder: string): string {
    let at = folder;
    for (let above = this.#above.get(at); above !== undefined; above = this.#above.get(at)) at = above;
    return at;
  }
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

const placesOf = (first: Copy, others: readonly Copy[], message: string) => ({
  at: { path: first.path, ...unpackPlace(first.fact.place) },
  related: others.map(({ path, fact }) => ({ path, ...unpackPlace(fact.place), message })),
  key: `${first.path} ${first.fact.name}`,
});

/** Pairs of long functions with most statements in common, each function in its best pair. */
function alike(copies: readonly Copy[]): readonly (readonly [Copy, Copy, number])[] {
  const long = copies.filter(({ fact }) => fact.isBranching && fact.statements.length >= LONG);
  const holders = new Map<string, number[]>();
  long.forEach(({ fact }, index) => {
    for (const digest of new Set(fact.statements)) holders.set(digest, [...(holders.get(digest) ?? []), index]);
  });
  const candidates = new Map<string, number>();
  for (const list of holders.values()) {
    // What so many have says nothing: `return None`.
    if (list.length > MOST_HOLDERS) continue;
    for (const [at, a] of list.entries())
      for (const b of list.slice(at + 1)) candidates.set(`${a} ${b}`, (candidates.get(`${a} ${b}`) ?? 0) + 1);
  }
  const taken = new Set<number>();
  const found: (readonly [Copy, Copy, number])[] = [];
  for (const key of candidates.keys()) {
    const [a = 0, b = 0] = key.split(' ').map(Number);
    const [first, second] = [long[a], long[b]];
    if (first === undefined || second === undefined || taken.has(a) || taken.has(b)) continue;
    const common = inCommon(first.fact.statements, second.fact.statements);
    if ((2 * common) / (first.fact.statements.length + second.fact.statements.length) < ALIKE) continue;
    taken.add(a).add(b);
    found.push([first, second, common]);
  }
  return found;
}

const MOST_HOLDERS = 50;

/** Statements that both have, each as often as the one that has it less often. */
function inCommon(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>();
  for (const each of a) left.set(each, (left.get(each) ?? 0) + 1);
  let common = 0;
  for (const each of b) {
    const count = left.get(each) ?? 0;
    if (count > 0) common++;
    left.set(each, count - 1);
  }
  return common;
}

/** Functions that do something by themselves: a nested one is part of the one around it. */
function functionsOf(file: FactsContext): Fact[] {
  if (/(?:^|\/)(?:migrations|versions)\//.test(file.path)) return [];
  return [...nodesOf(file.module, 'FunctionDef'), ...nodesOf(file.module, 'AsyncFunctionDef')]
    .filter(
      (fn) => fn.parent?.kind === 'Module' || (fn.parent?.kind === 'ClassDef' && fn.parent.parent?.kind === 'Module'),
    )
    .filter((fn) => !/^__\w+__$/.test(fn.name) || fn.name === '__call__')
    .flatMap((fn) => {
      const statements = statementsOf(fn);
      const isBranching = holds(fn.body, ({ kind }) => /^(?:If|For|AsyncFor|While|Try|Match)$/.test(kind));
      const place = packPlace(file, nameSpan(fn));
      return statements.length < SHORT
        ? []
        : [{ name: fn.name, place, statements, ...(isBranching && { isBranching: true as const }) }];
    });
}

/** The statements of a function, each by what it is without the statements in it. */
function statementsOf(fn: FunctionDef | AsyncFunctionDef): readonly string[] {
  const digests: string[] = [];
  const pending: Node[] = [...bodyWithoutDocstring(fn)].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const inner: Node[] = [];
    digests.push(digestOf(node, inner));
    pending.push(...inner.reverse());
  }
  return digests;
}

function digestOf(statement: Node, inner: Node[]): string {
  const shapes: string[] = [];
  const pending: Node[] = [statement];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node !== statement && isStatement(node)) inner.push(node);
    else {
      shapes.push(shapeOf(node));
      pushChildren(node, pending);
    }
  }
  return createHash('sha1').update(shapes.join('\n')).digest('base64').slice(0, 8);
}
