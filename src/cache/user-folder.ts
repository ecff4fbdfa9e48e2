import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { CacheUser } from './user-key.ts';

/**
 * The absolute folder of auditlint among what programs keep for this user: `cache` for what can be made again, `state` for what cannot.
 * By the XDG Base Directory Specification, which ignores paths that are not absolute, and by the customs of macOS and Windows.
 */
export function userFolder(
  kind: 'cache' | 'state',
  environment: Readonly<Record<string, string | undefined>>,
  { platform }: Pick<CacheUser, 'platform'>,
): string {
  const { HOME, LOCALAPPDATA } = environment;
  const home = HOME !== undefined && isAbsolute(HOME) ? HOME : homedir();
  const [variable, elsewhere, onMac] = PLACES[kind];
  if (platform === 'win32') return join(LOCALAPPDATA ?? join(home, 'AppData/Local'), 'auditlint');
  if (platform === 'darwin') return join(home, onMac, 'auditlint');
  const given = environment[variable];
  return join(given !== undefined && isAbsolute(given) ? given : join(home, elsewhere), 'auditlint');
}

const PLACES = {
  cache: ['XDG_CACHE_HOME', '.cache', 'Library/Caches'],
  state: ['XDG_STATE_HOME', '.local/state', 'Library/Application Support'],
} as const;
