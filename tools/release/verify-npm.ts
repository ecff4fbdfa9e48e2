import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../project-root.ts';
import { installNodes } from './tools.ts';

/** What npm itself, `npx` and every supported Node say of the packed package. Returns problems, one line each. */
export function verifyNpm(tree: string, tarball: string, demo: string, workspace: string): string[] {
  return [
    ...verifyPublish(['publish', '--dry-run'], tree),
    ...verifyReleaseStep(join(workspace, 'release-step')),
    ...verifyPublish(['publish', '--dry-run', tarball], workspace),
    ...verifyNpx(tarball, join(workspace, 'npx')),
    ...verifyNodes(tarball, demo, join(workspace, 'nodes')),
  ];
}

/** What npm would fix in package.json, or leave out, it says as a warning of `publish`. */
function verifyPublish(args: readonly string[], cwd: string): string[] {
  const { status, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8' });
  const said = stderr.split('\n').filter((line) => /^npm (?:warn publish|error)/i.test(line));
  const warnings = said.filter((line) => !line.includes('requires you to be logged in'));
  if (status !== 0) return [`npm ${args.join(' ')} ended with ${status}: ${warnings.join(' ')}`];
  if (warnings.length > 0) return warnings;
  console.log(`npm ${args.slice(0, 2).join(' ')} of ${args[2] === undefined ? 'the tree' : basename(args[2])}: clean`);
  return [];
}

/** The step of the release workflow that builds what is published, as it is there. */
function verifyReleaseStep(folder: string): string[] {
  mkdirSync(folder);
  const workflow = parse(readFileSync(join(projectRoot, '.github/workflows/release.yml'), 'utf8')) as ReleaseWorkflow;
  const script = workflow.jobs.build.steps.find(({ id }) => id === 'pack')?.run ?? 'exit 99';
  const { status, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', script], {
    cwd: projectRoot,
    encoding: 'utf8',
    env: {
      ...process.env,
      RUNNER_TEMP: folder,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'team/auditlint',
    },
  });
  if (status !== 0) return [`the release workflow's step \`pack\` ended with ${status}: ${stderr}`];
  const names = readdirSync(join(folder, 'out')).sort();
  const [sums = '', tarball = ''] = names;
  const isWhole = /^SHA256SUMS auditlint-[\d.]+\.tgz tree\.tar\.gz$/.test(names.join(' '));
  const summed = readFileSync(join(folder, 'out', sums), 'utf8')
    .trim()
    .split('\n').length;
  if (!isWhole || summed !== 2)
    return [`the release workflow's step \`pack\` left ${names.join(', ')}, ${summed} of them summed`];
  return verifyPublish(['publish', '--dry-run', join(folder, 'out', tarball)], folder);
}

interface ReleaseWorkflow {
  readonly jobs: { readonly build: { readonly steps: readonly { readonly id?: string; readonly run?: string }[] } };
}

function verifyNpx(tarball: string, folder: string): string[] {
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'app.py'),
    'def read(path):\n    try:\n        return open(path).read()\n    except:\n        pass\n',
  );
  writeFileSync(join(folder, 'auditlint.toml'), '[severity]\nbare-except = "P1"\n');
  const args = ['--yes', '--package', tarball, 'auditlint', '--select', 'bare-except'];
  const { status, stdout, stderr } = spawnSync('npx', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 1 || !stdout.includes('bare-except  app.py:4:5')) {
    return [`npx of the tarball ended with ${status} and no finding: ${stderr.trim()}`];
  }
  console.log('npx of the tarball in an empty folder: 1 finding');
  return [];
}

/** The same bytes, whatever Node runs the package. */
function verifyNodes(tarball: string, demo: string, folder: string): string[] {
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const install = spawnSync('npm', ['install', '--no-audit', '--no-fund', tarball], { cwd: folder, encoding: 'utf8' });
  if (install.status !== 0) return [`npm install of the tarball ended with ${install.status}: ${install.stderr}`];
  cpSync(demo, join(folder, 'demo'), { recursive: true });
  const outputs = [...installNodes()].map(([version, node]) => ({ version, ...scanWith(node, folder) }));
  const [first] = outputs;
  console.log(
    `Node ${outputs.map(({ version }) => version).join(', ')}: ${first?.output.length} characters of reports`,
  );
  return outputs.flatMap(({ version, output, problem }) => {
    if (problem !== undefined) return [`with Node ${version} ${problem}`];
    return output === first?.output ? [] : [`Node ${version} and Node ${first?.version} give different reports`];
  });
}

function scanWith(node: string, folder: string): { output: string; problem: string | undefined } {
  const results = ['pretty', 'json', 'sarif'].map((format) =>
    spawnSync(node, ['node_modules/auditlint/bin/auditlint.js', 'demo', '--format', format, '--fail-on', 'never'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    }),
  );
  const failed = results.find(({ status, stdout, stderr }) => status !== 0 || stdout === '' || complains(stderr));
  return {
    output: results.map(({ stdout }) => stdout).join('\n'),
    problem: failed === undefined ? undefined : `it ended with ${failed.status}: ${failed.stderr.trim()}`,
  };
}

/** Node itself writes to standard error what it thinks of the flags that we set for its compiler; we write the closing line. */
const complains = (stderr: string): boolean =>
  stderr.split('\n').some((line) => line !== '' && !/^\d+ findings: /.test(line));
