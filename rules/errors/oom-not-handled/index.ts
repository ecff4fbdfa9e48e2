import { type ExceptHandler, headerSpan, type Node, statementsThrough } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { importsEngine, inferenceIn, isExhaustionHandled, isTrainingOrLoading } from './gpu-work.ts';

export default defineSourceRule({
  docs: {
    summary: 'GPU out-of-memory error handled like any other failure',
    why: 'An input that is too large for the GPU is reported like a bug, so a client may send it again. The memory of the failed run may stay allocated, in which case the next runs fail too.',
    remedy:
      'Catch `torch.cuda.OutOfMemoryError` first: drop the tensors, call `torch.cuda.empty_cache()`, count it, and report that the input is too large',
    harm: 'hides-failures',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [755, 770],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '4.4' }],
    bad: 'import torch\nfrom fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n@app.post("/upscale")\ndef upscale(request: dict):\n    try:\n        with torch.no_grad():\n            return {"image": model(request["image"].cuda())}\n    except Exception:\n        raise HTTPException(500)\n',
    good: 'import torch\nfrom fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n@app.post("/upscale")\ndef upscale(request: dict):\n    try:\n        with torch.no_grad():\n            return {"image": model(request["image"].cuda())}\n    except torch.cuda.OutOfMemoryError:\n        torch.cuda.empty_cache()\n        raise HTTPException(413)\n    except Exception:\n        raise HTTPException(500)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: { ExceptHandler: check },
});

/**
 * Boundary to its neighbours: `bare-except`, `swallowed-exception` and `blind-except` speak of what a handler loses, one of
 * them at most; this rule speaks of a clause that is missing before it and may be beside the one.
 */
function check(handler: ExceptHandler, ctx: SourceContext): void {
  const { parent: tried } = handler;
  const around = ctx.context.defAround(handler);
  if (tried?.kind !== 'Try' || around === undefined || isTrainingOrLoading(around) || !importsEngine(ctx)) return;
  const { isBroad, exits, handsExceptionOn } = ctx.handlers.describe(handler);
  // Kept for someone who can still ask what it was.
  if (!isBroad || (handsExceptionOn && exits.falls) || reraises(handler)) return;
  const takesIt = (node: Node): boolean => node.kind === 'Try' && isExhaustionHandled(node, ctx);
  if (takesIt(tried) || holdsInOwnCode(tried.body, takesIt)) return;
  const inference = inferenceIn(tried.body, ctx);
  if (inference === undefined) return;
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: `\`${around.name}\` handles GPU out-of-memory errors like any other failure: no clause catches \`torch.cuda.OutOfMemoryError\``,
    cause: 'habit',
    related: [{ at: inference, message: 'this runs on the GPU' }],
  });
}

/** `raise` alone: anyone who calls decides. */
function reraises({ body }: ExceptHandler): boolean {
  return statementsThrough(body).some((statement) => statement.kind === 'Raise' && statement.exc === undefined);
}
