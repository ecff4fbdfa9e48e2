/** What of libraries authenticates the caller, by itself: dependencies, decorators and calls. */

/**
 * Dependencies and decorators that answer 401 or 403, or send a visitor to the login. Sources:
 * https://fastapi.tiangolo.com/reference/security/, https://flask-login.readthedocs.io/en/latest/,
 * https://flask-jwt-extended.readthedocs.io/en/stable/api.html, https://docs.djangoproject.com/en/5.2/topics/auth/default/
 */
export const AUTHENTICATING_LIBRARIES =
  /^fastapi\.security\.(?:\w+\.)*(?:HTTPBearer|HTTPBasic|HTTPDigest|OAuth2\w*|APIKey\w+|OpenIdConnect)(?:\(\))?$|^(?:flask_login\.(?:utils\.)?(?:login_required|fresh_login_required)|flask_jwt_extended\.(?:view_decorators\.)?(?:jwt_required|verify_jwt_in_request)|flask_security\.(?:decorators\.)?(?:auth_required|login_required|roles_\w+|permissions_\w+)|flask_httpauth\.\w+\.login_required|fastapi_users\.\w+\.current_user|django\.contrib\.auth\.decorators\.\w+|django\.contrib\.admin\.views\.decorators\.staff_member_required|rest_framework\.decorators\.permission_classes|starlette\.authentication\.requires)(?:\(\))?$/;

/**
 * Calls by which a request is proven to come from whom it says, or that make of what someone types what only they know: a
 * signature, a token, a password.
 */
export const PROVING_CALLS =
  /^(?:(?:hmac|secrets)\.compare_digest|(?:jwt|jose\.jwt|jose\.jws|authlib\.jose\.jwt)\.(?:decode|verify)|stripe\.Webhook\.construct_event|svix\.Webhook\.verify|itsdangerous\.\w+\.loads|bcrypt\.(?:checkpw|hashpw)|passlib\.(?:context\.CryptContext|hash\.\w+)\.(?:verify|hash|encrypt)|werkzeug\.security\.(?:check_password_hash|generate_password_hash)|django\.contrib\.auth\.(?:authenticate|login)|django\.contrib\.auth\.hashers\.(?:check_password|make_password)|argon2\.(?:\w+\.)?PasswordHasher\.(?:verify|hash)|google\.oauth2\.id_token\.verify_\w+|firebase_admin\.auth\.verify_\w+|flask_login\.(?:utils\.)?login_user|flask_jwt_extended\.(?:\w+\.)?(?:verify_jwt_in_request|get_jwt_identity|create_access_token))$/;
