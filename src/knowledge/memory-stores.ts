/** Stores of conversations and agents that live in one process; their own documentation says that they are not for production. */

export const MEMORY_STORES: ReadonlySet<string> = new Set([
  // https://docs.aiogram.dev/en/latest/dispatcher/finite_state_machine/storages.html
  'aiogram.fsm.storage.memory.MemoryStorage',
  // https://docs.aiogram.dev/en/v2.25.1/_modules/aiogram/contrib/fsm_storage/memory.html
  'aiogram.contrib.fsm_storage.memory.MemoryStorage',
  // https://reference.langchain.com/python/langgraph.checkpoint/memory/InMemorySaver, and the name that it had before
  'langgraph.checkpoint.memory.InMemorySaver',
  'langgraph.checkpoint.memory.MemorySaver',
]);
