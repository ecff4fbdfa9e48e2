/**
 * `npm run metamorphosis [-- --select RULE,… --transformation NAME,… --show FIXTURE]`: how many findings survive what leaves a
 * program the same. Exit 1 below the thresholds.
 */
import { parseArgs } from 'node:util';
import { runAll } from './run-all.ts';

const { values } = parseArgs({
  options: {
    select: { type: 'string', multiple: true, default: [] },
    transformation: { type: 'string', multiple: true, default: [] },
    show: { type: 'string' },
  },
});
const split = (lists: readonly string[]) => lists.flatMap((list) => list.split(','));
const started = performance.now();
const trials = await runAll({ rules: split(values.select), transformations: split(values.transformation), isChecked: true });
console.log('seconds', (performance.now() - started) / 1000, 'trials', trials.length);
const by = new Map<string, number[]>();
const faults = new Map<string, number>();
for (const t of trials) {
  if (t.fault !== '') { console.log('FAULT', t.transformation.name, t.rule, t.fixture, t.fault); continue; }
  const row = by.get(t.transformation.name) ?? [0,0,0,0,0,0];
  by.set(t.transformation.name, row);
  const add = (i: number, n = 1) => { row[i] = (row[i] ?? 0) + n; };
  if (t.isClean) { add(4); if (t.survival.extra.some((f) => t.profile === 'strict' || f.profile === 'default')) { add(5); console.log('FIRES', t.transformation.name, t.rule, t.fixture, t.survival.extra.map((f) => `${f.location.line} ${f.message}`).join(' | ')); } }
  for (const f of t.survival.fates) { add(0); if (f.strict === 'survives') add(1); else console.log('LOST', t.transformation.name, t.rule, t.fixture, f.finding.location.path, f.finding.location.line); if (f.default !== 'aside') { add(2); if (f.default === 'survives') add(3); else if (f.strict === 'survives') console.log('HELD', t.transformation.name, t.rule, t.fixture, f.finding.location.line); } }
  if (values.show === t.fixture) for (const [p, c] of t.files) console.log(`--- ${p}\n${c}`);
}
for (const [name, row] of by) console.log(name.padEnd(22), `strict ${row[1]}/${row[0]} ${(100*(row[1]??0)/(row[0]||1)).toFixed(1)}`, `default ${row[3]}/${row[2]} ${(100*(row[3]??0)/(row[2]||1)).toFixed(1)}`, `clean ${(row[4]??0)-(row[5]??0)}/${row[4]}`);
