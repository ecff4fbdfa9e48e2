import { defineProjectRule } from '#kit';
import type { ProjectModel } from '#project';
import { listedCode, verbFor } from '#text/wording';
import { type ToolConfiguration, toolConfigurations } from './_shared/tool-configuration.ts';

export default defineProjectRule({
  docs: {
    summary: 'shadowed configuration: the tool never reads it',
    why: 'The tool reads the first configuration file it finds and stops there. The settings in the other file have no effect.',
    remedy: 'Keep one of the two: move the missing settings to the file that is read, and delete the other',
    harm: 'misleads',
    severity: 'P2',
    precision: 'medium',
    measured: { read: 7, right: 7, on: 'dispatch, rq, content_platform, TenSafe, of 60 public repositories' },
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-1' }],
    bad: '# path: pytest.ini\n[pytest]\ntestpaths = tests\n\n# path: pyproject.toml\n[tool.pytest.ini_options]\nasyncio_mode = "auto"\n',
    good: '# path: pytest.ini\n[pytest]\ntestpaths = tests\nasyncio_mode = auto\n',
  },
  check(project, ctx) {
    const all = toolConfigurations(project);
    for (const winner of all) {
      const [first, ...others] = all.filter(({ tool, folder }) => tool === winner.tool && folder === winner.folder);
      if (first !== winner) continue;
      for (const { path, at, title, options, tool } of others) {
        const unequal = path === winner.path ? [] : lostOptions(options, winner.options);
        if (unequal.length === 0 || isGivenTo(path, tool, winner, project)) continue;
        const wanting = unequal.filter((name) => !saysAsMuch(winner.options?.get(name), options?.get(name)));
        if (wanting.length === 0) {
          ctx.proven({ at, by: 'the file that is read contains all of it', where: winner.at });
          continue;
        }
        const what = title === path ? `\`${path}\`` : `\`${title}\` in \`${path}\``;
        ctx.report({
          at,
          message: `shadowed configuration: ${tool} reads \`${winner.path}\` and never ${what}, so ${listedCode(wanting, 3)} ${verbFor(wanting.length, 'has', 'have')} no effect`,
          related: [{ ...winner.at, message: `${tool} finds this first` }],
          key: `${tool} ${path}`,
        });
      }
    }
  },
});

type Options = ToolConfiguration['options'];

/** What the file says and the one that is read does not say just so; nothing where one of them cannot be read. */
function lostOptions(options: Options, read: Options): readonly string[] {
  if (options === undefined || read === undefined) return [];
  return [...options].flatMap(([name, value]) => (read.get(name) === value ? [] : [name]));
}

/** `pythonpath = . src` where the other file has `pythonpath = .` */
function saysAsMuch(read: string | undefined, said: string | undefined): boolean {
  const words = new Set(read?.split(' '));
  return read !== undefined && said?.split(' ').every((word) => words.has(word)) === true;
}

/** A command, a hook or a setting of tox names the file, or the one that is read builds on it. */
function isGivenTo(path: string, tool: string, { options }: ToolConfiguration, project: ProjectModel): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isNamed = (text: string): boolean => text.includes(name);
  const { artifacts, commands } = project;
  return (
    [...(options?.values() ?? [])].some(isNamed) ||
    commands.some(({ command: { words, environment } }) => {
      const texts = [...words.map(({ text }) => text), ...environment.map(({ value }) => value?.text ?? '')];
      return (
        texts.some(isNamed) && texts.some((text) => text.includes(tool) || /^--(?:cov-)?config|^-c$|rcfile/.test(text))
      );
    }) ||
    artifacts
      .of('ini')
      .some(({ model }) =>
        model.sections.some(({ options: own }) =>
          own.some(({ lines }) => lines.some(({ value }) => isNamed(value) && /rcfile|config/i.test(value))),
        ),
      ) ||
    artifacts
      .of('pre-commit')
      .some(({ model }) =>
        model.repositories.some(({ hooks }) => hooks.some(({ args }) => args.some(({ value }) => isNamed(value)))),
      )
  );
}
