import { describe, expect, test } from 'vitest';
import { readFixtures } from './expectations.ts';

const fixtures = await readFixtures('guards');

describe.each(fixtures)('$path', ({ model, expectations }) => {
  test('answers as its comments say', () => {
    const marks = expectations.filter(({ key }) => key === 'guard');
    expect(marks.length).toBeGreaterThan(2);
    const wrong = marks.flatMap(({ line, named, expression, value }) => {
      const guarding = expression === undefined ? undefined : model.state.guardingOf(expression);
      if (guarding === undefined) return value === 'none' ? [] : [`${line} ${named}: no answer`];
      const { name, lock, locked, unlocked } = guarding;
      const answer = `${name} lock=${lock ?? 'none'} locked=${locked.length} unlocked=${unlocked.length}`;
      return answer === value ? [] : [`${line} ${named}: ${answer}, not ${value}`];
    });
    expect(wrong).toEqual([]);
  });

  test('a state is looked through once', () => {
    const node = expectations.find(({ key, value }) => key === 'guard' && value !== 'none')?.expression;
    const guarding = node && model.state.guardingOf(node);
    expect(guarding).toBeDefined();
    expect(node && model.state.guardingOf(node)).toBe(guarding);
  });
});
