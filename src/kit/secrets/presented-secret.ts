/** Secrets that a program shows to a service, of which it says beside them where that is. */
import {
  ancestors,
  blockAround,
  type Constant,
  type Expression,
  holds,
  type Node,
  parametersOf,
  type Stmt,
  stringConstant,
  wordsOfName,
} from '../../ast/index.ts';
import {
  arePair,
  isOfAccount,
  isPasswordName,
  isStorePassword,
  ownersOfAddress,
  ownersOfSecret,
} from '../../knowledge/secrets.ts';
import { nameOfPlace } from '../errors/fallback.ts';
import { HOST, isRemoteHost } from './made-up-secret.ts';
import { isInConnection } from './where-it-counts.ts';

/** By its name, by what stands beside it, or by the connection that it is a part of. */
export const isShownToService = (literal: Constant, name: string): boolean =>
  isStorePassword(name) || isForServiceBeside(literal, name) || (isPasswordName(name) && isInConnection(literal));

/**
 * Whether a place beside the literal (setting of the same class, module or function, keyword, key, parameter) is the address of
 * what the secret belongs to by its name, or the account there: `postgres_password` beside `postgres_host`, `board_user`. It has to be what that service has.
 */
function isForServiceBeside(literal: Constant, name: string): boolean {
  const { own, beside } = placesAround(literal);
  const owners = new Set([name, ...own].flatMap(ownersOfSecret));
  return beside.some((each) => isOfAccount(name, each) || ownersOfAddress(each).some((owner) => owners.has(owner)));
}

/** Whether the identifier that was issued with the secret stands beside it. */
export function isBesideItsIdentifier(literal: Constant, name: string): boolean {
  const { beside, variables } = placesAround(literal);
  return [...beside, ...variables].some((each) => arePair(name, each));
}

/** `REPORTS_URL = os.getenv("REPORTS_URL", "https://…")` beside `REPORTS_PASSWORD`: by its name it is the host that the password opens. */
export function isBesideRemoteHost(literal: Constant, name: string): boolean {
  const [first] = wordsOfName(name);
  const block = [...ancestors(literal)].map(blockAround).find(({ length }) => length > 0) ?? [];
  return block.some((each) => {
    const value = assignedBy(each);
    const isOfIt = targetsOf(each).some((other) => HOST.test(other) && wordsOfName(other)[0] === first);
    return isOfIt && value !== undefined && holds(value, (node) => isRemoteHost(textOf(node)));
  });
}

const textOf = (node: Node): string | undefined => (node.kind === 'Constant' ? stringConstant(node) : undefined);

interface Places {
  readonly own: readonly string[];
  readonly beside: readonly string[];
  /** What is read from outside in the statements, keywords and entries beside it: `S3_ACCESS_KEY`. */
  readonly variables: readonly string[];
}

/** The names that the literal is bound to, and those of the places beside it. */
function placesAround(literal: Constant): Places {
  const beside: string[] = [];
  const variables: string[] = [];
  for (const around of [literal, ...ancestors(literal)]) {
    beside.push(...namesWithin(around));
    variables.push(...valuesWithin(around).flatMap(variablesOf));
    const block = blockAround(around);
    if (block.length > 0)
      return {
        own: targetsOf(around),
        beside: [...beside, ...block.flatMap(targetsOf)],
        variables: [...variables, ...block.flatMap((each) => variablesOf(assignedBy(each)))],
      };
  }
  return { own: [], beside, variables };
}

function namesWithin(around: Node): readonly string[] {
  switch (around.kind) {
    case 'Call':
      return around.keywords.flatMap(({ arg }) => arg ?? []);
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
