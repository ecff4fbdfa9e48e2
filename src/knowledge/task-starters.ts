/** Calls that start a task nobody but their caller keeps; `TaskGroup.create_task` keeps its own. */
export const TASK_STARTERS: ReadonlySet<string> = new Set([
  'asyncio.create_task',
  'asyncio.ensure_future',
  'asyncio.AbstractEventLoop.create_task',
  'asyncio.run_coroutine_threadsafe',
]);
