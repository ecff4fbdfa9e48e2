/** `github.com/owner/name`: what an address of a repository means, however it is written. */
export function normalRemote(address: string): string {
  const text = address.trim().toLowerCase();
  const [, scpHost, scpPath] = /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)(.+)$/.exec(text) ?? [];
  const joined = scpHost !== undefined && scpPath !== undefined ? `${scpHost}/${scpPath}` : text;
  return joined
    .replace(/^[a-z+]+:\/\//, '')
    .replace(/^[^/@]+@/, '')
    .replace(/^([^/:]+):\d+\//, '$1/')
    .replace(/^www\./, '')
    .replace(/\/+/g, '/')
    .replace(/\/$/, '')
    .replace(/\.git$/, '');
}

/** `owner+name`, as labels and files of sheets call a repository. */
export function plainName(remote: string): string {
  return remote.split('/').slice(-2).join('+');
}
