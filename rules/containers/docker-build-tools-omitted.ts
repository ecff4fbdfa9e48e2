import { invocationOf } from '#artifacts';
import { defineArtifactRule } from '#kit';

export default defineArtifactRule({
  artifact: 'dockerfile',
  docs: {
    summary: 'image build that omits the development dependencies which its build step needs',
    why: 'Bundlers and compilers (`vite`, `webpack`, `tsc`) are development dependencies. Without them `npm run build` fails, so the image cannot be built.',
    remedy: 'Install everything in the build stage (`npm ci`), and copy only the output to the final image',
    harm: 'breaks',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: '3: `npm ci --only=production` before a build' }],
    bad: '# path: Dockerfile\nFROM node:22-alpine AS build\nCOPY . .\nRUN npm ci --omit=dev\nRUN npm run build\n',
    good: '# path: Dockerfile\nFROM node:22-alpine AS build\nCOPY . .\nRUN npm ci\nRUN npm run build\n',
  },
  check({ artifact, report }) {
    for (const { instructions } of artifact.stages) {
      const commands = instructions.flatMap((each) => (each.kind === 'run' ? each.script.commands : []));
      const at = commands.findIndex((command) => OMITTING.test(textOf(command)));
      const omitting = commands[at];
      const rest = commands.slice(at + 1);
      const build = rest.find((command) =>
        /^(?:npm|yarn|pnpm) (?:run )?build\b|^(?:npx )?(?:vite|webpack|tsc|next|ng|rollup) ?(?:build)?$/.test(
          textOf(command),
        ),
      );
      // What is installed in between, or put on the machine as a whole, is there.
      const isMadeGood = rest.some(
        (command) =>
          /^(?:npm|yarn|pnpm) (?:ci|i|install|add)\b/.test(textOf(command)) && !OMITTING.test(textOf(command)),
      );
      if (omitting === undefined || build === undefined || isMadeGood) continue;
      report({
        at: omitting.span,
        message: `broken build: \`${textOf(omitting)}\` omits the development dependencies that \`${textOf(build)}\` needs`,
        related: [{ at: build.span, message: 'built here' }],
      });
    }
  },
});

function textOf(command: Parameters<typeof invocationOf>[0]): string {
  const { program = '', args = [] } = invocationOf(command) ?? {};
  return [program, ...args.map(({ text }) => text)].join(' ');
}

const OMITTING =
  /^(?:npm (?:ci|i|install)|yarn(?: install)?|pnpm (?:i|install))\b.*(?:--only=prod(?:uction)?|--omit[= ]dev|--production(?!=false)|--prod)\b/;
