import { groupBy } from '#collections';
import { defineProjectRule, NOT_PRODUCTION, unpackPlace } from '#kit';
import { type NeededVariable, neededVariables } from '#kit/settings';
import type { ArtifactFile, ArtifactPlace, ProjectModel } from '#project';
import { pathAndFolders } from '#text';
import { listedCode } from '#text/wording';

const REQUIRED = 'variable without which the code fails';

interface Lacked {
  readonly name: string;
  readonly fails: boolean;
  readonly hasValue: boolean;
  readonly at: ArtifactPlace;
  readonly by: string;
}

export default defineProjectRule<NeededVariable>({
  docs: {
    summary:
      'incomplete environment template: it lacks variables that the code or compose file takes from the environment',
    why: 'Anyone who copies the template to `.env` gets a service that fails at its start, or that runs without the features behind these variables.',
    remedy: 'Add the variables to the template, empty or with their default',
    harm: 'misleads',
    severity: { 'variable that has no value then': 'P3', [REQUIRED]: 'P2' },
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [
      { document: 'Field report 2', finding: 'the template of the environment differs from what the code reads' },
    ],
    bad: '# path: .env.example\nBOT_TOKEN=\nDATABASE_URL=\nADMIN_ID=\n# path: bot.py\nimport os\n\nTOKEN = os.environ["BOT_TOKEN"]\nDATABASE = os.environ["DATABASE_URL"]\nADMIN = os.environ["ADMIN_ID"]\nRETURN_URL = os.environ["RETURN_URL"]\n',
    good: '# path: .env.example\nBOT_TOKEN=\nDATABASE_URL=\nADMIN_ID=\nRETURN_URL=\n# path: bot.py\nimport os\n\nTOKEN = os.environ["BOT_TOKEN"]\nDATABASE = os.environ["DATABASE_URL"]\nADMIN = os.environ["ADMIN_ID"]\nRETURN_URL = os.environ["RETURN_URL"]\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook', 'script'],
  facts: (file) => neededVariables(file),
  check(project, ctx) {
    const templates = project.artifacts.of('env-file').filter(({ path }) => TEMPLATE.test(path));
    const folders = new Set(templates.map(({ folder }) => folder));
    // The nearest template above a file is for it.
    const facts = groupBy(ctx.facts, ({ path }) => ['', ...pathAndFolders(path)].findLast((each) => folders.has(each)));
    for (const file of templates) {
      const given = givenOtherwise(project, file.folder);
      const listed = listedIn(file);
      const code = (facts.get(file.folder) ?? []).map(
        ({ path, fact }): Lacked => ({
          name: fact.name,
          fails: fact.without === 'failure',
          hasValue: fact.without === 'value',
          at: { path, ...unpackPlace(fact.place) },
          by: 'read here',
        }),
      );
      const all = [...code, ...filledBeside(file, project)];
      if (new Set(all.flatMap(({ name }) => (listed.has(name) ? name : []))).size < MANY) continue;
      const lacked = all.filter(
        ({ name, hasValue }) => !hasValue && !listed.has(name) && !given.has(name) && !PLATFORM.test(name),
      );
      const failing = lacked.filter(({ fails }) => fails);
      const told = failing.length > 0 ? failing : lacked;
      const names = [...new Set(told.map(({ name }) => name))].sort();
      const [first] = file.model.variables;
      if (first === undefined || names.length < (failing.length > 0 ? 1 : 2)) continue;
      ctx.report({
        at: file.placeOf(first.name.span),
        key: file.path,
        cause: file.folder,
        ...(failing.length > 0 && { kind: REQUIRED }),
        message: `incomplete environment template: \`${file.path}\` does not list ${listedCode(names, 5)}`,
        related: names.slice(0, 12).flatMap((name) => {
          const where = told.find((each) => each.name === name);
          return where === undefined ? [] : [{ ...where.at, message: `\`${name}\` is ${where.by}` }];
        }),
      });
    }
  },
});

/** Of `isExampleFile` those that are copied, and not for tests. */
const TEMPLATE = /(?:example|sample|template|dist|te?mpl|tpl)[^/]*$/i;
/** So many of its variables are read: the template is for this code. */
const MANY = 3;
/** What systems, platforms and tools set themselves. */
const PLATFORM =
  /^(?:HOME|PATH|PWD|USER|HOSTNAME|LANG|TERM|TZ|PORT|CI|DYNO|K_\w+|PYTHON\w*|PYTEST_\w+|KUBERNETES_\w+|GITHUB_\w+|RENDER\w*|RAILWAY_\w+|FLY_\w+|VERCEL\w*|HEROKU_\w+|AWS_(?:LAMBDA_\w+|EXECUTION_ENV|REGION)|XDG_\w+|APPDATA|COMPOSE_PROJECT_NAME|UID|GID)$/;

/** Its variables, those that are commented out among them. */
const listedIn = ({ model }: ArtifactFile<'env-file'>): ReadonlySet<string> =>
  new Set([...model.variables.map(({ name }) => name.value.toUpperCase()), ...model.commentedOut]);

/** Images and services give these a value themselves. */
function givenOtherwise({ artifacts }: ProjectModel, folder: string): ReadonlySet<string> {
  const images = artifacts
    .of('dockerfile')
    .flatMap(({ model }) => model.stages.flatMap(({ instructions }) => instructions))
    .flatMap((each) => (each.kind === 'env' || each.kind === 'arg' ? each.variables.map(({ name }) => name) : []));
  const services = artifacts.of('compose').flatMap((file) =>
    file.model.services.flatMap(({ environment }) =>
      environment.flatMap(({ name, value }) => {
        // What it fills in from a template of its own is asked about there.
        const isGiven = value !== undefined && (file.folder === folder || !value.value.includes('$'));
        return isGiven && !value.value.includes(`\${${name.value}`) && value.value !== `$${name.value}`
          ? name.value
          : [];
      }),
    ),
  );
  return new Set([...images, ...services]);
}

/** What compose files of the folder fill in from `.env`, without a value of their own. */
function filledBeside({ folder }: ArtifactFile, { artifacts }: ProjectModel): readonly Lacked[] {
  return artifacts
    .of('compose')
    .filter((file) => file.folder === folder)
    .flatMap((file) =>
      file.model.filled.map(({ written, isRequired }) => ({
        name: written.value.slice(1),
        fails: isRequired,
        hasValue: false,
        at: file.placeOf(written.span),
        by: 'filled in here',
      })),
    );
}
