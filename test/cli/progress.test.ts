import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Io } from '../../src/cli/io.ts';
import { createProgress } from '../../src/cli/output/progress.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function terminal(env: Io['env'] = {}, isTTY = true) {
  let written = '';
  const stderr = { isTTY, write: (text: string) => (written += text) };
  const io: Io = {
    stdout: stderr,
    stderr,
    stdin: (async function* () {})(),
    env,
    self: [],
    cwd: '/',
    today: '2026-11-20',
    onInterrupt: () => () => undefined,
    onEnd: () => () => undefined,
  };
  return { progress: createProgress(io), written: () => written };
}

const scanning = (done: number) => ({ phase: 'scanning' as const, done, total: 80 });

describe('the progress of a scan', () => {
  it('is shown when the scan takes long, ten times a second, and gone in the end', () => {
    const { progress, written } = terminal();
    progress?.update(scanning(10));
    expect(written()).toBe('');
    vi.advanceTimersByTime(800);
    progress?.update({ phase: 'discovering', done: 5, total: 0 });
    expect(written()).toBe('');
    progress?.update(scanning(20));
    progress?.update(scanning(21));
    expect(written()).toBe(`\r\u001b[K${'█'.repeat(10)}${'░'.repeat(30)} 20/80 files`);
    vi.advanceTimersByTime(100);
    progress?.update(scanning(80));
    expect(written().endsWith(`\r\u001b[K${'█'.repeat(40)} 80/80 files`)).toBe(true);
    progress?.stop();
    expect(written().endsWith('files\r\u001b[K')).toBe(true);
  });

  it('leaves nothing behind when the scan was short', () => {
    const { progress, written } = terminal();
    progress?.update(scanning(80));
    progress?.stop();
    expect(written()).toBe('');
  });

  it('is for terminals that can go back in a line, and not for logs', () => {
    expect(terminal({}, false).progress).toBeUndefined();
    expect(terminal({ TERM: 'dumb' }).progress).toBeUndefined();
    expect(terminal({ CI: 'true' }).progress).toBeUndefined();
  });
});
