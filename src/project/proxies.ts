import type { Artifacts } from './artifacts.ts';

/** Directives that hand a request on. */
export const PASSES = /^(?:proxy|grpc|uwsgi)_pass$/;

/** What configures a proxy. */
export const proxiesAmong = (artifacts: Artifacts) =>
  artifacts.of('nginx').filter(({ model }) => model.directives.some(({ name }) => PASSES.test(name.value)));
