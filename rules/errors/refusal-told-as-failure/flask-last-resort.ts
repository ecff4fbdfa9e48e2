/** Functions that Flask asks for whatever no route has caught: the errors by which it and the routes refuse are among that. */
import { type Call, type Def, type Expression, lastName, nodesOf, parametersOf } from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { inspectsException, raisesAgain, statusAnsweredIn } from '#semantics/handlers/answered-status';

/** `@app.errorhandler(Exception)`; what it tells is absent where it is for `HTTPException`, which Flask asks before. */
export interface FlaskLastResort {
  readonly kind: 'last-resort';
  readonly place: PackedPlace;
  readonly within: string;
  readonly answered?: number;
}

export function flaskLastResorts(file: FactsContext): readonly FlaskLastResort[] {
  return nodesOf(file.module, 'Call').flatMap((call) => {
    const name = lastName(call.func) ?? '';
    const isRegistered = name === 'register_error_handler';
    if (!isRegistered && !/^(?:app_)?errorhandler$/.test(name)) return [];
    const caught = file.names.qualifiedName(call.args[0] ?? call.func);
    const fn = isRegistered ? definitionOf(call.args[1], file) : decorated(call);
    if (fn === undefined || !isOfApplication(call, file)) return [];
    const answered = caught === 'builtins.Exception' ? statusOf(fn, file) : undefined;
    if (answered === undefined && caught !== 'werkzeug.exceptions.HTTPException') return [];
    const within = file.names.fullNameOf(fn);
    return { kind: 'last-resort', place: packPlace(file, call), within, ...(answered !== undefined && { answered }) };
  });
}

/** That of a blueprint learns of its own routes alone. */
function isOfApplication({ func }: Call, { types }: FactsContext): boolean {
  const name = types.calleeName(func);
  return name === undefined || /^(?:flask|quart)\.(?:(?:\w+\.)*(?:Flask|Quart)\.|.*\.app_)/.test(name);
}

const decorated = ({ parent }: Call): Def | undefined =>
  parent?.kind === 'FunctionDef' || parent?.kind === 'AsyncFunctionDef' ? parent : undefined;

function definitionOf(named: Expression | undefined, { names }: FactsContext): Def | undefined {
  const found = named && names.definitionOf(named);
  return found?.kind === 'ClassDef' ? undefined : found;
}

/** The status with which it answers, whatever it is given. */
function statusOf(fn: Def, file: FactsContext): number | undefined {
  const handler = { body: fn.body, name: parametersOf(fn).at(-1)?.name };
  if (raisesAgain(handler) || inspectsException(handler)) return undefined;
  const answered = statusAnsweredIn(handler, file);
  return answered !== undefined && answered >= 500 ? answered : undefined;
}
