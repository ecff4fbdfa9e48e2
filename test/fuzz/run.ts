/**
 * `npm run fuzz -- [--seconds 600] [--seed 1]`: scans repositories made of changed fixtures and looks for crashes, rules that fail,
 * hangs, two scans that differ and reports that are not valid. Each failure is made smaller and kept under test/fuzz/kept, where the
 * suite replays it. Exit code 1 where there was one.
 */
import { parseArgs } from 'node:util';
import { runCommand } from '../../tools/command-line.ts';
import { composeRepository } from './compose-repository.ts';
import { type Files, loadCorpus } from './corpus.ts';
import { JudgingProcess } from './judging-process.ts';
import { keepFailure } from './kept.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string' }, seed: { type: 'string', default: '1' } } });
const seconds = Number(values.seconds ?? process.env.AUDITLINT_FUZZ_SECONDS ?? 600);
const seed = Number(values.seed);
if (!(seconds > 0) || !Number.isInteger(seed) || seed < 0) {
  console.error('npm run fuzz -- [--seconds 600] [--seed 1]: a number of seconds, and a whole number as seed');
  process.exitCode = 2;
} else {
  await runCommand(fuzz);
}

async function fuzz(): Promise<void> {
  const corpus = loadCorpus();
  const judging = await JudgingProcess.start();
  const end = performance.now() + seconds * 1000;
  const failures = new Set<string>();
  let [repositories, bytes] = [0, 0];
  try {
    while (performance.now() < end) {
      const own = seed * 1_000_000 + repositories++;
      const files = composeRepository(own, corpus);
      for (const content of files.values()) bytes += content.length;
      const failure = await judging.failureOf(files);
      if (failure === undefined || failures.has(kindOf(failure))) continue;
      failures.add(kindOf(failure));
      const file = keepFailure(`seed-${own}`, failure, await shrink(files, failure, judging));
      console.error(`seed ${own}: ${failure}\n  kept in ${file}`);
    }
  } finally {
    judging.end();
  }
  const megabytes = (bytes / 1e6).toFixed(1);
  console.log(`${repositories} repositories, ${megabytes} MB, seed ${seed}: ${failures.size} kinds of failures`);
  if (failures.size > 0) process.exitCode = 1;
}

/** The same failure elsewhere is reported once: paths and numbers aside. */
function kindOf(failure: string): string {
  return failure
    .replace(/^[^:]*: /, '')
    .replace(/\d+/g, '0')
    .slice(0, 160);
}

/** Leaves out the files that the failure does not need. A hang is left as it is: each look takes a minute. */
async function shrink(files: Files, failure: string, judging: JudgingProcess): Promise<Files> {
  if (failure.startsWith('took longer')) return files;
  const needed = new Map(files);
  for (const [path, bytes] of files) {
    needed.delete(path);
    const without = needed.size === 0 ? undefined : await judging.failureOf(needed);
    if (without === undefined || kindOf(without) !== kindOf(failure)) needed.set(path, bytes);
  }
  return needed;
}
