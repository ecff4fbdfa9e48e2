/** The functions that a framework calls for a parameter. */
import type { Arg, Call, Expression } from '../../ast/index.ts';
import type { Names } from '../names.ts';

/** `get_db` of `db=Depends(get_db)` and of `db: Annotated[Session, Depends(get_db)]`. */
export function dependencyOf(parameter: Arg, names: Names): Expression | undefined {
  const given = callBeside(parameter);
  return given !== undefined && DEPENDS.has(names.qualifiedName(given.func) ?? '') ? given.args[0] : undefined;
}

const DEPENDS: ReadonlySet<string> = new Set(
  ['Depends', 'Security'].flatMap((name) => [`fastapi.${name}`, `fastapi.params.${name}`]),
);

/**
 * `Annotated[Gate, Depends(Gate("admin"))]`: what is handed over is what the object gives when it is called, of whatever class, and the
 * annotation names the object. So it is where the function says that it gives something else: nobody checks the annotation.
 */
export function isCalledInstead(annotation: Expression, given: Expression | undefined, names: Names): boolean {
  if (given?.kind !== 'Call' || !DEPENDS.has(names.qualifiedName(given.func) ?? '')) return false;
  const [made] = given.args;
  const said = names.qualifiedName(annotation);
  if (made?.kind === 'Call') return said !== undefined && names.qualifiedName(made.func) === said;
  const fn = made && names.definitionOf(made);
  const returned = fn === undefined || fn.kind === 'ClassDef' ? undefined : fn.returns;
  const result = returned && names.qualifiedName(returned);
  return said !== undefined && result !== undefined && result !== said;
}

/** The call that stands as the default of a parameter, or behind the type in `Annotated[…]`. */
export function callBeside(parameter: Arg): Call | undefined {
  const { parent, annotation } = parameter;
  const behind =
    annotation?.kind === 'Subscript' && annotation.slice.kind === 'Tuple' ? annotation.slice.elts[1] : undefined;
  if (behind?.kind === 'Call') return behind;
  if (parent?.kind !== 'arguments') return undefined;
  const positional = [...parent.posonlyargs, ...parent.args];
  const index = positional.indexOf(parameter);
  const standard =
    index >= 0
      ? parent.defaults[index - positional.length + parent.defaults.length]
      : parent.kw_defaults[parent.kwonlyargs.indexOf(parameter)];
  return standard?.kind === 'Call' ? standard : undefined;
}
