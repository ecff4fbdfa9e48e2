/** Whatever a plug-in has installed, `auditlint/kit` is the kit of the auditlint that runs: there is one instance of everything. */
import * as nodeModule from 'node:module';

const isBundle = !import.meta.url.endsWith('.ts');

/** Beside the bundle, or where the sources run as they are. */
const OURS: Readonly<Record<string, string>> = {
  'auditlint/kit': new URL(isBundle ? './kit.js' : '../kit/public.ts', import.meta.url).href,
  'auditlint/testing': new URL(isBundle ? './testing.js' : '../testing/index.ts', import.meta.url).href,
};

interface Resolved {
  readonly url: string;
  readonly shortCircuit?: boolean;
}

type Resolve = (
  specifier: string,
  context: unknown,
  next: (specifier: string, context: unknown) => Resolved,
) => Resolved;

/** Newer versions of Node have it; our types are those of the oldest that we run on. */
interface SynchronousHooks {
  readonly registerHooks?: (hooks: { readonly resolve: Resolve }) => void;
}

/** What older versions run on a thread of their own. */
const SCRIPT = `let ours;
export const initialize = (given) => { ours = given; };
export const resolve = (specifier, context, next) =>
  ours[specifier] === undefined ? next(specifier, context) : { url: ours[specifier], shortCircuit: true };`;

let isRegistered = false;

/** To be called before the first plug-in is loaded, in each thread. */
export function useRunningKit(): void {
  if (isRegistered) return;
  isRegistered = true;
  const { registerHooks } = nodeModule as SynchronousHooks;
  if (registerHooks === undefined) {
    nodeModule.register(`data:text/javascript,${encodeURIComponent(SCRIPT)}`, { data: OURS });
    return;
  }
  registerHooks({
    resolve: (specifier, context, next) => {
      const url = OURS[specifier];
      return url === undefined ? next(specifier, context) : { url, shortCircuit: true };
    },
  });
}
