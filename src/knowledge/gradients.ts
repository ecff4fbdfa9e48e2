/**
 * What turns the recording of gradients off, or decides it, for the code below it: a manager, a decorator or a call.
 * Source: https://docs.pytorch.org/docs/2.9/notes/autograd.html#locally-disabling-gradient-computation, as of 2026-11.
 */
export const GRADIENT_SWITCHES: ReadonlySet<string> = new Set(['no_grad', 'inference_mode', 'set_grad_enabled']);
