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

const ROOT = z.optional(described(path(), 'Folder of the repository; needed where the server was given several'));
const OFFSET = z.optional(described(z.int().check(z.nonnegative()), 'Where to go on in an answer that was cut'));
const LINE = z.int().check(z.positive());
const PATHS = z.optional(
  described(z.array(path()).check(z.maxLength(100)), 'Files and folders, relative to the root; all of it unless given'),
);
const RULES = z.optional(described(z.array(rule()).check(z.minLength(1)), 'Only these rules'));
const PROFILE = z.optional(
  described(
    z.enum(PROFILES),
    '`default` shows high and medium confidence, `strict` also low confidence, tests and examples',
  ),
);

/** All tools. They read, and write nothing. */
export const TOOLS: readonly Tool[] = [
  defineTool({
    name: 'scan',
    title: 'Scan a Python repository',
    description:
      'Finds what a staff engineer would find in a Python repository or some files of it: lost data, leaks, hangs, drift, features that are silently off. ' +
      'Reports per rule why it matters, what to do, and every location, worst first. Scan before and after a change, with `paths`.',
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
      'What was reported at a line, why it has its severity and confidence, which proof suppressed a finding, and which rules checked the line. Use it before you call a finding a false positive, or where you expected one.',
    input: z.strictObject({
      root: ROOT,
      path: described(path(), 'The file, relative to the root'),
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
    description: 'Why a rule exists, what it reports and does not report, its options, and its measured precision.',
    input: z.strictObject({ rule: rule(), offset: OFFSET }),
    plan: ({ rule: name }, roots) => ({ cwd: roots.any, argv: ['explain', name] }),
  }),
  defineTool({
    name: 'replay',
    title: 'Compare a written audit with the code',
    description:
      'What happened to the code that a written audit (Markdown, SARIF, JSON or CSV) cites: unchanged, moved, changed, gone, or fixed as proposed; where, and in which commit.',
    input: z.strictObject({
      root: ROOT,
      document: described(path(), 'The audit, relative to the root'),
      at: z.optional(
        described(z.string().check(z.regex(/^[^-\s]\S*$/)), 'Compare with this commit instead of the working tree'),
      ),
      scan: z.optional(described(z.boolean(), 'Also scan, and list findings at the audited code')),
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
    title: 'Preview the fixes',
    description:
      'A unified diff of the fixes that auditlint knows for findings in some files, each tried by a scan of the result: safe ones preserve behavior, ' +
      'unsafe ones may change it. Writes nothing.',
    input: z.strictObject({
      root: ROOT,
      paths: PATHS,
      rules: RULES,
      profile: PROFILE,
      unsafe: z.optional(described(z.boolean(), 'Also fixes that may change behavior')),
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
