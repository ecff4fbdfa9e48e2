import { groupBy } from '#collections';
import { type DoubtId, defineProjectRule } from '#kit';
import { isRemoteHost } from '#kit/secrets';
import { isRandomText, mayBeForPublic, secretKindOf, secretShapeOf } from '#knowledge/secrets';
import type { ArtifactFile, ArtifactPlace, ProjectModel } from '#project';
import { platformBeside } from '#project/reach/compose-purpose';
import type { Located } from '#text';

export default defineProjectRule({
  docs: {
    summary: 'hard-coded secret in a compose file, manifest or Dockerfile',
    why: 'Anyone who can read the repository has the secret, and every installation uses the same one. Even after it is changed, the old value stays in the Git history.',
    remedy: 'Read the value from the environment (`${NAME:?}`) or from `secrets:`, and rotate the committed secret',
    harm: 'discloses',
    severity: {
      'secret of a provider or for a remote host': 'P0',
      'other secret': 'P1',
    },
    precision: 'low',
    measured: {
      read: 18,
      right: 17,
      on: 'dispatch, khoj, skyvern, saleor-platform, TenSafe and six smaller repositories',
    },
    since: '0.1.0',
    cwe: [798, 260],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.5' }],
    bad: '# path: compose.yml\nservices:\n  api:\n    build: .\n  board:\n    image: grafana/grafana:11.3.0\n    environment:\n      GF_SECURITY_ADMIN_PASSWORD: orders-board\n',
    good: '# path: compose.yml\nservices:\n  api:\n    build: .\n  board:\n    image: grafana/grafana:11.3.0\n    environment:\n      GF_SECURITY_ADMIN_PASSWORD: ${BOARD_PASSWORD:?}\n',
  },
  check(project, ctx) {
    const { artifacts } = project;
    for (const [path, settings, remedy] of [
      ...artifacts.of('compose').map((file) => [file.path, settingsOfServices(file, project), undefined] as const),
      ...artifacts.of('kubernetes').map((file) => [file.path, settingsOfObjects(file), IN_CLUSTER] as const),
      ...artifacts.of('dockerfile').map((file) => [file.path, settingsOfImage(file), IN_IMAGE] as const),
    ]) {
      if (/example|sample|template|\.dist\b/i.test(path.slice(path.lastIndexOf('/') + 1))) continue;
      const reported = new Set<string>();
      for (const setting of settings) {
        const { name, owner, at } = setting;
        const found = secretIn(setting);
        // Aliases and merged maps bring one value to several services.
        const place = `${at.line}:${at.column}`;
        if (found === undefined || reported.has(place)) continue;
        reported.add(place);
        ctx.report({
          at,
          hidesCode: true,
          key: `${path} ${owner} ${name}`,
          // They are taken out of a file together.
          cause: path,
          message: `hard-coded secret: \`${name}\` of ${owner} ${found.what}`,
          ...(remedy !== undefined && { remedy }),
          ...(!found.isOpenHouse && { kind: 'other secret' }),
          // A made-up password discloses nothing elsewhere, but anybody can guess it.
          ...(!found.isGenerated && { harm: 'exposes' }),
          doubt: found.doubt,
        });
      }
    }
  },
});

const IN_CLUSTER =
  'Create the Secret outside the repository, refer to it with `secretKeyRef`, and rotate the committed value';
const IN_IMAGE =
  'Pass the value when the container starts, or to the build with `RUN --mount=type=secret`, and rotate the committed one';

interface Setting {
  readonly name: string;
  readonly value: string;
  readonly owner: string;
  readonly at: ArtifactPlace;
  /** The same text is the user or the database, too: it keeps nobody out, and hides nothing. */
  readonly isName?: boolean;
  /** What is beside it is yet to be filled in. */
  readonly isTemplate?: boolean;
  /** The program is deployed by another file. */
  readonly isOverridden?: boolean;
}

function settingsOfServices(file: ArtifactFile<'compose'>, { files }: ProjectModel): readonly Setting[] {
  const { model, placeOf } = file;
  const isOverridden = platformBeside(file.path, files) !== undefined;
  return model.services.flatMap(({ name: owner, environment }) => {
    const isUnfilled = isTemplate(environment);
    const alike = groupBy(environment, ({ value }) => value?.value);
    return environment.flatMap(({ name, value }) =>
      value === undefined
        ? []
        : {
            name: name.value,
            value: value.value,
            owner: `\`${owner.value}\``,
            at: placeOf(value.span),
            isTemplate: isUnfilled,
            isOverridden,
            isName: (alike.get(value.value)?.length ?? 0) > 1,
          },
    );
  });
}

function settingsOfObjects({ model, placeOf }: ArtifactFile<'kubernetes'>): readonly Setting[] {
  return model.objects.flatMap((object) => {
    const owner = `the ${object.kind.value} \`${object.name?.value ?? '?'}\``;
    const containers = [...(object.workload?.containers ?? []), ...(object.workload?.initContainers ?? [])];
    const named = [...containers.flatMap(({ environment }) => environment), ...object.entries];
    const isUnfilled = isTemplate(named);
    return named.flatMap(({ name, value }) =>
      value === undefined
        ? []
        : { name: name.value, value: value.value, owner, at: placeOf(value.span), isTemplate: isUnfilled },
    );
  });
}

/** `ENV NAME=value`, `ARG NAME=value`: in git, in each layer and in what `docker history` shows. */
function settingsOfImage({ model, placeOf }: ArtifactFile<'dockerfile'>): readonly Setting[] {
  const given = model.stages.flatMap(({ instructions }) =>
    instructions.flatMap((each) => (each.kind === 'env' || each.kind === 'arg' ? each.variables : [])),
  );
  return given.flatMap(({ name, value, span }) =>
    value === undefined ? [] : { name, value, owner: 'the image', at: placeOf(span) },
  );
}

const isTemplate = (named: readonly { readonly value: Located<string> | undefined }[]): boolean =>
  named.some(({ value }) => UNFILLED.test(value?.value ?? ''));
const UNFILLED = /^<[^>]+>$|(?:^|[/@:-])your[-_]|replace[-_ ]?(?:me|with)|placeholder/i;

/** `orders-dev`, `docker-development-key`. */
const FOR_WORK = /(?:^|[-_.])(?:dev|devel|development|local|test|testing|ci)(?:[-_.]|$)/i;

interface Secret {
  readonly what: string;
  /** It opens a host of the internet, as it is. */
  readonly isOpenHouse: boolean;
  /** A provider or a generator made it. */
  readonly isGenerated: boolean;
  readonly doubt?: DoubtId | undefined;
}

/** What someone made up at a desk is doubted more than what was made by a generator; what opens a host of the internet not at all. */
function doubtAbout(text: string, isRandom: boolean, setting: Setting): DoubtId | undefined {
  const isPlaceholder =
    /^(?:password|passwd|pwd|secret|admin|root|postgres)$/i.test(text) ||
    FOR_WORK.test(text) ||
    setting.value.includes(`://${text}:${text}@`) ||
    /change/i.test(text) ||
    (!isRandom && (setting.isTemplate === true || setting.isName === true));
  if (isPlaceholder) return 'placeholder-secret';
  return !isRandom && setting.isOverridden === true ? 'overridden-at-deployment' : undefined;
}

/** What a value shows that nobody should read; undefined where it comes from elsewhere, or is no secret. */
function secretIn(setting: Setting): Secret | undefined {
  const fallback = setting.value.replaceAll(FALLBACK, '$1');
  if (fallback === setting.value) return secretWritten(setting);
  const found = secretWritten({ ...setting, value: fallback });
  return found && { ...found, what: `${found.what}, as the default of a variable` };
}

/** `${NAME:-orders-board}`: compose takes it where the variable is not set. */
const FALLBACK = /\$\{\w+:?-([^{}$]*)\}/g;

function secretWritten(setting: Setting): Secret | undefined {
  const { name, value } = setting;
  if (/\$(?!\$)/.test(value) || value.length < 3 || value.length > 500) return undefined;
  const shape = secretShapeOf(value);
  if (shape !== undefined)
    return { what: `is ${shape} in plain text`, isOpenHouse: !mayBeForPublic(shape), isGenerated: true };
  const [, password, host] = /^[\w+.-]+:\/\/[^\s:/@]*:([^\s/@]{3,})@([^\s/:?]*)/.exec(value) ?? [];
  const kind = secretKindOf(name.replace(PASSWORD_ENDING, '$1password'));
  if (password === undefined && (kind === undefined || NO_SECRET.test(value))) return undefined;
  const text = password ?? value;
  const isRandom = isRandomText(text);
  if (PLACEHOLDER.test(text) || (!isRandom && password === undefined && kind !== 'own')) return undefined;
  const isOpenHouse = isRandom && password !== undefined && isRemoteHost(host);
  return {
    isOpenHouse,
    what: password === undefined ? 'is in plain text' : 'contains a password in plain text',
    isGenerated: isRandom,
    doubt: isOpenHouse ? undefined : doubtAbout(text, isRandom, setting),
  };
}

/** Endings that mean a password in an environment, and other things in code. */
const PASSWORD_ENDING = /(^|_)(?:PASS|PSWD|(?:BASIC|NEO4J)_AUTH|ERLANG_COOKIE|SECRET_KEY_BASE)$/;
/** Asks to be replaced before anybody starts it. */
const PLACEHOLDER = /[<>{}]|replace|your[-_ ]|insert|todo|x{3}|\*{3}|\.{3}|placeholder|redacted/i;
/** Switches, numbers, addresses, paths, and names of files. */
const NO_SECRET =
  /^(?:yes|no|on|off|true|false|none|null|unset|\d{1,3})$|:\/\/|^[./~]|\s|\.(?:pem|key|crt|json|ya?ml|txt)$/i;
