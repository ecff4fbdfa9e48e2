import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unpackTar } from '../archive/unpack-tar.ts';
import type { PinnedPackage } from './packages.ts';

/** Where PyPI answers in JSON. Addresses in its answers may be relative to the address of the answer. */
export const PYPI = 'https://pypi.org/pypi/';

/** The folder of an unpacked sdist in the cache; downloads what is missing and refuses what the pin does not name. */
export async function fetchSdist(
  pin: PinnedPackage,
  cache: string,
  index = PYPI,
  onDownload: () => void = () => {},
): Promise<string> {
  const folder = join(cache, `${pin.name}-${pin.version}`);
  const seal = `${folder}.sha256`;
  if (existsSync(folder) && (!existsSync(seal) || readFileSync(seal, 'utf8') === pin.sha256)) return folder;
  onDownload();
  mkdirSync(cache, { recursive: true });
  const aside = `${folder}.${process.pid}`;
  const archive = `${aside}.tar.gz`;
  try {
    writeFileSync(archive, await download(pin, index));
    await unpackTar(archive, aside);
    rmSync(folder, { recursive: true, force: true });
    renameSync(onlyFolder(aside, pin), folder);
    writeFileSync(seal, pin.sha256);
  } finally {
    rmSync(archive, { force: true });
    rmSync(aside, { recursive: true, force: true });
  }
  return folder;
}

/** The bytes of the archive that the pin names, by its hash. */
async function download(pin: PinnedPackage, index: string): Promise<Uint8Array> {
  const answer = await get(new URL(`${pin.name}/json`, index), index);
  // What an index answers is unknown until it is looked at below.
  const releases = ((await answer.response.json()) as { readonly releases?: Record<string, readonly Release[]> })
    .releases;
  const release = releases?.[pin.version]?.find(({ digests }) => digests?.sha256 === pin.sha256);
  const { url, filename = '' } = release ?? {};
  if (url === undefined) throw new Error(`${index} has no file of ${titleOf(pin)} with the hash of its pin`);
  if (!/\.(tar\.gz|tgz)$/.test(filename))
    throw new Error(`${titleOf(pin)}: \`${filename}\` is no .tar.gz, which is all that is read`);
  const { response } = await get(new URL(url, answer.address), index);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== pin.sha256)
    throw new Error(`${titleOf(pin)}: the downloaded file has the hash ${sha256}, not that of its pin`);
  return bytes;
}

interface Release {
  readonly url?: string;
  readonly filename?: string;
  readonly digests?: { readonly sha256?: string };
}

interface Answer {
  readonly response: Response;
  readonly address: URL;
}

const MOST_REDIRECTIONS = 5;

/** Follows redirections by itself, because each address must be looked at before it is asked. */
async function get(start: URL, index: string): Promise<Answer> {
  let address = start;
  for (let step = 0; step <= MOST_REDIRECTIONS; step++) {
    if (!isAllowed(address, index)) throw new Error(`${address.href} is not https, and is not asked`);
    const response = await request(address);
    const target = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || target === null) {
      if (!response.ok) throw new Error(`${address.href} answers with the status ${response.status}`);
      return { response, address };
    }
    address = new URL(target, address);
  }
  throw new Error(`${start.href} redirects more than ${MOST_REDIRECTIONS} times`);
}

async function request(address: URL): Promise<Response> {
  try {
    return await fetch(address, { redirect: 'manual' });
  } catch (cause) {
    throw new Error(`${address.href} cannot be reached`, { cause });
  }
}

// An index that was named without https (a server of a test) may name files of its own, no others.
const isAllowed = ({ protocol, origin }: URL, index: string): boolean =>
  protocol === 'https:' || (protocol === 'http:' && origin === new URL(index).origin);

/** An sdist holds one folder, `name-version`. */
function onlyFolder(unpacked: string, pin: PinnedPackage): string {
  const [only, ...others] = readdirSync(unpacked);
  if (only === undefined || others.length > 0) throw new Error(`${titleOf(pin)}: the archive does not hold one folder`);
  return join(unpacked, only);
}

const titleOf = ({ name, version }: PinnedPackage): string => `${name} ${version}`;
