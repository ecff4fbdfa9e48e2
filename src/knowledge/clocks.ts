/** Functions of the standard library that tell the time, or a time that runs with it. */
import { words } from './words.ts';

export const CLOCKS: ReadonlySet<string> = new Set(
  words(`
    time.time time.time_ns time.monotonic time.monotonic_ns time.perf_counter time.perf_counter_ns
    datetime.datetime.now datetime.datetime.utcnow
  `),
);
