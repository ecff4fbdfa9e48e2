import { defineProjectRule, type Located } from '#kit';
import {
  type ComposeService,
  datastoreImage,
  isComposeForDevelopment,
  isForWorkOnCode,
  platformBeside,
} from '#kit/artifacts';
import type { ArtifactFile, ArtifactPlace, ProjectModel } from '#kit/project';
import { isRandomText, isRemoteHost, mayBeForPublic, secretKindOf, secretShapeOf } from '#kit/security';

export default defineProjectRule({
  docs: {
    summary: 'secret written in a compose file, a manifest or a Dockerfile',
    why: 'Everybody who can read the repository has the secret, every installation runs with the same one, and it stays in the history after it is changed.',
    remedy:
      'Take the value from outside: `${NAME:?}` or `secrets:` in compose, `secretKeyRef` in Kubernetes, `--mount=type=secret` while an image is built; and replace the one in the history.',
    harm: 'discloses',
    ceiling: 'P0',
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
  needs: [],
  check(project, ctx) {
    for (const [path, settings] of [
      ...project.artifacts.of('compose').map((file) => [file.path, settingsOfServices(file, project)] as const),
      ...project.artifacts.of('kubernetes').map((file) => [file.path, settingsOfObjects(file)] as const),
      ...project.artifacts.of('dockerfile').map((file) => [file.path, settingsOfImage(file)] as const),
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
          message: `\`${name}\` of ${owner} ${found.what}`,
          ...(found.isOpenHouse !== true && { harm: 'exposes' as const, ceiling: 'P2' as const }),
          ...(found.doubt !== undefined && { ceiling: 'P3' as const, heldBack: found.doubt }),
        });
      }
    }
  },
});

interface Setting {
  readonly name: string;
  readonly value: string;
  readonly owner: string;
  readonly at: ArtifactPlace;
  /** Nobody outside of the services reaches the datastores of the file. */
  readonly isInternal?: boolean;
  /** The file is for work on the code. */
  readonly isForWork?: boolean;
  /** A file beside it takes secrets from outside. */
  readonly isReplaced?: boolean;
  /** The same text is the user or the database, too: it keeps nobody out, and hides nothing. */
  readonly isName?: boolean;
  /** What stands beside it is yet to be filled in. */
  readonly isTemplate?: boolean;
  /** The guess that the program gets another one where it runs. */
  readonly elsewhere?: string | undefined;
}

function settingsOfServices(file: ArtifactFile<'compose'>, { artifacts, files }: ProjectModel): readonly Setting[] {
  const { model, placeOf } = file;
  const all = artifacts.of('compose');
  const isForWork = isComposeForDevelopment(file.path) || isForWorkOnCode(model);
  const isReplaced = isReplacedBeside(file, all);
  const stores = model.services.filter(({ image }) => image !== undefined && datastoreImage(image.value) !== undefined);
  const isInternal =
    stores.length > 0 && !stores.some(({ ports }) => ports.some(({ hostAddress }) => hostAddress !== '127.0.0.1'));
  const platform = platformBeside(file.path, files);
  const isWithoutProgram = model.services.every(
    ({ build, image }) => build === undefined && isStoreOrBoard(image?.value ?? ''),
  );
  const elsewhere = isWithoutProgram
    ? 'the file starts nothing of this program, which may run beside it'
    : platform && `the program seems to be deployed by \`${platform}\``;
  return model.services.flatMap((service) =>
    service.environment.flatMap(({ name, value }) =>
      value === undefined
        ? []
        : {
            name: name.value,
            value: value.value,
            owner: `\`${service.name.value}\``,
            at: placeOf(value.span),
            isInternal,
            isForWork,
            isReplaced,
            isTemplate: isTemplate(service.environment),
            elsewhere,
            isName: service.environment.some((other) => other.name !== name && other.value?.value === value.value),
          },
    ),
  );
}

/** `grafana` of `grafana/grafana:11.3.0`. */
const nameOf = (image: string): string => image.slice(image.lastIndexOf('/') + 1).split(/[:@]/, 1)[0] ?? '';
/** Images that others make and that know nothing of a program: stores, queues, and what looks at them. */
const isStoreOrBoard = (image: string): boolean => datastoreImage(image) !== undefined || BOARD.test(nameOf(image));
const BOARD =
  /^(?:rabbitmq|(?:cp-)?(?:kafka|zookeeper)|minio|mc|grafana|prometheus|alertmanager|loki|jaeger|cadvisor|pgadmin4?|adminer|mongo-express|kibana|flower|[\w-]+-exporter)$/;

/** A file of the folder that stands alone has a service of this one, whole, and takes a secret of it from outside. */
function isReplacedBeside(file: ArtifactFile<'compose'>, all: readonly ArtifactFile<'compose'>[]): boolean {
  const others = all.filter((other) => other !== file && other.folder === file.folder);
  const alike = ({ name }: ComposeService): readonly ComposeService[] =>
    others.flatMap(({ model }) =>
      model.services.filter((each) => each.name.value === name.value && (each.image ?? each.build) !== undefined),
    );
  const isOutside = (value: string | undefined): boolean => /\$(?!\$)/.test(value ?? '');
  return file.model.services.some((service) =>
    service.environment.some(
      ({ name, value }) =>
        secretKindOf(name.value) !== undefined &&
        !isOutside(value?.value) &&
        alike(service).some(({ environment }) =>
          environment.some((given) => given.name.value === name.value && isOutside(given.value?.value)),
        ),
    ),
  );
}

function settingsOfObjects({ path, model, placeOf }: ArtifactFile<'kubernetes'>): readonly Setting[] {
  const isForWork = isComposeForDevelopment(path) || LOCAL_CLUSTER.test(path);
  return model.objects.flatMap((object) => {
    const owner = `the ${object.kind.value} \`${object.name?.value ?? '?'}\``;
    const containers = [...(object.workload?.containers ?? []), ...(object.workload?.initContainers ?? [])];
    const named = [...containers.flatMap(({ environment }) => environment), ...object.entries];
    const isUnfilled = isTemplate(named);
    return named.flatMap(({ name, value }) =>
      value === undefined
        ? []
        : { name: name.value, value: value.value, owner, at: placeOf(value.span), isForWork, isTemplate: isUnfilled },
    );
  });
}

/** `ENV NAME=value`, `ARG NAME=value`: in git, in each layer and in what `docker history` shows. */
function settingsOfImage({ model, placeOf }: ArtifactFile<'dockerfile'>): readonly Setting[] {
  const given = model.stages.flatMap(({ instructions }) =>
    instructions.flatMap((each) => (each.kind === 'env' || each.kind === 'arg' ? each.variables : [])),
  );
  return given.flatMap(({ name, value, span }) =>
    value === undefined
      ? []
      : { name, value, owner: 'the image', at: placeOf(span), elsewhere: 'who starts the image may give another' },
  );
}

const isTemplate = (named: readonly { readonly value: Located<string> | undefined }[]): boolean =>
  named.some(({ value }) => UNFILLED.test(value?.value ?? ''));
const UNFILLED = /^<[^>]+>$|(?:^|[/@:-])your[-_]|replace[-_ ]?(?:me|with)|placeholder/i;

/** Clusters on the machine of who works on the code. */
const LOCAL_CLUSTER = /(?:^|\/)(?:local|kind|minikube)\//i;

/** `orders-dev`, `docker-development-key`. */
const FOR_WORK = /(?:^|[-_.])(?:dev|devel|development|local|test|testing|ci)(?:[-_.]|$)/i;

interface Secret {
  readonly what: string;
  /** It opens a host of the internet, as it stands. */
  readonly isOpenHouse?: boolean;
  /** It says itself that it must be changed, or it opens what nobody reaches. */
  readonly doubt?: string | undefined;
}

/** What somebody made up at a desk is doubted more than what was made by a generator; what opens a host of the internet not at all. */
function doubtAbout(text: string, isRandom: boolean, isForNobody: boolean, setting: Setting): string | undefined {
  if (setting.isForWork === true || setting.isReplaced === true) return 'the file is for work on the code';
  if (!isRandom && setting.isTemplate === true) return 'what stands beside it is yet to be filled in';
  if (/^(?:password|passwd|pwd|secret|admin|root|postgres)$/i.test(text)) return 'the word stands for a password';
  if (FOR_WORK.test(text)) return 'it says itself that it is for work on the code';
  if (setting.value.includes(`://${text}:${text}@`)) return 'it is the name of the user as well';
  if (!isRandom && setting.isName === true) return 'another setting beside it has the same text, which hides nothing';
  if (/change/i.test(text)) return 'it says itself that it must be changed';
  if (!isRandom && setting.elsewhere !== undefined) return setting.elsewhere;
  return !isRandom && isForNobody ? 'nobody outside is seen to reach what it opens' : undefined;
}

/** What a value tells that nobody should read; undefined where it comes from elsewhere, or is no secret. */
function secretIn(setting: Setting): Secret | undefined {
  const fallback = setting.value.replaceAll(FALLBACK, '$1');
  if (fallback === setting.value) return secretWritten(setting);
  const found = secretWritten({ ...setting, value: fallback });
  return (
    found && {
      what: `${found.what}, for where nothing else is given`,
      doubt: found.doubt ?? 'something else may be given wherever it runs',
    }
  );
}

/** `${NAME:-orders-board}`: compose takes it where the variable is not set. */
const FALLBACK = /\$\{\w+:?-([^{}$]*)\}/g;

function secretWritten(setting: Setting): Secret | undefined {
  const { name, value, isInternal } = setting;
  if (/\$(?!\$)/.test(value) || value.length < 3 || value.length > 500) return undefined;
  const shape = secretShapeOf(value);
  if (shape !== undefined) return { what: `is ${shape} in plain text`, isOpenHouse: !mayBeForPublic(shape) };
  const [, password, host] = /^[\w+.-]+:\/\/[^\s:/@]*:([^\s/@]{3,})@([^\s/:?]*)/.exec(value) ?? [];
  const kind = secretKindOf(name.replace(PASSWORD_ENDING, '$1password'));
  if (password === undefined && (kind === undefined || NO_SECRET.test(value))) return undefined;
  const text = password ?? value;
  const isRandom = isRandomText(text);
  if (PLACEHOLDER.test(text) || (!isRandom && password === undefined && kind !== 'own')) return undefined;
  // A word for a store that lives as long as the work on the code keeps nobody out, and is not meant to.
  if (setting.isForWork === true && /^[a-z]+(?:[-_ ][a-z]+)*$/i.test(text) && !isRandom) return undefined;
  const isOpenHouse = isRandom && password !== undefined && isRemoteHost(host);
  const isOfStore = password !== undefined || STORE_PASSWORD.test(name);
  return {
    isOpenHouse,
    what: password === undefined ? 'is written in the file' : 'holds a password that is written in the file',
    doubt: isOpenHouse ? undefined : doubtAbout(text, isRandom, isOfStore && isInternal === true, setting),
  };
}

/** Endings that mean a password in an environment, and other things in code. */
const PASSWORD_ENDING = /(^|_)(?:PASS|PSWD|(?:BASIC|NEO4J)_AUTH|ERLANG_COOKIE|SECRET_KEY_BASE)$/;
/** Asks to be replaced before anybody starts it. */
const PLACEHOLDER = /[<>{}]|replace|your[-_ ]|insert|todo|x{3}|\*{3}|\.{3}|placeholder|redacted/i;
/** Switches, numbers, addresses, paths, and names of files. */
const NO_SECRET =
  /^(?:yes|no|on|off|true|false|none|null|unset|\d{1,3})$|:\/\/|^[./~]|\s|\.(?:pem|key|crt|json|ya?ml|txt)$/i;
/** What a datastore lets its own clients in with. */
const STORE_PASSWORD = /(?:^|_)(?:POSTGRES(?:QL)?|PG|MYSQL|MARIADB|MONGO\w*|DB|DATABASE|REDIS|SA|SQL)_/i;
