import type { Comparison, Grown } from './peers.ts';

/** The page measurements/benchmarks.md. */
export function peersPage({ repository, lines, machine, date, rounds, compared, grown }: Comparison): string {
  const parse = compared[0]?.run;
  const rows = compared.map(({ name, what, run }) => {
    const more = run.isCut === true ? 'more than ' : '';
    const [wall, processor] = [ratio(run.seconds, parse?.seconds), ratio(run.cpuSeconds, parse?.cpuSeconds)];
    const time = `${more}${run.seconds.toFixed(1)} s`;
    return `| ${name} | ${what} | ${time} | ${more}${wall} | ${more}${processor} | ${run.peakMegabytes.toFixed(0)} MB |`;
  });
  return `# Benchmarks

<!-- Written by \`npm run bench -- --peers --write\`; do not edit. -->

${lines.toLocaleString('en')} lines of Python of ${repository}, on ${machine}, ${date}: whole processes from start to end (parsing without its start), in turn, the fastest of
${rounds === 1 ? 'one round' : `${rounds} rounds`}. Read the ratios; seconds are those of one machine, and a load above its cores says that it did much
other work. Rules that need a registry
(semgrep, opengrep) are left out: they cannot be had offline.

![Times and memory](benchmarks.svg)

| | | Time | Parsing = 1 | Processor | Peak memory |
|---|---|---:|---:|---:|---:|
${rows.join('\n')}

"Processor" is the time of all cores together, against that of parsing. "Peak memory" is that of the largest process; pylint and flake8 have
one for each core.

## Growth

Repositories copied together; auditlint on one core with all rules, cold.

| Lines | Parsing | Scan | Scan / parsing | Scan, for 1,000 lines | Against the smallest | Peak memory |
|---:|---:|---:|---:|---:|---:|---:|
${grown.map((each) => growthRow(each, grown[0])).join('\n')}
`;
}

function growthRow({ lines, parse, scan }: Grown, smallest: Grown | undefined): string {
  const perLine = scan.cpuSeconds / lines;
  const cells = [
    lines.toLocaleString('en'),
    `${parse.seconds.toFixed(1)} s`,
    `${scan.seconds.toFixed(1)} s`,
    ratio(scan.seconds, parse.seconds),
    `${(perLine * 1e6).toFixed(1)} ms of processor`,
    ratio(perLine, smallest && smallest.scan.cpuSeconds / smallest.lines),
    `${scan.peakMegabytes.toFixed(0)} MB`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function ratio(one: number, other: number | undefined): string {
  return other === undefined || other === 0 ? '' : (one / other).toFixed(2);
}
