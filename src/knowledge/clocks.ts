/** Functions that tell the time, or a time that runs with it: of the standard library and of what people use for it. */
import { words } from './words.ts';

export const CLOCKS: ReadonlySet<string> = new Set(
  words(`
    time.time time.time_ns time.monotonic time.monotonic_ns time.perf_counter time.perf_counter_ns
    datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today
    django.utils.timezone.now pendulum.now arrow.now arrow.utcnow
  `),
);

/** Give something else each time they are called: the time, and what tells one thing from another. */
export const MOMENTS: ReadonlySet<string> = new Set([
  ...CLOCKS,
  ...words(`
    datetime.date.today uuid.uuid1 uuid.uuid4 secrets.token_hex secrets.token_urlsafe random.random random.randint
    django.utils.timezone.localdate django.utils.timezone.localtime django.utils.crypto.get_random_string
  `),
]);
