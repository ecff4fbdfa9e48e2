/** Attributes of the objects of a mapper, which hold what a row of the database holds. */
import { type ClassDef, holds, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** `name = models.CharField(…)`, `name = Column(String)`: any text may stand in it. Numbers, dates and choices are none. */
export function isTextColumn(attribute: string, owner: ClassDef | undefined, { values }: SemanticModel): boolean {
  return (owner?.body ?? []).some((member) => {
    if (member.kind !== 'Assign' || member.value.kind !== 'Call') return false;
    const [target] = member.targets;
    if (target?.kind !== 'Name' || target.id !== attribute) return false;
    const { value } = member;
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
