/**
 * Runs a composite action as the GitHub runner does, from its own action.yml: conditions and expressions are evaluated, `run` steps
 * run in bash with the files that the runner's variables name, `uses` steps are written down with their inputs.
 * Source: https://github.com/actions/runner (CompositeActionHandler.cs, ScriptHandler.cs, FileCommandManager.cs)
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Contexts, interpolate, isMet } from './expression.ts';

export interface ActionRun {
  readonly conclusion: 'success' | 'failure';
  /** What `outputs` of the action say in the end. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Steps that another action would do, with their inputs. */
  readonly uses: readonly { readonly action: string; readonly with: Readonly<Record<string, string>> }[];
  /** Everything that was printed, commands included. */
  readonly log: string;
  readonly commands: readonly Command[];
  /** Markdown. */
  readonly summary: string;
}

/** A workflow command as the runner reads it. */
export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

export interface ActionSetting {
  /** Folder of action.yml. */
  readonly action: string;
  readonly workspace: string;
  /** A folder of this run alone. */
  readonly temporary: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly event?: { readonly name: string; readonly payload: unknown };
  readonly actor?: string;
  readonly path?: string;
  /** Further variables of the job. */
  readonly env?: Readonly<Record<string, string>>;
}

export function runAction(setting: ActionSetting): ActionRun {
  const metadata = parse(readFileSync(join(setting.action, 'action.yml'), 'utf8')) as ActionFile;
  const runner = new CompositeRunner(setting, metadata);
  for (const step of metadata.runs.steps) runner.step(step);
  return runner.finish();
}

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

class CompositeRunner {
  readonly #setting: ActionSetting;
  readonly #metadata: ActionFile;
  readonly #files: Readonly<Record<'output' | 'summary' | 'event', string>>;
  readonly #inputs: Readonly<Record<string, string>>;
  readonly #steps: Record<string, { outputs: Readonly<Record<string, string>> }> = {};
  readonly #uses: ActionRun['uses'][number][] = [];
  #log = '';
  #hasFailed = false;

  constructor(setting: ActionSetting, metadata: ActionFile) {
    this.#setting = setting;
    this.#metadata = metadata;
    const file = (name: string): string => join(setting.temporary, name);
    this.#files = { output: file('output'), summary: file('summary'), event: file('event.json') };
    mkdirSync(setting.temporary, { recursive: true });
    writeFileSync(this.#files.summary, '');
    writeFileSync(this.#files.event, JSON.stringify(setting.event?.payload ?? {}));
    const unknown = Object.keys(setting.with ?? {}).filter((name) => !(name in metadata.inputs));
    if (unknown.length > 0) throw new Error(`the action has no input ${unknown.join(', ')}`);
    const defaults = Object.entries(metadata.inputs).map(([name, input]) => [name, input.default ?? '']);
    this.#inputs = { ...Object.fromEntries(defaults), ...setting.with };
  }

  step(step: Step): void {
    if (!isMet(step.if, this.#contexts(), this.#hasFailed)) return;
    if (step.uses !== undefined) this.#uses.push({ action: step.uses, with: this.#interpolated(step.with) });
    else this.#run(step, step.run ?? '');
  }

  finish(): ActionRun {
    const outputs = Object.entries(this.#metadata.outputs).map(([name, { value }]) => [name, value]);
    return {
      conclusion: this.#hasFailed ? 'failure' : 'success',
      outputs: this.#interpolated(Object.fromEntries(outputs)),
      uses: this.#uses,
      log: this.#log,
      commands: this.#log.split(/\r\n|\n|\r/).flatMap(readCommand),
      summary: readFileSync(this.#files.summary, 'utf8'),
    };
  }

  #run({ id, shell, env }: Step, script: string): void {
    if (shell !== 'bash') throw new Error(`a composite action needs \`shell\`; this is ${shell}`);
    if (script.includes('${{')) throw new Error('an expression stands in a script');
    const file = join(this.#setting.temporary, 'script.sh');
    writeFileSync(file, script);
    writeFileSync(this.#files.output, '');
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', file], {
      cwd: this.#setting.workspace,
      encoding: 'utf8',
      env: { ...this.#environment(), ...this.#setting.env, ...this.#interpolated(env) },
    });
    this.#log += stdout + stderr;
    if (status !== 0) this.#hasFailed = true;
    if (id !== undefined) this.#steps[id] = { outputs: readFileCommands(readFileSync(this.#files.output, 'utf8')) };
  }

  #environment(): Record<string, string> {
    const { action, workspace, temporary, event, actor, path } = this.#setting;
    return {
      PATH: path ?? process.env.PATH ?? '',
      HOME: temporary,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTION_PATH: action,
      GITHUB_ACTOR: actor ?? 'octocat',
      GITHUB_EVENT_NAME: event?.name ?? 'push',
      GITHUB_EVENT_PATH: this.#files.event,
      GITHUB_OUTPUT: this.#files.output,
      GITHUB_STEP_SUMMARY: this.#files.summary,
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: temporary,
    };
  }

  #contexts(): Contexts {
    return { inputs: this.#inputs, steps: this.#steps };
  }

  #interpolated(texts: Readonly<Record<string, string>> = {}): Record<string, string> {
    const contexts = this.#contexts();
    return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, interpolate(String(text), contexts)]));
  }
}

/** `name=value` lines and `name<<delimiter` blocks. */
function readFileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    if (line === '') continue;
    const [, name = '', operator, rest = ''] = /^([^=<]+)(=|<<)(.*)$/.exec(line) ?? [];
    if (operator === undefined) throw new Error(`Invalid format '${line}'`);
    if (operator === '=') {
      values[name] = rest;
      continue;
    }
    const end = lines.indexOf(rest, i + 1);
    if (end < 0) throw new Error(`Matching delimiter not found '${rest}'`);
    values[name] = lines.slice(i + 1, end).join('\n');
    i = end;
  }
  return values;
}

/** Both forms that a runner still obeys: `::name k=v::message` at the start of a line, and `##[name k=v]message` anywhere. */
function readCommand(line: string): Command[] {
  const match =
    /^\s*::(?<name>[\w-]+)(?: (?<properties>.*?))?::(?<message>.*)$/.exec(line) ??
    /##\[(?<name>[\w-]+)(?: (?<properties>[^\]]*))?\](?<message>.*)$/.exec(line);
  if (match?.groups === undefined) return [];
  const { name = '', properties = '', message = '' } = match.groups;
  const pairs = properties
    .split(',')
    .map((pair) => [pair.split('=', 1)[0], unescapeCommand(pair.slice(pair.indexOf('=') + 1))]);
  return [{ name, properties: Object.fromEntries(pairs), message: unescapeCommand(message) }];
}

function unescapeCommand(text: string): string {
  const codes: Readonly<Record<string, string>> = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' };
  return text.replace(/%0D|%0A|%3A|%2C|%25/g, (code) => codes[code] ?? code);
}
