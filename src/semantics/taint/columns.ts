/** Attributes of the objects of a mapper, which hold what a row of the database holds. */
import { type ClassDef, holds, lastName } from '../../ast/index.ts';
import { groupBy, memoize } from '../../collections/index.ts';
import type { SemanticModel } from '../model.ts';

/** `name = models.CharField(…)`, `name = Column(String)`: any text may be in it. Numbers, dates and choices are none. */
export function isTextColumn(attribute: string, owner: ClassDef | undefined, { values }: SemanticModel): boolean {
  const members = owner === undefined ? undefined : membersMade(owner).get(attribute);
  return (members ?? []).some(({ call: value }) => {
    const made = lastName(value.func) ?? '';
    const choices = value.keywords.find(({ arg }) => arg === 'choices')?.value;
    if (choices !== undefined && values.fold(choices)?.kind !== 'none') return false;
    if (/^(?:Char|Text|URL|File|FilePath|Slug|JSON)Field$/.test(made)) return true;
    if (made !== 'Column' && made !== 'mapped_column') return false;
    return value.args.some((type) =>
      holds(type, (node) =>
        /^(?:String|Text|Unicode|UnicodeText|VARCHAR)$/.test(
          node.kind === 'Name' || node.kind === 'Attribute' ? (lastName(node) ?? '') : '',
        ),
      ),
    );
  });
}

/** What calls make of the names of a class. */
const membersMade = memoize(({ body }: ClassDef) =>
  groupBy(
    body.flatMap((member) => {
      const [target] = member.kind === 'Assign' ? member.targets : [];
      const isMade = member.kind === 'Assign' && member.value.kind === 'Call' && target?.kind === 'Name';
      return isMade ? { name: target.id, call: member.value } : [];
    }),
    ({ name }) => name,
  ),
);
