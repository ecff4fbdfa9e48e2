/** Programs that something outside finds by the application object which they make: web frameworks, workers, command lines. */
import { isApplicationClass } from '#knowledge/web-applications';
import type { ModuleSummary } from '#semantics';

/** A program of its own, with its application made where a server looks for it, not what others build theirs from. */
export function makesApplication({ role, body, names }: ModuleSummary): boolean {
  if (role !== 'library' && role !== 'entry-point') return false;
  if ('INSTALLED_APPS' in names) return true;
  return body.constructs.some((made) => isApplicationClass(made.class)) || body.calls.some((call) => MAKER.test(call));
}

const MAKER = /(^|\.)(create|make|build)_(\w+_)?app(lication)?$/;
