/** Functions that tell the time, or a time that runs with it: of the standard library and of what people use for it. */
import { words } from './words.ts';

export const CLOCKS: ReadonlySet<string> = new Set(
  words(`
    time.time time.time_ns time.monotonic time.monotonic_ns time.perf_counter time.perf_counter_ns
    datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today
    django.utils.timezone.now pendulum.now arrow.now arrow.utcnow
  `),
);
