import type { ArtifactKind, LiteralSetting, PlatformVariable } from '#artifacts';
import { groupBy } from '#collections';
import { type DoubtId, defineProjectRule } from '#kit';
import { isExampleFile, randomSecretOfEnvFile, secretIn } from '#kit/secrets';
import { isChosenPassword, secretKindOf } from '#knowledge/secrets';
import type { ArtifactFile, ArtifactPlace, ProjectModel } from '#project';

/** Texts of pages in several languages, and descriptions of interfaces, name passwords and tokens and hold none. */
const NOT_SETTINGS = /(?:^|\/)(?:locales?|i18n|lang|translations?|node_modules)\/|openapi|swagger|(?:^|\/)te?sts?\//i;

export default defineProjectRule({
  docs: {
    summary: 'hard-coded secret in a script, a configuration file or a key file',
    why: 'Anyone who can read the repository has the secret, and every installation uses the same one. Even after it is changed, the old value stays in the Git history.',
    remedy: 'Read the value from the environment or a vault, fail if it is missing, and rotate the committed secret',
    harm: 'discloses',
    severity: {
      'other secret': 'P1',
      'secret of a provider or for a remote host': 'P0',
      'private key': 'P0',
      'generated value in an example': 'P2',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [798, 260, 312],
    origin: [
      { document: 'Audits of six services in November 2026', finding: 'secrets in shell scripts, INI files and keys' },
    ],
    bad: '# path: scripts/pull_orders.sh\nREMOTE_PASSWORD="mW7qL2xV9tRz"\npsql -h db.example.org\n',
    good: '# path: scripts/pull_orders.sh\nREMOTE_PASSWORD="${REMOTE_PASSWORD:?}"\npsql -h db.example.org\n',
  },
  check(project, ctx) {
    for (const { at, name, what, path, ...given } of [...literalSecrets(project), ...keysInExamples(project)])
      ctx.report({
        at,
        hidesCode: true,
        key: `${path} ${name}`,
        // They are taken out of a file together.
        cause: path,
        message: `hard-coded secret in a file: ${what}`,
        ...given,
      });
  },
});

interface Found {
  readonly path: string;
  readonly at: ArtifactPlace;
  readonly name: string;
  readonly what: string;
  readonly kind: string;
  readonly doubt?: DoubtId | undefined;
  readonly harm?: 'exposes';
}

function literalSecrets({ artifacts }: ProjectModel): readonly Found[] {
  return [
    ...[...artifacts.of('shell-script'), ...artifacts.of('settings')].map((file) => ({ ...file, ...file.model })),
    ...artifacts.of('platform').map((file) => ({ ...file, literals: file.model.variables.flatMap(literalOf) })),
  ]
    .filter(({ path }) => !NOT_SETTINGS.test(path) && !isExampleFile(path))
    .flatMap(secretsOf);
}

const literalOf = ({ name, value }: PlatformVariable): LiteralSetting[] =>
  value === undefined ? [] : [{ name, value }];

type Literals = Pick<ArtifactFile<ArtifactKind>, 'path' | 'placeOf'> & { readonly literals: readonly LiteralSetting[] };

function secretsOf({ path, literals, placeOf }: Literals): readonly Found[] {
  const alike = groupBy(literals, ({ value }) => value.value);
  return literals.flatMap(({ name, value }): Found[] => {
    const at = placeOf(value.span);
    if (value.value.startsWith('-----BEGIN'))
      return [
        { path, at: placeOf(name.span), name: 'private key', what: 'it holds a private key', kind: 'private key' },
      ];
    const isName = (alike.get(value.value)?.length ?? 0) > 1;
    const found = secretIn({ name: name.value.replaceAll(/[.-]/g, '_'), value: value.value, isName });
    // Of YAML and JSON little more than the form of a value tells that it is one.
    const isPlain = /\.(?:ya?ml|json|properties)$/.test(path) && found?.isGenerated !== true;
    // Generated files begin with `driver://user:pass@localhost/dbname`.
    if (found === undefined || found.doubt === 'placeholder-secret' || (isPlain && !isChosenPassword(value.value)))
      return [];
    return [
      {
        path,
        at,
        name: name.value,
        what: `\`${name.value}\` ${found.what}`,
        kind: found.isOpenHouse ? 'secret of a provider or for a remote host' : 'other secret',
        ...(!found.isGenerated && { harm: 'exposes' as const }),
        doubt: found.doubt,
      },
    ];
  });
}

/** `SECRET_KEY=3f9a…` in `.env.example`: who copies the file signs with a key that everybody has. */
function keysInExamples({ artifacts }: ProjectModel): readonly Found[] {
  return artifacts.of('env-file').flatMap((file): Found[] => {
    const found = isExampleFile(file.path) ? randomSecretOfEnvFile(file)?.name : undefined;
    if (found === undefined || secretKindOf(found.value) !== 'own') return [];
    const what = `\`${found.value}\` is set to a generated value, which every copy of the example shares`;
    return [
      { path: file.path, at: file.placeOf(found.span), name: found.value, what, kind: 'generated value in an example' },
    ];
  });
}
