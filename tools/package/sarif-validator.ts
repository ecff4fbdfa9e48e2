/** Microsoft's SARIF validator, as far as it can be trusted: its exit code means nothing, so its report is read. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const VERSION = '5.7.0';
/** GitHub's rules that are off unless asked for. GH1004 stays off: it enforces limits that GitHub has raised since. */
const SWITCHED_ON = [
  'GH1001.ProvideRequiredLocationProperties',
  'GH1002.InlineThreadFlowLocations',
  'GH1003.ProvideRequiredRegionProperties',
  'GH1005.LocationsMustBeRelativeUrisOrFilePaths',
  'GH1006.ProvideCheckoutPath',
  'GH1007.ProvideFullyFormattedMessageStrings',
];
/** Asks the network whether each address answers. */
const SWITCHED_OFF = ['SARIF2006.UrisShouldBeReachable'];

export interface SarifValidator {
  /** Everything the validator calls an error or a warning, one line each. */
  validate(file: string): string[];
}

/** Installs the validator below `folder`. It is 100 MB and needed here only, so it is no dependency of the project. */
export function installSarifValidator(folder: string): SarifValidator {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', `@microsoft/sarif-multitool@${VERSION}`];
  execFileSync('npm', install, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const platform = { linux: 'linux', darwin: 'darwin', win32: 'win32' }[process.platform as string];
  const name = platform === 'win32' ? 'Sarif.Multitool.exe' : 'Sarif.Multitool';
  const program = join(folder, `node_modules/@microsoft/sarif-multitool-${platform}`, name);
  chmodSync(program, 0o755);
  const policy = join(folder, 'policy.xml');
  writeFileSync(policy, policyText());
  return { validate: (file) => validate(program, policy, file, join(folder, 'validation.sarif')) };
}

function validate(program: string, policy: string, file: string, output: string): string[] {
  const options = ['--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning', '-c', policy];
  execFileSync(program, ['validate', file, ...options, '-o', output, '--log', 'ForceOverwrite'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' },
  });
  const log = JSON.parse(readFileSync(output, 'utf8').replace(/^\uFEFF/, '')) as ValidationLog;
  const [run] = log.runs;
  if (run === undefined || run.invocations?.some((invocation) => !invocation.executionSuccessful)) {
    return ['the validator did not finish'];
  }
  return run.results.map(({ level = 'warning', ruleId, locations, message }) => {
    const { startLine = 0, startColumn = 0 } = locations?.[0]?.physicalLocation?.region ?? {};
    return `${level} ${ruleId} at ${startLine}:${startColumn}: ${message.text ?? message.arguments?.join(' · ') ?? ''}`;
  });
}

interface ValidationLog {
  readonly runs: readonly {
    readonly invocations?: readonly { readonly executionSuccessful: boolean }[];
    readonly results: readonly {
      readonly level?: string;
      readonly ruleId: string;
      readonly message: { readonly text?: string; readonly arguments?: readonly string[] };
      readonly locations?: readonly {
        readonly physicalLocation?: {
          readonly region?: { readonly startLine?: number; readonly startColumn?: number };
        };
      }[];
    }[];
  }[];
}

function policyText(): string {
  const entry = (rule: string, state: string): string =>
    `<Properties Key="${rule}.Options"><Property Key="RuleEnabled" Value="${state}" Type="Driver.RuleEnabledState" /></Properties>`;
  const on = SWITCHED_ON.map((rule) => entry(rule, 'Error'));
  const off = SWITCHED_OFF.map((rule) => entry(rule, 'Disabled'));
  return `<?xml version="1.0" encoding="utf-8"?>\n<Properties>\n${[...on, ...off].join('\n')}\n</Properties>\n`;
}
