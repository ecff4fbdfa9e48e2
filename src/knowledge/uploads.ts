/** Classes of files that a client uploads. Source: the documentation of each framework. */

/** Whether a qualified name is that of one. */
export function isUploadedFile(qualifiedName: string): boolean {
  return UPLOADED.test(qualifiedName);
}

const UPLOADED =
  /^(?:fastapi|starlette|litestar|sanic|esmerald|blacksheep|flask|quart|werkzeug|django|ninja|streamlit)\.(?:\w+\.)*(?:UploadFile|FileStorage|UploadedFile)$/;
