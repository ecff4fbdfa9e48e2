import * as z from 'zod/mini';
import { PROFILES } from '../../config/choices.ts';
import type { AllowedRoots } from './allowed-roots.ts';

/** A run of the command line in a folder: what it prints of paths is relative to that. */
export interface ToolWork {
  readonly cwd: string;
  readonly argv: readonly string[];
}

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodMiniObject;
  /** Throws `UsageError` for a path outside of the roots. */
  plan(input: unknown, roots: AllowedRoots): ToolWork;
}

const defineTool = <T extends z.ZodMiniObject>(
  tool: Omit<Tool, 'input' | 'plan'> & { input: T; plan(input: z.infer<T>, roots: AllowedRoots): ToolWork },
): Tool => ({ ...tool, plan: (input, roots) => tool.plan(tool.input.parse(input), roots) });

function described<T extends z.core.$ZodType>(schema: T, description: string): T {
  z.globalRegistry.add(schema, { description });
  return schema;
}

const path = () => z.string().check(z.minLength(1), z.maxLength(4096), z.regex(/^[^\0]*$/));
const rule = () => z.string().check(z.regex(/^[a-z][a-z0-9-]*$/));

const ROOT = z.optional(described(path(), 'Root folder of the repository; required if the server has several roots'));
const OFFSET = z.optional(
  described(z.int().check(z.nonnegative()), 'Character offset at which to continue a truncated result'),
);
const LINE = z.int().check(z.positive());
const PATHS = z.optional(
  described(
    z.array(path()).check(z.maxLength(100)),
    'Files and folders to scan, relative to the root (default: the whole root)',
  ),
);
const RULES = z.optional(described(z.array(rule()).check(z.minLength(1)), 'Names of the rules to run (default: all)'));
const PROFILE = z.optional(
  described(
    z.enum(PROFILES),
    '`default` reports findings of high and medium confidence; `strict` adds low confidence, tests and examples',
  ),
);

/** All tools. They read, and write nothing. */
export const TOOLS: readonly Tool[] = [
  defineTool({
    name: 'scan',
    title: 'Scan a Python repository',
    description:
      'Finds defects that a staff engineer would report in an audit of a Python repository: security holes, data loss, race conditions, leaks, hangs, swallowed errors. ' +
      'Returns for each rule why it matters, the remedy and every location, worst first. Scan the files you edit, with `paths`, before and after a change.',
    input: z.strictObject({ root: ROOT, paths: PATHS, rules: RULES, profile: PROFILE, offset: OFFSET }),
    plan({ root: named, paths, rules, profile }, roots) {
      const cwd = roots.root(named);
      return {
        cwd,
        argv: ['check', '--format', 'agent', ...ruleOptions(rules, profile), ...pathsIn(paths, cwd, roots)],
      };
    },
  }),
  defineTool({
    name: 'why',
    title: 'Explain the result at a line',
    description:
      'Returns the findings at a line with the reasons for their severity and confidence, the findings that a proof ruled out, and the rules that checked the line. ' +
      'Use it before you call a finding a false positive, or where an expected finding is missing.',
    input: z.strictObject({
      root: ROOT,
      path: described(path(), 'File, relative to the root'),
      line: LINE,
      rule: z.optional(rule()),
      offset: OFFSET,
    }),
    plan({ root: named, path: file, line, rule: only }, roots) {
      const cwd = roots.root(named);
      const place = `${roots.path(file, cwd)}:${line}`;
      return { cwd, argv: ['why', place, ...(only === undefined ? [] : [only])] };
    },
  }),
  defineTool({
    name: 'explain',
    title: 'Explain a rule',
    description:
      'Returns the documentation of a rule: why it matters, what it reports and what it does not, its options and its measured precision.',
    input: z.strictObject({ rule: rule(), offset: OFFSET }),
    plan: ({ rule: name }, roots) => ({ cwd: roots.any, argv: ['explain', name] }),
  }),
  defineTool({
    name: 'replay',
    title: 'Compare a written audit with the code',
    description:
      'Compares the code that a written audit (Markdown, SARIF, JSON or CSV) cites with the current code. ' +
      'Reports each place as unchanged, moved, changed, deleted or fixed as proposed, with its location and the commit.',
    input: z.strictObject({
      root: ROOT,
      document: described(path(), 'Audit file, relative to the root'),
      at: z.optional(
        described(z.string().check(z.regex(/^[^-\s]\S*$/)), 'Compare with this commit instead of the working tree'),
      ),
      scan: z.optional(described(z.boolean(), 'Also scan, and list the findings at the cited code')),
      offset: OFFSET,
    }),
    plan({ root: named, document, at, scan }, roots) {
      const cwd = roots.root(named);
      const options = [...(at === undefined ? [] : ['--at', at]), ...(scan === true ? ['--scan'] : [])];
      return { cwd, argv: ['replay', roots.path(document, cwd), '--root', cwd, ...options] };
    },
  }),
  defineTool({
    name: 'preview_fix',
    title: 'Preview fixes',
    description:
      'Returns a unified diff of the available fixes. Each fix is verified by scanning the result. Safe fixes preserve behavior; unsafe ones may change it. ' +
      'Writes nothing.',
    input: z.strictObject({
      root: ROOT,
      paths: PATHS,
      rules: RULES,
      profile: PROFILE,
      unsafe: z.optional(described(z.boolean(), 'Include fixes that may change behavior')),
      offset: OFFSET,
    }),
    plan({ root: named, paths, rules, profile, unsafe }, roots) {
      const cwd = roots.root(named);
      const options = [...(unsafe === true ? ['--unsafe-fixes'] : []), ...ruleOptions(rules, profile)];
      return { cwd, argv: ['check', '--preview-fixes', ...options, ...pathsIn(paths, cwd, roots)] };
    },
  }),
];

/** Which findings: a fix of the strict profile is shown to anyone who was told of its finding. */
const ruleOptions = (rules: readonly string[] = [], profile?: string): string[] => [
  ...(profile === undefined ? [] : ['--profile', profile]),
  ...rules.flatMap((each) => ['--select', each]),
];

/** Absolute, so that none is taken for an option. The root itself goes without saying. */
function pathsIn(paths: readonly string[] | undefined, cwd: string, roots: AllowedRoots): string[] {
  return (paths ?? []).map((each) => roots.path(each, cwd)).filter((each) => each !== cwd);
}
