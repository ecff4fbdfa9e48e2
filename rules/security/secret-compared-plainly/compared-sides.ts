/** What a comparison compares with what, and where it is a database that compares. */
import { type AnnAssign, type Assign, ancestors, type Expression, lastName } from '#ast';
import type { SemanticModel } from '#semantics';

/** Of `(user, given) == ("admin", secret)` what is beside each other. */
export function sidesOf(left: Expression, right: Expression): readonly (readonly [Expression, Expression])[] {
  if (left.kind !== 'Tuple' || right.kind !== 'Tuple' || left.elts.length !== right.elts.length) return [[left, right]];
  return left.elts.flatMap((each, index) => {
    const other = right.elts[index];
    return other === undefined ? [] : [[each, other] as const];
  });
}

/** A list is compared element by element; a set or a dict looks in one place, and a text for a part. */
export function isOneByOne(sought: Expression, { flow, types }: SemanticModel): boolean {
  const type = types.classOf(sought) ?? '';
  if (type === 'builtins.list' || type === 'builtins.tuple') return true;
  return [sought, ...flow.origins(sought)].some(
    ({ kind }) => kind === 'ListComp' || kind === 'List' || kind === 'Tuple',
  );
}

/** `select(Gift).where(Gift.token == token)`: no method of these names has a use for a plain truth value. */
export function isClauseOfQuery(clause: Expression, ctx: SemanticModel): boolean {
  for (const outer of ancestors(clause)) {
    if (outer.kind === 'Call') {
      const name = lastName(outer.func) ?? '';
      if (outer.func.kind === 'Attribute' && QUERYING.has(name)) return true;
      if (!JOINING.has(name) && ctx.flow.whole(outer) === outer) return false;
    } else if (outer.kind === 'Assign' || outer.kind === 'AnnAssign') return isBoundToClause(outer, ctx);
    else if (outer.kind !== 'BinOp' && outer.kind !== 'UnaryOp' && outer.kind !== 'Starred') return false;
  }
  return false;
}

/** `found = or_(Gift.token == token, …)`, and every use of the name is in a query. */
function isBoundToClause(statement: Assign | AnnAssign, ctx: SemanticModel): boolean {
  const [target, second] = statement.kind === 'Assign' ? statement.targets : [statement.target];
  if (target?.kind !== 'Name' || second !== undefined || ctx.names.resolve(target)?.scope.kind !== 'function')
    return false;
  const uses = ctx.names.resolve(target)?.references ?? [];
  return uses.length > 0 && uses.every((use) => isClauseOfQuery(use, ctx));
}

const QUERYING: ReadonlySet<string> = new Set(['where', 'filter', 'having', 'join', 'outerjoin', 'find_one', 'find']);
const JOINING: ReadonlySet<string> = new Set(['and_', 'or_', 'not_']);
