/** How many workers Python files ask for: gunicorn's configuration, and servers that code starts itself. */
import { type Call, type Expression, holds, identifiersOf, lastName, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { type PackedPlace, packPlace } from '../packed-place.ts';
import type { FactsContext } from '../rule.ts';

/** A number, `several` where it is more than one on every machine that serves, or a variable with what it is without. */
export type WrittenCount = number | 'several' | { readonly variable: string; readonly otherwise?: number | 'several' };

/** What Python files say of workers. */
export type ServerFact =
  /** `workers = 4` of a file that configures gunicorn. */
  | { readonly kind: 'gunicorn-workers'; readonly count: WrittenCount; readonly place: PackedPlace }
  /** `uvicorn.run("shop.api:app", workers=4)`; without a name it serves an object of the file. */
  | {
      readonly kind: 'served-here';
      readonly application?: string;
      readonly count: WrittenCount;
      readonly place: PackedPlace;
    };

/** What one file says of workers. */
export function serverFacts(file: FactsContext): readonly ServerFact[] {
  return [...gunicornFacts(file), ...runFacts(file)];
}

function gunicornFacts(file: FactsContext): ServerFact[] {
  if (!/^(?=.*\.py$)(?:.*\/)?[^/]*gunicorn[^/]*$/s.test(file.path)) return [];
  const definition = file.names.moduleScope.bindings.get('workers')?.definitions.at(-1);
  const count = definition?.value === undefined ? undefined : writtenCount(definition.value, file);
  if (definition === undefined || count === undefined) return [];
  return [{ kind: 'gunicorn-workers', count, place: packPlace(file, definition.statement) }];
}

function runFacts(file: FactsContext): ServerFact[] {
  if (!identifiersOf(file.module).has('uvicorn')) return [];
  return nodesOf(file.module, 'Call').flatMap((call): ServerFact[] => {
    const isRun = lastName(call.func) === 'run' && file.names.qualifiedName(call.func) === 'uvicorn.run';
    if (!isRun || isReloading(call, file)) return [];
    const workers = file.values.argument(call, 'workers', undefined);
    const count =
      workers.kind === 'given' ? writtenCount(workers.value, file) : workers.kind === 'absent' ? 1 : undefined;
    const [served] = call.args;
    if (count === undefined || served === undefined) return [];
    const application = file.values.string(served)?.split(':')[0];
    // Several workers import the application by its name: given the object, uvicorn says so and ends.
    if (count !== 1 && application === undefined && file.flow.whole(served).kind === 'Call') return [];
    return [{ kind: 'served-here', ...(application && { application }), count, place: packPlace(file, call) }];
  });
}

/** Who reloads is developing. */
const isReloading = (call: Call, { values }: SemanticModel): boolean =>
  values.argument(call, 'reload', undefined).kind !== 'absent';

/** `4`, `int(os.getenv("WORKERS", "4"))`, `cpu_count() * 2 + 1`. */
function writtenCount(value: Expression, model: SemanticModel, steps = 0): WrittenCount | undefined {
  const number = model.values.number(value) ?? Number(model.values.string(value) ?? Number.NaN);
  if (Number.isInteger(number)) return number;
  if (steps > 4) return undefined;
  if (value.kind === 'Call' && model.names.qualifiedName(value.func) === 'builtins.int') {
    const [inner] = value.args;
    return inner === undefined ? undefined : writtenCount(inner, model, steps + 1);
  }
  const read = model.values.environmentRead(value);
  if (read?.key !== undefined) {
    const otherwise = read.fallback === undefined ? undefined : writtenCount(read.fallback, model, steps + 1);
    return { variable: read.key, ...(otherwise !== undefined && typeof otherwise !== 'object' && { otherwise }) };
  }
  const isByCores = holds(value, (node) => node.kind === 'Call' && /cpu_count$/.test(lastName(node.func) ?? ''));
  if (isByCores) return 'several';
  const [origin, ...others] = value.kind === 'Name' ? model.flow.origins(value) : [];
  return origin === undefined || origin === value || others.length > 0
    ? undefined
    : writtenCount(origin, model, steps + 1);
}
