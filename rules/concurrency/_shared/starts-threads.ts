import { defineQuestion } from '#kit';
import { whenReached } from '#project';

/** Does production code of the project start a thread, or hand anything to a pool of them? */
export const startsThreads = defineQuestion<null>(
  'starts-threads',
  () => 'production code starts a thread',
  (_, { reachability }) => whenReached(reachability.rootsOf('thread')[0]?.evidence),
);
