/**
 * What runs a coroutine to its end from synchronous code. Sources: the documentation of asyncio (Python 3.14), anyio,
 * asgiref and uvloop.
 */
import { words } from './words.ts';

/** Start an event loop, which raises RuntimeError on a thread where one runs. */
export const LOOP_RUNNERS: ReadonlySet<string> = new Set(
  words('asyncio.run asyncio.AbstractEventLoop.run_until_complete asyncio.Runner.run anyio.run uvloop.run'),
);

/** Decorators of what a run of Prefect does step by step. Source: https://docs.prefect.io/v3/concepts/flows */
export const STEP_OF_FLOW = /^prefect\.(?:\w+\.)*(?:flow|task)$/;

/** Make a synchronous function of a coroutine function; calling that starts a loop. */
export const SYNC_MAKERS: ReadonlySet<string> = new Set(words('asgiref.sync.async_to_sync asgiref.sync.AsyncToSync'));
