import { groupBy } from '#collections';
import { defineProjectRule } from '#kit';
import { secretIn, type WrittenSetting } from '#kit/secrets';
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

interface Setting extends WrittenSetting {
  readonly owner: string;
  readonly at: ArtifactPlace;
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
