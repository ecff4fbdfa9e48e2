/** The real command line over real repositories, with a git that can be stopped where a test wants it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { type CliResult, FAULTY, makeProject, runCli } from '../cli/run-cli.ts';
import { TestRepository } from '../git/git-fixture.ts';
import { commandLine } from '../program/program.ts';

const started = new Set<ChildProcess>();

/** For `afterAll` of each file that starts one: files share this module. */
export function endPrograms(): void {
  for (const child of started) child.kill('SIGKILL');
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Some repositories with one finding each, and a place from which the command line is run. */
export class FleetFixture {
  readonly folder = makeProject({ 'gates/.keep': '', 'home/.keep': '' });
  readonly list = join(this.folder, 'list.txt');

  constructor(readonly names: readonly string[]) {
    for (const name of names) {
      const folder = join(this.folder, 'origin', name);
      mkdirSync(folder, { recursive: true });
      new TestRepository(folder).git('init', '--quiet', '--initial-branch=main');
      new TestRepository(folder).commit({ 'app.py': FAULTY });
    }
    writeFileSync(this.list, names.map((name) => `./origin/${name}\n`).join(''));
    mkdirSync(join(this.folder, 'bin'));
    writeFileSync(join(this.folder, 'bin/git'), this.#wrapper(), { mode: 0o755 });
  }

  /** Tells each clone that begins, and waits in front of a closed gate. */
  #wrapper(): string {
    const gates = join(this.folder, 'gates');
    const path = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'git'));
    return `#!/bin/sh
case " $* " in *" clone "*)
  for word; do case "$word" in file://*) name=\${word##*/};; esac; done
  echo "$name" >> ${this.folder}/clones.log
  while [ -e ${gates}/$name ]; do sleep 0.05; done
  if [ -e ${gates}/fail-once-$name ]; then rm ${gates}/fail-once-$name; echo 'fatal: early EOF' >&2; exit 128; fi;;
esac
exec ${path.find((file) => existsSync(file))} "$@"
`;
  }

  close(name: string): void {
    writeFileSync(join(this.folder, 'gates', name), '');
  }

  open(name: string): void {
    rmSync(join(this.folder, 'gates', name));
  }

  failOnce(name: string): void {
    this.close(`fail-once-${name}`);
  }

  /** Which repositories were cloned, in the order in which that began. */
  get clones(): readonly string[] {
    const log = join(this.folder, 'clones.log');
    return existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : [];
  }

  /** Waits until the clone of a repository has begun. */
  untilCloning(name: string): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!this.clones.includes(name)) return;
        watcher.close();
        resolve();
      };
      const watcher = watch(this.folder, look);
      look();
    });
  }

  /** Starts `auditlint fleet …`. */
  start(...args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
    const child = spawn(process.execPath, [commandLine(), 'fleet', ...args, '--work-dir', join(this.folder, 'work')], {
      cwd: this.folder,
      env: { PATH: `${join(this.folder, 'bin')}${delimiter}${process.env.PATH}`, HOME: join(this.folder, 'home') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.add(child);
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
      });
    }
    const ended = once(child, 'close').then(([code]) => {
      started.delete(child);
      return { code: code as number | null, ...output };
    });
    return { child, ended };
  }

  run(...args: readonly string[]): Promise<Ended> {
    return this.start(...args).ended;
  }

  /** Runs `auditlint fleet …` in this process: for what only reads. */
  query(...args: readonly string[]): Promise<CliResult> {
    return runCli(['fleet', ...args], { cwd: this.folder });
  }

  /** How many findings the store has of each repository, by its last name. */
  async findings(...store: readonly string[]): Promise<Readonly<Record<string, number>>> {
    const { stdout, stderr } = await this.query('report', '--format', 'json', ...store);
    if (stdout === '') throw new Error(stderr);
    const { rows } = JSON.parse(stdout) as { rows: readonly { repository: string; findings: number }[] };
    const counts: Record<string, number> = {};
    for (const { repository, findings } of rows) {
      counts[basename(repository)] = (counts[basename(repository)] ?? 0) + findings;
    }
    return counts;
  }

  /** What `findings` gives when each repository was scanned and counts once. */
  get once(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.names.map((name) => [name, 1]));
  }
}
