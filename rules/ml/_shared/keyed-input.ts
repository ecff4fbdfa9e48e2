/** What a function takes out of a request by a key, where its signature does not say it. */
import { type Assign, type Def, type Expression, nodesOf } from '#ast';
import { groupBy } from '#collections';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { headerRead } from '#kit/web';
import type { SemanticModel } from '#semantics';
import { memoizeByFile } from '#semantics/by-file';
import { type Handed, handedTo } from '#semantics/effects/handed-on';
import { keyRead } from '#semantics/values/keyed-read';

/** A value of the client's that is bound to a local, which nothing reads but what it is handed to. */
export interface KeyedInput {
  readonly parameter: string;
  readonly place: PackedPlace;
  readonly handed: readonly Handed[];
}

/** `limit = int(request.args.get("limit", 20))`: a read that refuses nobody, bound to a local once. */
export function keyedInputsHandedOn(fn: Def, file: FactsContext): readonly KeyedInput[] {
  return (assignmentsByFunction(file).get(fn) ?? []).flatMap((statement) => {
    const [name] = statement.targets;
    if (name?.kind !== 'Name' || name.id.startsWith('_')) return [];
    const binding = file.names.resolve(name);
    if (binding?.definitions.length !== 1 || binding.scope.node !== fn) return [];
    // Without a default the read itself is a check that the key is there.
    if (readOf(statement.value, file).kind !== 'Call' || !isKeyedInput(statement, file)) return [];
    const handed = binding.references.flatMap((use) => handedTo(use, file) ?? []);
    return handed.length < binding.references.length
      ? []
      : [{ parameter: name.id, place: packPlace(file, name), handed }];
  });
}

const assignmentsByFunction = memoizeByFile(({ source, context }: SemanticModel) =>
  groupBy(nodesOf(source.module, 'Assign'), (statement) => context.functionAround(statement)),
);

/** `key = request.path_params["key"]`: nothing is done but to read one part of the request. */
export function isKeyedInput({ targets, value }: Assign, model: SemanticModel): boolean {
  const read = readOf(value, model);
  return (
    targets.length === 1 &&
    targets[0]?.kind === 'Name' &&
    keyRead(read, model) !== undefined &&
    headerRead(read, model) === undefined &&
    model.flow.sources(read).some(({ kind }) => kind === 'request')
  );
}

/** `request.args.get("limit")` of `int(request.args.get("limit"))`. */
function readOf(value: Expression, { names }: SemanticModel): Expression {
  const isConverted =
    value.kind === 'Call' && /^builtins\.(?:int|float|str)$/.test(names.qualifiedName(value.func) ?? '');
  return isConverted ? (value.args[0] ?? value) : value;
}
