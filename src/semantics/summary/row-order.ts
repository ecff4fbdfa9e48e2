/** What a class of rows says of the order in which they come where nobody asks for one. */
import { type ClassDef, type Stmt, stringConstant } from '../../ast/index.ts';
import type { SummaryClass } from '../summary.ts';

/** `class Meta: ordering = ["name"]` of Django and its like, `meta = {"ordering": ["name"]}` of MongoEngine. */
export function rowOrderOf({ body }: ClassDef): Pick<SummaryClass, 'ordersRows'> {
  if (body.some(setsOrder)) return { ordersRows: true };
  return body.some((member) => binds(member, 'objects')) ? { ordersRows: 'perhaps' } : {};
}

function setsOrder(member: Stmt): boolean {
  if (member.kind === 'ClassDef') return member.name === 'Meta' && member.body.some((each) => binds(each, 'ordering'));
  if (member.kind !== 'Assign' || !binds(member, 'meta') || member.value.kind !== 'Dict') return false;
  return member.value.keys.some((key) => key !== undefined && stringConstant(key) === 'ordering');
}

function binds(member: Stmt, name: string): boolean {
  const targets = member.kind === 'Assign' ? member.targets : member.kind === 'AnnAssign' ? [member.target] : [];
  return targets.some((target) => target.kind === 'Name' && target.id === name);
}
