/** Whether a call reaches another machine, itself or through functions of this file. */

import type { AsyncFunctionDef, Call, FunctionDef } from '../../ast/index.ts';
import type { Effects } from '../effects.ts';
import { FOLLOWED } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import { callsWithin } from './calls-within.ts';
import { definitionCalled } from './definition-called.ts';

/** Databases that are files. */
const LOCAL_DATABASES = /^(?:sqlite3|aiosqlite|duckdb|shelve|lmdb|plyvel|leveldb|rocksdb|fakeredis)\./;

/** What is done to one's own end of a connection. */
const LOCAL_METHODS: ReadonlySet<string> = new Set(
  'bind listen setsockopt getsockopt setblocking settimeout getsockname fileno gethostname getfqdn close'.split(' '),
);

/** Asked of the calls of one file; each function is looked into once per depth, so that no answer hangs on what was asked before. */
export class RemoteCalls {
  readonly #known = Array.from(
    { length: FOLLOWED.calls + 1 },
    () => new Map<FunctionDef | AsyncFunctionDef, boolean>(),
  );

  constructor(
    private readonly model: SemanticModel,
    private readonly effects: Effects,
  ) {}

  isRemote(call: Call, depth = 0): boolean {
    switch (this.effects.of(call)) {
      case 'network':
        return call.func.kind !== 'Attribute' || !LOCAL_METHODS.has(call.func.attr);
      case 'database': {
        // A method's name alone (`commit`) does not tell where the database is.
        const name = this.model.types.calleeName(call.func);
        return name !== undefined && !LOCAL_DATABASES.test(name);
      }
      case 'project': {
        const called = depth < FOLLOWED.calls ? definitionCalled(this.model, call) : undefined;
        return called !== undefined && called.kind !== 'ClassDef' && this.#reaches(called, depth + 1);
      }
      default:
        return false;
    }
  }

  #reaches(fn: FunctionDef | AsyncFunctionDef, depth: number): boolean {
    const known = this.#known[depth]?.get(fn);
    if (known !== undefined) return known;
    const reaches = callsWithin([fn]).some((call) => this.isRemote(call, depth));
    this.#known[depth]?.set(fn, reaches);
    return reaches;
  }
}
