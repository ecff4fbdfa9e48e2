/** Secrets that a program shows to a service, of which it says beside them where that is. */
import {
  ancestors,
  blockAround,
  type Constant,
  type Expression,
  holds,
  keywordNames,
  type Node,
  type NodeKind,
  nameOfPlace,
  parametersOf,
  type Stmt,
  stringConstant,
  wordsOfName,
} from '#ast';
import { memoize } from '#collections';
import { HOST, isRemoteHost } from '#kit/secrets';
import {
  accountOfPassword,
  identifiersOfSecret,
  isPasswordName,
  isStorePassword,
  ownerOfAccount,
  ownerOfIdentifier,
  ownersOfAddress,
  ownersOfSecret,
} from '#knowledge/secrets';
import { isInConnection } from '../_shared/where-it-counts.ts';

/** By its name, by what is beside it, or by the connection that it is a part of. */
export const isShownToService = (literal: Constant, name: string): boolean =>
  isStorePassword(name) || isForServiceBeside(literal, name) || (isPasswordName(name) && isInConnection(literal));

/**
 * Whether a place beside the literal (setting of the same class, module or function, keyword, key, parameter) is the address of
 * what the secret belongs to by its name, or the account there: `postgres_password` beside `postgres_host`, `board_user`. It has to be what that service has.
 */
function isForServiceBeside(literal: Constant, name: string): boolean {
  const { own, beside } = placesAround(literal);
  const owners = [name, ...own].flatMap(ownersOfSecret);
  const account = accountOfPassword(name);
  return beside.some(
    ({ addresses, accounts }) =>
      (account !== undefined && accounts.has(account)) || owners.some((owner) => addresses.has(owner)),
  );
}

/** Whether the identifier that was issued with the secret is beside it. */
export function isBesideItsIdentifier(literal: Constant, name: string): boolean {
  const pairs = identifiersOfSecret(name);
  return placesAround(literal).beside.some(({ identifiers }) => pairs.some((pair) => identifiers.has(pair)));
}

/** `REPORTS_URL = os.getenv("REPORTS_URL", "https://…")` beside `REPORTS_PASSWORD`: by its name it is the host that the password opens. */
export function isBesideRemoteHost(literal: Constant, name: string): boolean {
  const [first] = wordsOfName(name);
  for (const around of ancestors(literal)) {
    const block = blockAround(around);
    if (block.length > 0) return hostsIn(block).has(first);
  }
  return false;
}

/** The first words of names in a block that are bound to hosts elsewhere. */
const hostsIn = memoize(
  (block: readonly Stmt[]): ReadonlySet<string | undefined> =>
    new Set(
      block.flatMap((each) => {
        const hosts = targetsOf(each).filter((target) => HOST.test(target));
        const value = hosts.length === 0 ? undefined : assignedBy(each);
        const isRemote = value !== undefined && holds(value, (node) => isRemoteHost(textOf(node)));
        return isRemote ? hosts.map((host) => wordsOfName(host)[0]) : [];
      }),
    ),
);

const textOf = (node: Node): string | undefined => (node.kind === 'Constant' ? stringConstant(node) : undefined);

/** What names of places say whose they are, as `ownersOfSecret` and `accountOfPassword` write it: each of thousands of secrets asks. */
interface Places {
  readonly addresses: ReadonlySet<string>;
  readonly accounts: ReadonlySet<string>;
  readonly identifiers: ReadonlySet<string>;
}

/** `variables` are what is read from outside there: `S3_ACCESS_KEY`. */
const placesOf = (names: readonly string[], variables: readonly string[]): Places => ({
  addresses: new Set(names.flatMap(ownersOfAddress)),
  accounts: new Set(names.flatMap((each) => ownerOfAccount(each) ?? [])),
  identifiers: new Set([...names, ...variables].flatMap((each) => ownerOfIdentifier(each) ?? [])),
});

/** The names that the literal is bound to, and the places beside it. */
function placesAround(literal: Constant): { readonly own: readonly string[]; readonly beside: readonly Places[] } {
  const beside: Places[] = [];
  for (const around of [literal, ...ancestors(literal)]) {
    if (HOLDING.has(around.kind)) beside.push(placesWithin(around));
    const block = blockAround(around);
    if (block.length > 0) return { own: targetsOf(around), beside: [...beside, placesIn(block)] };
  }
  return { own: [], beside };
}

const HOLDING: ReadonlySet<NodeKind> = new Set<NodeKind>(['Call', 'Dict', 'FunctionDef', 'AsyncFunctionDef']);

const placesWithin = memoize((around: Node) =>
  placesOf(namesWithin(around), valuesWithin(around).flatMap(variablesOf)),
);

const placesIn = memoize((block: readonly Stmt[]) =>
  placesOf(
    block.flatMap(targetsOf),
    block.flatMap((each) => variablesOf(assignedBy(each))),
  ),
);

function namesWithin(around: Node): readonly string[] {
  switch (around.kind) {
    case 'Call':
      return keywordNames(around);
    case 'Dict':
      return around.keys.flatMap((key) => stringConstant(key) ?? []);
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return parametersOf(around).map(({ name }) => name);
    default:
      return [];
  }
}

function targetsOf(statement: Node | Stmt): readonly string[] {
  const targets: readonly Expression[] =
    statement.kind === 'Assign' ? statement.targets : statement.kind === 'AnnAssign' ? [statement.target] : [];
  return targets.flatMap((target) => nameOfPlace(target) ?? []);
}

function valuesWithin(around: Node): readonly (Expression | undefined)[] {
  return around.kind === 'Call'
    ? around.keywords.map(({ value }) => value)
    : around.kind === 'Dict'
      ? around.values
      : [];
}

const assignedBy = (statement: Stmt): Expression | undefined =>
  statement.kind === 'Assign' || statement.kind === 'AnnAssign' ? statement.value : undefined;

/** `os.getenv("S3_ACCESS_KEY", "…")`. */
function variablesOf(value: Expression | undefined): readonly string[] {
  const name = value?.kind === 'Call' ? stringConstant(value.args[0]) : undefined;
  return name === undefined ? [] : [name];
}
