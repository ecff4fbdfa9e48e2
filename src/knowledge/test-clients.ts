/**
 * Clients with which tests call an application. Sources: documentation of Starlette, FastAPI, HTTPX and async-asgi-testclient, as of 2026-12.
 */
import { words } from './words.ts';

export const TEST_CLIENTS: ReadonlySet<string> = new Set(
  words(`starlette.testclient.TestClient fastapi.testclient.TestClient httpx.Client httpx.AsyncClient
    async_asgi_testclient.TestClient`),
);
