import { expect, it } from 'vitest';
import { measure } from '../../../tools/measure/measurements.ts';

it('`npm run measure -- --help` lists what can be measured', async () => {
  const printed: string[] = [];
  await measure(['--help'], (text) => printed.push(text));
  const names = [...printed.join('\n').matchAll(/^ {2}(\w+) {2,}\w/gm)].map(([, name]) => name);
  expect(names).toEqual(['recall', 'severity', 'planted', 'precision', 'corpus', 'rules', 'libraries', 'compare']);
  expect(printed.join('\n')).toContain('--tables DIR');
});

it.each(['recal', 'constructor', 'stability'])('says in one sentence that there is no measurement %s', async (word) => {
  await expect(measure([word, '--write'], () => {})).rejects.toThrow(
    `there is no measurement \`${word}\`: it is one of recall, severity, planted, precision, corpus, rules, libraries, compare`,
  );
});
