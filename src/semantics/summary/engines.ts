/** Engines of SQLAlchemy, by what their database is: a file of this process, or something that others may serve. */
import { type Call, type Expression, nodesOf } from '../../ast/index.ts';
import { SQLITE_ADDRESS } from '../../text/index.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary } from '../summary.ts';

const MAKERS = /^(?:sqlalchemy|sqlmodel)\.(?:\w+\.)*create_(?:async_)?engine$/;

const SESSION_MAKERS = /^sqlalchemy\.(?:\w+\.)*(?:sessionmaker|async_sessionmaker|scoped_session)$/;

/** The engines that a file makes, and its names for what opens sessions on one. */
export function enginesMade(model: SemanticModel): Pick<ModuleSummary, 'engines' | 'sessionMakers'> {
  const makers = [...model.names.moduleScope.bindings.values()].filter(({ definitions }) =>
    definitions.some(
      ({ value }) => value?.kind === 'Call' && SESSION_MAKERS.test(model.names.qualifiedName(value.func) ?? ''),
    ),
  );
  const engines = nodesOf(model.source.module, 'Call').flatMap((call) =>
    MAKERS.test(model.names.qualifiedName(call.func) ?? '')
      ? ([isOfFile(call, model) ? 'file' : 'other'] as const)
      : [],
  );
  return {
    ...(engines.length > 0 && { engines }),
    ...(makers.length > 0 && { sessionMakers: makers.map(({ name }) => name) }),
  };
}

/** By its address, or by an argument that only the driver of SQLite takes. */
function isOfFile(call: Call, { values, flow }: SemanticModel): boolean {
  const address = values.givenArgument(call, 'url', 0);
  const given = values.givenArgument(call, 'connect_args', undefined);
  const takes = given === undefined ? undefined : flow.whole(given);
  const from = address === undefined ? [] : flow.origins(address);
  // A file by default only, where the environment may name a server, is no promise.
  if (from.some((each) => values.environmentRead(each) !== undefined)) return false;
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
