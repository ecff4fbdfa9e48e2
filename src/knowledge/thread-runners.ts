/** Methods and functions that run in a thread what they are given (asyncio, Starlette, anyio). */
export const THREAD_RUNNERS: ReadonlySet<string> = new Set([
  'run_in_executor',
  'run_in_threadpool',
  'run_sync',
  'to_thread',
]);
