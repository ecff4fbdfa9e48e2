/** Waits of asyncio that only another party ends: the method by its class, and what that party does. Source: Python 3.14. */
export const OPEN_WAITS: ReadonlyMap<string, string> = new Map([
  ['asyncio.Event.wait', 'somebody sets it'],
  ['asyncio.Condition.wait', 'somebody notifies it'],
  ['asyncio.Condition.wait_for', 'somebody notifies it'],
  ['asyncio.Queue.get', 'somebody puts something in'],
  ['asyncio.PriorityQueue.get', 'somebody puts something in'],
  ['asyncio.StreamReader.read', 'the other side sends'],
  ['asyncio.StreamReader.readline', 'the other side sends'],
  ['asyncio.StreamReader.readexactly', 'the other side sends'],
  ['asyncio.StreamReader.readuntil', 'the other side sends'],
  ['asyncio.subprocess.Process.communicate', 'the process ends'],
]);
