import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A repository of the fleet. No part of it holds a password. */
export interface FleetRepository {
  /**
   * What it is called in the store and in reports: one name whether `.git` or a slash ends it. `git@host:a` and `ssh://git@host/a`
   * are two, because the first path counts from the user's home and the second from the root.
   */
  readonly name: string;
  /** What git clones. */
  readonly url: string;
}

/** A repository, or what is wrong with its address: a clause. */
export type ReadAddress =
  | { readonly kind: 'repository'; readonly repository: FleetRepository; readonly hadCredentials: boolean }
  | { readonly kind: 'wrong'; readonly problem: string };

/**
 * Reads an address as it is in a list: `https://host/a/b`, `ssh://git@host/a/b`, `git@host:a/b`, or a path, relative to
 * `folder`. User and password of a URL are left out: git asks its credential helpers for them.
 */
export function readAddress(written: string, folder: string): ReadAddress {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(written)?.[1]?.toLowerCase();
  if (scheme !== undefined) return readUrl(written, scheme);
  // As git has it: a colon before the first slash means a host.
  if (/^[^/\\]+:(?!\\)/.test(written) && !isAbsolute(written)) return readHostAndPath(written);
  return readPath(resolve(folder, written));
}

const SCHEMES: ReadonlySet<string> = new Set(['https', 'ssh', 'file']);

function readUrl(written: string, scheme: string): ReadAddress {
  if (!SCHEMES.has(scheme)) return wrong(`\`${scheme}://\` is not allowed; use https, ssh or a path`);
  if (!URL.canParse(written)) return wrong('it is not a valid URL');
  const url = new URL(written);
  if (url.search !== '' || url.hash !== '') return wrong('a repository URL has no `?` or `#`');
  // A user of ssh is part of the address, `git` as a rule; one of https is half of a credential or all of it.
  const hadCredentials = url.password !== '' || (scheme !== 'ssh' && url.username !== '');
  url.password = '';
  if (scheme !== 'ssh') url.username = '';
  if (scheme === 'file') return url.host === '' ? readFileUrl(url) : wrong('its path is on another host');
  if (withoutEnd(url.pathname) === '') return wrong('it names a host but no repository');
  return { kind: 'repository', repository: { name: withoutEnd(url.href), url: url.href }, hadCredentials };
}

function readFileUrl(url: URL): ReadAddress {
  try {
    return readPath(fileURLToPath(url));
  } catch {
    return wrong('its path has an invalid `%` escape');
  }
}

function readHostAndPath(written: string): ReadAddress {
  const [, host = '', path = ''] = /^((?:[\w.+-]+@)?[\w.-]+):(\S+)$/.exec(written) ?? [];
  // git would take what begins with a dash for an option of ssh.
  if (host === '' || host.startsWith('-') || path.startsWith('-')) return wrong('it is neither a URL nor a path');
  return { kind: 'repository', repository: { name: withoutEnd(written), url: written }, hadCredentials: false };
}

/**
 * Through a URL, because git copies a path whole and ignores that only the newest commit is wanted. A path that is not
 * there is reported by git, so that the fleet goes on with the rest.
 */
function readPath(path: string): ReadAddress {
  const real = existsSync(path) ? realpathSync(path) : path;
  return { kind: 'repository', repository: { name: real, url: pathToFileURL(real).href }, hadCredentials: false };
}

/** `…/shop.git` and `…/shop/` are `…/shop`. */
function withoutEnd(address: string): string {
  let end = address.length;
  while (address[end - 1] === '/') end--;
  return address.slice(0, end).replace(/\.git$/, '');
}

function wrong(problem: string): ReadAddress {
  return { kind: 'wrong', problem };
}
