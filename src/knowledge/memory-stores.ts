/** Stores of conversations and agents that live in one process; their own documentation says that they are not for production. */

export const MEMORY_STORES: ReadonlySet<string> = new Set([
  // https://docs.aiogram.dev/en/latest/dispatcher/finite_state_machine/storages.html
  'aiogram.fsm.storage.memory.MemoryStorage',
  // https://docs.aiogram.dev/en/v2.25.1/_modules/aiogram/contrib/fsm_storage/memory.html
  'aiogram.contrib.fsm_storage.memory.MemoryStorage',
  // https://reference.langchain.com/python/langgraph.checkpoint/memory/InMemorySaver, and the name that it had before
  'langgraph.checkpoint.memory.InMemorySaver',
  'langgraph.checkpoint.memory.MemorySaver',
  // https://pytba.readthedocs.io/en/latest/sync_version/index.html, and the same for asyncio
  'telebot.storage.StateMemoryStorage',
  'telebot.asyncio_storage.StateMemoryStorage',
  // https://google.github.io/adk-docs/sessions/session/
  'google.adk.sessions.InMemorySessionService',
]);

/** What keeps conversations in memory unless it is given a storage, and what a program that has conversations makes. */
export const DEFAULT_MEMORY_STORES: ReadonlyMap<
  string,
  { readonly makers: ReadonlySet<string>; readonly argument: string; readonly states: readonly string[] }
> = new Map([
  // `storage or MemoryStorage()`: https://docs.aiogram.dev/en/latest/_modules/aiogram/dispatcher/dispatcher.html
  [
    'aiogram',
    {
      makers: new Set(['aiogram.Dispatcher', 'aiogram.dispatcher.dispatcher.Dispatcher']),
      argument: 'storage',
      states: ['aiogram.fsm.state.State'],
    },
  ],
]);
