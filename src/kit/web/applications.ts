/** Programs that something outside finds by the application object which they make: web frameworks, workers, command lines. */
import { WEB_APPLICATIONS } from '../../knowledge/web-applications.ts';
import type { ModuleSummary } from '../../project/index.ts';

/** Objects of the class are what a server, a worker or a command is told to run. */
export function isApplicationClass(qualifiedName: string): boolean {
  return WEB_APPLICATIONS.has(qualifiedName) || OTHERS.test(qualifiedName);
}

const OTHERS = /^(celery\.Celery|typer\.Typer|falcon\.\w*App|ray\.serve\.\w+|mcp\.server\.\w+\.FastMCP)$/;

/** A program of its own, with its application made where a server looks for it, not what others build theirs from. */
export function makesApplication({ role, body, names }: ModuleSummary): boolean {
  if (role !== 'library' && role !== 'entry-point') return false;
  if ('INSTALLED_APPS' in names) return true;
  return body.constructs.some((made) => isApplicationClass(made.class)) || body.calls.some((call) => MAKER.test(call));
}

const MAKER = /(^|\.)(create|make|build)_(\w+_)?app(lication)?$/;
