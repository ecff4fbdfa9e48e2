import { setFlagsFromString } from 'node:v8';

/**
 * By V8's major version. Functions run longer than V8 lets them before they are optimised: with Node 20 by bytes of bytecode
 * (132 KB by default), with Node 22 and 24 by calls (3,000; of the second compiler of Node 24, 400), and there they are compiled
 * plainly when they are first called (`always-sparkplug`). With Node 20 that made no cold scan faster, and one of a changed file,
 * which runs most of its code a few times, a fifteenth slower. V8 complains on standard error of a flag that it does not know, so
 * a version that is not listed is left alone.
 *
 * With Node 20 each thread collects its own garbage: helpers cost a sixth of the processor's time of a scan, and take the core
 * on which another thread scans. With Node 22 and 24 they made no difference.
 *
 * Node 20 counts the bytes of a WebAssembly function against its budget each time that it returns, and that of the lexer is so large
 * that twenty tokens used it up: the parse of the first lines waited for a tenth of a second of optimising. Large scans still
 * get there, and parse no slower.
 *
 * Only flags that decide what V8 does next: one that says how something made before is to be run (`no-regexp-tier-up`) made
 * Node 20 end with SIGSEGV in one of fifty runs under a loader.
 */
const FLAGS: Readonly<Record<string, string>> = {
  '11': '--interrupt-budget=1500000 --wasm-tiering-budget=1000000000 --no-parallel-scavenge --no-concurrent-marking',
  '12': '--always-sparkplug --invocation-count-for-turbofan=10000',
  '13': '--always-sparkplug --invocation-count-for-turbofan=30000 --invocation-count-for-maglev=1500',
};

/**
 * Lets functions run longer before V8 optimises them. A scan touches much code for a short time: by default a third of the
 * processor's time goes into optimising functions that are soon given up or done with. With this a cold scan of 168,000
 * lines takes a fifth less time and a third less of all processors on Node 20, an eighth and a quarter on Node 22, a
 * twentieth and a seventh on Node 24; longer scans still get to optimised code.
 */
export function setCompilerFlags(): void {
  const flags = FLAGS[process.versions.v8.split('.')[0] ?? ''];
  if (flags !== undefined) setFlagsFromString(flags);
}
