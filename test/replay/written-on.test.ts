import { expect, it } from 'vitest';
import { writtenOn } from '../../src/replay/written-on.ts';

const dayOf = (text: string): string | undefined =>
  writtenOn(new TextEncoder().encode(text))?.toISOString().slice(0, 10);

it.each([
  ['**Date:** 2026-02-06', '2026-02-06'],
  ['# Review of 2025/11/08', '2025-11-08'],
  ['Stand: 6.2.2026', '2026-02-06'],
  ['审计日期：2026年2月6日', '2026-02-06'],
  ['**Date:** February 6th, 2026', '2026-02-06'],
  ['As of 6 Feb 2026', '2026-02-06'],
  ['Written 2026-02-06, looked at again 2026-03-01', '2026-02-06'],
  ['Version 2026.13.45', undefined],
  ['02/03/2026 may be two days', undefined],
  ['No day at all', undefined],
  [`${'x '.repeat(3000)} 2026-02-06`, undefined],
])('%s', (text, day) => {
  expect(dayOf(text)).toBe(day);
});
