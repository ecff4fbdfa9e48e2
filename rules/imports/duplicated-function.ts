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
  walk,
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
  readonly size: number;
  /** Of all statements. */
  readonly digest: string;
  /** One for each statement, in order, of a long function that decides or repeats something: a list of steps is much like any other. */
  readonly digests?: readonly string[];
}

interface Copy {
  readonly path: string;
  readonly fact: Fact;
}

/** A copy of fewer statements is reported only where several modules have it. */
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
    const reported = new Set<Copy>();
    for (const group of groupBy(copies, ({ fact }) => fact.digest).values()) {
      const [first, ...others] = group;
      const size = first?.fact.size ?? 0;
      if (first === undefined || others.length === 0) continue;
      const modules = new Set(group.map(({ path }) => path)).size;
      if (size < LONG && (modules < MANY || group.some(({ fact }) => fact.name !== first.fact.name))) continue;
      for (const each of group) reported.add(each);
      folders.join(group);
      found.push({
        group,
        problem: {
          ...placesOf(first, others, 'identical copy'),
          message: `duplicated function: \`${first.fact.name}\` has ${counted(others.length, 'identical copy', 'identical copies')} (${counted(size, 'statement')} each)`,
        },
      });
    }
    for (const { first, second, common } of alike(copies.filter((each) => !reported.has(each)))) {
      const { size } = first.fact;
      const other = first.fact.name === second.fact.name ? second.path : second.fact.name;
      const group = [first, second];
      folders.join(group);
      found.push({
        group,
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

interface Long extends Copy {
  readonly digests: readonly string[];
}

interface Pair {
  readonly first: Long;
  readonly second: Long;
  readonly common: number;
  readonly share: number;
}

/** Pairs of long functions with most statements in common, each function in its best pair. */
function alike(copies: readonly Copy[]): readonly Pair[] {
  const long = copies.flatMap(({ path, fact }) => (fact.digests ? { path, fact, digests: fact.digests } : []));
  const taken = new Set<Copy>();
  return candidatesAmong(long)
    .flatMap(([first, second]): readonly Pair[] => {
      const common = inCommon(first.digests, second.digests);
      const share = shareOf(common, first, second);
      return share < ALIKE ? [] : [{ first, second, common, share }];
    })
    .sort((a, b) => b.share - a.share)
    .filter(({ first, second }) => {
      const isFree = !taken.has(first) && !taken.has(second);
      if (isFree) taken.add(first).add(second);
      return isFree;
    });
}

const shareOf = (common: number, { digests: a }: Long, { digests: b }: Long): number =>
  (2 * common) / (a.length + b.length);

/** Pairs that share enough statements that few have: what so many have says nothing, such as `return None`. */
function candidatesAmong(long: readonly Long[]): readonly (readonly [Long, Long])[] {
  const uses = long.flatMap((each) => [...new Set(each.digests)].map((digest) => ({ digest, each })));
  const holders = groupBy(uses, ({ digest }) => digest);
  const done = new Set<Long>();
  return long.flatMap((first) => {
    done.add(first);
    const lists = [...new Set(first.digests)].map((digest) => holders.get(digest) ?? []);
    const rare = lists.filter(({ length }) => length <= MOST_HOLDERS);
    const shared = groupBy(rare.flat(), ({ each }) => each);
    // The others are repeated, or too frequent to be counted.
    const others = first.digests.length - rare.length;
    return [...shared].flatMap(([second, { length }]) =>
      done.has(second) || shareOf(length + others, first, second) < ALIKE ? [] : [[first, second] as const],
    );
  });
}

const MOST_HOLDERS = 50;

/** Statements that both have, each as often as the one that has it less often. */
function inCommon(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>();
  for (const each of a) left.set(each, (left.get(each) ?? 0) + 1);
  let common = 0;
  for (const each of b) {
    if ((left.get(each) ?? 0) > 0) common++;
    left.set(each, (left.get(each) ?? 0) - 1);
  }
  return common;
}

/** A nested function is part of the one around it. */
function functionsOf(file: FactsContext): Fact[] {
  if (/(?:^|\/)(?:migrations|versions)\//.test(file.path)) return [];
  return [...nodesOf(file.module, 'FunctionDef'), ...nodesOf(file.module, 'AsyncFunctionDef')]
    .filter(
      (fn) => fn.parent?.kind === 'Module' || (fn.parent?.kind === 'ClassDef' && fn.parent.parent?.kind === 'Module'),
    )
    .filter((fn) => !/^__\w+__$/.test(fn.name) || fn.name === '__call__')
    .flatMap((fn) => {
      const statements = statementsOf(fn);
      if (statements.length < SHORT) return [];
      const digests = statements.map(digestOf);
      const isCompared = statements.length >= LONG && holds(fn.body, ({ kind }) => BRANCHING.test(kind));
      return {
        name: fn.name,
        place: packPlace(file, nameSpan(fn)),
        size: statements.length,
        digest: hash(digests),
        ...(isCompared && { digests }),
      };
    });
}

const BRANCHING = /^(?:If|For|AsyncFor|While|Try|Match)$/;

function statementsOf(fn: FunctionDef | AsyncFunctionDef): readonly Node[] {
  const found: Node[] = [];
  for (const statement of bodyWithoutDocstring(fn))
    walk(statement, (node) => {
      if (isStatement(node)) found.push(node);
    });
  return found;
}

/** What a statement is without the statements in it. */
function digestOf(statement: Node): string {
  const shapes: string[] = [];
  const pending: Node[] = [statement];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node !== statement && isStatement(node)) continue;
    shapes.push(shapeOf(node));
    pushChildren(node, pending);
  }
  return hash(shapes);
}

const hash = (texts: readonly string[]): string =>
  createHash('sha1').update(texts.join('\n')).digest('base64').slice(0, 8);
