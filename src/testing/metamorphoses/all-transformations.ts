/** The transformations, in the order in which they are reported. */
import type { Transformation } from './transformation.ts';
import { aiohttpForFastapi } from './transformations/aiohttp-for-fastapi.ts';
import { aliasedImports } from './transformations/aliased-imports.ts';
import { arqForCelery } from './transformations/arq-for-celery.ts';
import { calleeMoved } from './transformations/callee-moved.ts';
import { djangoForFastapi } from './transformations/django-for-fastapi.ts';
import { dramatiqForCelery } from './transformations/dramatiq-for-celery.ts';
import { flaskForFastapi } from './transformations/flask-for-fastapi.ts';
import { flatLayout } from './transformations/flat-layout.ts';
import { germanNames } from './transformations/german-names.ts';
import { importModules } from './transformations/import-modules.ts';
import { importNames } from './transformations/import-names.ts';
import { itemFunction } from './transformations/item-function.ts';
import { lazyImports } from './transformations/lazy-imports.ts';
import { litestarForFastapi } from './transformations/litestar-for-fastapi.ts';
import { namesThatExcuse } from './transformations/names-that-excuse.ts';
import { neutralNames } from './transformations/neutral-names.ts';
import { noAnnotations } from './transformations/no-annotations.ts';
import { noComments } from './transformations/no-comments.ts';
import { otherDriver } from './transformations/other-driver.ts';
import { plantedCode } from './transformations/planted-code.ts';
import { plantedCommentsAround } from './transformations/planted-comments.ts';
import { plantedTests } from './transformations/planted-tests.ts';
import { rqForCelery } from './transformations/rq-for-celery.ts';
import { spanishNames } from './transformations/spanish-names.ts';
import { starletteForFastapi } from './transformations/starlette-for-fastapi.ts';
import { stateInInstance } from './transformations/state-in-instance.ts';
import { throughAttribute } from './transformations/through-attribute.ts';
import { throughConstant } from './transformations/through-constant.ts';
import { throughDefault } from './transformations/through-default.ts';
import { throughFunction } from './transformations/through-function.ts';
import { throughIdentity } from './transformations/through-identity.ts';
import { throughLocal } from './transformations/through-local.ts';
import { wrappedInIf } from './transformations/wrapped-in-if.ts';
import { wrappedInTry } from './transformations/wrapped-in-try.ts';
import { wrappedInWith } from './transformations/wrapped-in-with.ts';

export const TRANSFORMATIONS: readonly Transformation[] = [
  neutralNames,
  spanishNames,
  germanNames,
  namesThatExcuse,
  noComments,
  plantedCommentsAround,
  plantedCode,
  plantedTests,
  noAnnotations,
  importModules,
  importNames,
  aliasedImports,
  lazyImports,
  wrappedInIf,
  wrappedInWith,
  wrappedInTry,
  throughLocal,
  throughFunction,
  throughIdentity,
  throughDefault,
  throughConstant,
  throughAttribute,
  stateInInstance,
  calleeMoved,
  flatLayout,
  itemFunction,
  litestarForFastapi,
  flaskForFastapi,
  starletteForFastapi,
  aiohttpForFastapi,
  djangoForFastapi,
  dramatiqForCelery,
  rqForCelery,
  arqForCelery,
  otherDriver,
];
