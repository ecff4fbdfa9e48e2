/** Statements of a database that belong together. */
import { type Def, lastName } from '#ast';
import { callsWithin } from '#semantics/effects/calls-within';

/** It takes back what was done, or ends several statements together: with one connection, those of others as well. */
export function spansStatements(fn: Def): boolean {
  const names = callsWithin([fn]).map(({ func }) => lastName(func) ?? '');
  const statements = names.filter((name) => name === 'execute' || name === 'executemany');
  return names.includes('rollback') || (names.includes('commit') && statements.length > 1);
}
