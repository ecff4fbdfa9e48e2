/** Fields of the bodies that routes are given, and where a route hands them. */
import type { Def, Expression, Name, Parameter } from '#ast';
import { groupBy } from '#collections';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { partsAnsweredBy } from '#kit/web';
import { type Handed, handedTo } from '#semantics/effects/handed-on';

/** A field that a route only hands on, or shows again in its answer. Plain JSON, for facts. */
export interface FieldHandedOn {
  readonly kind: 'route';
  readonly route: string;
  readonly parameter: string;
  /** Where it is handed on first. */
  readonly place: PackedPlace;
  readonly declared?: PackedPlace;
  readonly handed: readonly Handed[];
  readonly isEchoed: boolean;
}

/** The class of a body, or of a part of it, by the annotation of the parameter or field that takes it. */
export function bodyGiven({ annotation }: Pick<Parameter, 'annotation'>, file: FactsContext): string | undefined {
  const body = annotation === undefined ? undefined : file.types.annotatedClass(annotation);
  return body?.startsWith('builtins.') === true ? undefined : body;
}

/** Fields of a body that the route itself does nothing with but to hand them on, or to answer with them. */
export function fieldsHandedOn(
  parameter: Parameter,
  uses: readonly Name[],
  fn: Def,
  file: FactsContext,
): readonly FieldHandedOn[] {
  const reads = uses.flatMap(({ parent }) =>
    parent?.kind === 'Attribute' && parent.ctx === 'Load' && !isCalled(parent) ? parent : [],
  );
  // Anyone who takes the whole body reads what it likes.
  if (reads.length < uses.length || reads.length === 0) return [];
  const owner = parameter.annotation === undefined ? undefined : file.names.definitionOf(parameter.annotation);
  const answered = new Set<Expression>(partsAnsweredBy(fn, file));
  return [...groupBy(reads, ({ attr }) => attr)].flatMap(([field, each]): FieldHandedOn[] => {
    const used = each.filter((read) => !answered.has(read));
    const handed = used.flatMap((read) => handedTo(read, file) ?? []);
    const [first] = used;
    if (first === undefined || handed.length < used.length) return [];
    const declared =
      owner?.kind === 'ClassDef'
        ? owner.body.find(
            (each) => each.kind === 'AnnAssign' && each.target.kind === 'Name' && each.target.id === field,
          )
        : undefined;
    return [
      {
        kind: 'route',
        route: fn.name,
        parameter: field,
        place: packPlace(file, first),
        ...(declared?.kind === 'AnnAssign' && { declared: packPlace(file, declared.target) }),
        handed,
        isEchoed: used.length < each.length,
      },
    ];
  });
}

const isCalled = (node: Expression): boolean => node.parent?.kind === 'Call' && node.parent.func === node;
