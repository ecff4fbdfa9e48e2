/** Engines of SQLAlchemy whose database is a file of this process: no query of theirs goes anywhere. */

import { SQLITE_ADDRESS } from '../../artifacts/index.ts';
import { type Call, type Expression, nodesOf } from '../../ast/index.ts';
import type { ModuleSummary, SemanticModel } from '../../semantics/index.ts';

/** One engine that a file makes. */
export interface EngineFact {
  readonly kind: 'engine';
  readonly isOfFile: boolean;
}

const MAKERS = /^(?:sqlalchemy|sqlmodel)\.(?:\w+\.)*create_(?:async_)?engine$/;

/** The engines that a file makes. */
export const enginesIn = (file: SemanticModel): EngineFact[] =>
  nodesOf(file.source.module, 'Call').flatMap((call) =>
    MAKERS.test(file.names.qualifiedName(call.func) ?? '') ? [{ kind: 'engine', isOfFile: isOfFile(call, file) }] : [],
  );

/** Whether what a module asks through SQLAlchemy is a file: all engines of the program are. */
export function asksFile(module: ModuleSummary | undefined, engines: readonly EngineFact[]): boolean {
  const isThrough = module?.imports.some((each) => /^(?:sqlalchemy|sqlmodel)(?:\.|$)/.test(each.module)) === true;
  return isThrough && engines.length > 0 && engines.every(({ isOfFile: isFile }) => isFile);
}

/** By its address, or by an argument that only the driver of SQLite takes. */
function isOfFile(call: Call, { values, flow }: SemanticModel): boolean {
  const address = values.givenArgument(call, 'url', 0);
  const given = values.givenArgument(call, 'connect_args', undefined);
  const takes = given === undefined ? undefined : flow.whole(given);
  const from = address === undefined ? [] : flow.origins(address);
  return (
    (from.length > 0 && from.every((each) => isSqlite(each, values))) ||
    (takes?.kind === 'Dict' &&
      takes.keys.some((key) => {
        const name = key === undefined ? undefined : values.fold(key);
        return name?.kind === 'str' && name.value === 'check_same_thread';
      }))
  );
}

function isSqlite(address: Expression, values: SemanticModel['values']): boolean {
  const [first] = address.kind === 'JoinedStr' ? address.values : [];
  const folded = values.fold(first ?? address);
  return folded?.kind === 'str' && SQLITE_ADDRESS.test(folded.value);
}
