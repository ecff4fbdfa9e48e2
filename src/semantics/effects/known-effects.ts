/** Looks calls up in the tables of `src/knowledge/effects.ts`. */
import type { Call } from '../../ast/index.ts';
import {
  CALL_EFFECTS,
  DEVICE_COUNT,
  DEVICE_LIBRARIES,
  DEVICE_QUESTION,
  type KnownEffect,
  METHOD_EFFECTS,
} from '../../knowledge/effects.ts';
import { EXCEPTION_BASES } from '../../knowledge/exception-hierarchy.ts';

/** What the function or method of that qualified name does; undefined when no table speaks of it. */
export function effectOfName(name: string): KnownEffect | undefined {
  const { exact, below } = tables();
  const known = exact.get(name);
  if (known !== undefined) return known;
  if (EXCEPTION_BASES.has(name)) return 'pure';
  if (isDeviceQuestion(name)) return 'probe';
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const owner = name.slice(0, dot);
    const effect = below.get(owner);
    if (effect !== undefined) return isClassName(name) ? 'pure' : effect;
    if (EXCEPTION_BASES.has(owner)) return 'pure';
  }
  return undefined;
}

/** `torch.npu.mem_get_info`, `cupy.cuda.runtime.getDeviceCount`, `mlx.core.metal.is_available`: by pattern, as new backends come. */
function isDeviceQuestion(name: string): boolean {
  if (!DEVICE_LIBRARIES.has(name.slice(0, Math.max(0, name.indexOf('.'))))) return false;
  const method = name.slice(name.lastIndexOf('.') + 1);
  return DEVICE_COUNT.test(method) || DEVICE_QUESTION.test(method);
}

/** What a method does whoever's it is; for receivers of unknown type. */
export function effectOfMethod(method: string, call: Call): KnownEffect | undefined {
  // Two names that `str` shares with objects that do something: told apart by the number of arguments.
  if (method === 'join') return call.args.length === 1 && call.args[0]?.kind !== 'Constant' ? 'pure' : 'thread';
  if (method === 'replace') return call.args.length > 1 ? 'pure' : undefined;
  return METHOD_EFFECTS.get(method);
}

interface Tables {
  readonly exact: ReadonlyMap<string, KnownEffect>;
  /** By what is before `.*`. */
  readonly below: ReadonlyMap<string, KnownEffect>;
}

let built: Tables | undefined;

function tables(): Tables {
  built ??= buildTables();
  return built;
}

function buildTables(): Tables {
  const exact = new Map<string, KnownEffect>();
  const below = new Map<string, KnownEffect>();
  // The keys of a record over a union of literals are that union.
  for (const effect of Object.keys(CALL_EFFECTS) as KnownEffect[]) {
    for (const name of CALL_EFFECTS[effect]) {
      if (name.endsWith('.*')) below.set(name.slice(0, -2), effect);
      else exact.set(name, effect);
    }
  }
  return { exact, below };
}

function isClassName(name: string): boolean {
  return /^_*[A-Z]/.test(name.slice(name.lastIndexOf('.') + 1));
}
