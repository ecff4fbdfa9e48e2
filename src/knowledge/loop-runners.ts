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

/** Functions and methods that run the coroutines they are given. */
export const RUNNING: ReadonlySet<string> = new Set([
  ...['run', 'gather', 'wait', 'wait_for', 'shield', 'as_completed', 'create_task', 'ensure_future', 'start_soon'],
  ...['run_until_complete', 'run_coroutine_threadsafe', 'spawn', 'append'],
]);

/** Whose functions are called, and what they give is taken for their result: queues by their workers, programs by anyone who starts them. */
export const TASK_CALLERS: ReadonlyMap<string, 'worker' | 'program'> = new Map([
  ...['celery.shared_task', 'celery.Celery.task', 'celery.task'].map((name) => [name, 'worker'] as const),
  ...['typer.Typer.command', 'typer.Typer.callback', 'click.command', 'click.group', 'click.Group.command'].map(
    (name) => [name, 'program'] as const,
  ),
]);
