import { type Attribute, nodesOf } from '../../ast/index.ts';
import { secretKindOf } from '../../knowledge/secrets.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary } from '../summary.ts';

/** `self.secret_key = secret_key`: what is read as `self.secret_key` there is no setting of that name. */
export function ownSecrets(model: SemanticModel): Pick<ModuleSummary, 'ownSecrets'> {
  const named = nodesOf(model.source.module, 'Attribute').filter(({ attr }) => secretKindOf(attr) !== undefined);
  const isOwn = ({ value }: Attribute): boolean => value.kind === 'Name' && value.id === 'self';
  const foreign = new Set(named.flatMap((each) => (each.ctx === 'Load' && !isOwn(each) ? each.attr : [])));
  const stored = named.flatMap((each) => (each.ctx === 'Store' && isOwn(each) ? each.attr : []));
  const own = [...new Set(stored)].filter((attr) => !foreign.has(attr));
  return own.length === 0 ? {} : { ownSecrets: own };
}
