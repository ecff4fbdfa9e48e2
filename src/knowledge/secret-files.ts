/** Files that hold secrets or data of people by what they are called: what programs name them, and what people do. */

/** What a file seems to be that nobody hands out, by its path; undefined for others. What is in it only its reader knows. */
export function mayHoldSecret(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return FORMS.find(([, form]) => form.test(name))?.[0] ?? FOLDERS.find(([, form]) => form.test(path))?.[0];
}

/** What lies in folders of such names, by the endings that it has: keys of accounts, and what tables were saved to. */
const FOLDERS: readonly (readonly [what: string, path: RegExp])[] = [
  [
    'credentials',
    /(?:^|\/)\.?(?:secrets?|credentials?|creds|(?:private[-_]?)?keys)\/[^/]{1,99}\.(?:json|pem|key|p8)$/i,
  ],
  [
    'a database dump',
    /(?:^|\/)(?:(?:db[-_]?)?(?:backups?|dumps?)\/(?:[^/]{1,99}\/){0,4}|[^/]{0,99}(?:backup|dump))[^/]{0,99}\.(?:sql|dump|bak|pgdump)(?:\.\w{2,4})?$/i,
  ],
];

const FORMS: readonly (readonly [what: string, name: RegExp])[] = [
  ['a private key', /^id_(?:rsa|dsa|ecdsa|ed25519)$|\.(?:ppk|p12|pfx|jks|keystore|kdbx)$/],
  [
    'a private key',
    /^(?:.*[-_.])?(?:priv(?:ate)?[-_.]?key|privkey\d*|server[-_]key|tls[-_]key|ssl[-_]key|key)\.pem$|^(?:server|tls|ssl|private|privkey|domain|localhost)\.key$/,
  ],
  ['credentials', /^(?:\.netrc|\.pgpass|\.htpasswd|\.git-credentials|\.pypirc)$/],
  [
    'credentials',
    /^(?:credentials?|client[-_]?secrets?|service[-_]?account(?:[-_]?(?:key|credentials))?|secrets?)\.(?:json|ya?ml|toml)$/,
  ],
  ['credentials', /\.(?:tfstate|tfvars)$/],
  ['a database', /\.(?:db|sqlite3?|rdb)$/],
];
