/** Attributes of the objects of a mapper, which hold what a row of the database holds. */
import { type Call, type ClassDef, holds, lastName } from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import type { SemanticModel } from '../model.ts';

/** `name = models.CharField(…)`, `name = Column(String)`: any text may stand in it. Numbers, dates and choices are none. */
export function isTextColumn(attribute: string, owner: ClassDef | undefined, { values }: SemanticModel): boolean {
  const members = owner === undefined ? undefined : membersMade(owner).get(attribute);
  return (members ?? []).some((value) => {
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
const membersMade = memoize(({ body }: ClassDef): ReadonlyMap<string, readonly Call[]> => {
  const made = new Map<string, Call[]>();
  for (const member of body) {
    const [target] = member.kind === 'Assign' ? member.targets : [];
    if (member.kind !== 'Assign' || member.value.kind !== 'Call' || target?.kind !== 'Name') continue;
    const known = made.get(target.id);
    if (known === undefined) made.set(target.id, [member.value]);
    else known.push(member.value);
  }
  return made;
});
