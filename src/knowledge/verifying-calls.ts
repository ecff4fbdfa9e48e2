import { words } from './words.ts';

/** Functions that raise, or say no, where a signature, a token, a password or a certificate does not fit. */
export const VERIFYING: ReadonlySet<string> = new Set(
  words(`jwt.decode jose.jwt.decode jose.jws.verify authlib.jose.jwt.decode hmac.compare_digest secrets.compare_digest
    bcrypt.checkpw werkzeug.security.check_password_hash django.contrib.auth.hashers.check_password
    django.contrib.auth.authenticate django.core.signing.loads firebase_admin.auth.verify_id_token
    firebase_admin.auth.verify_session_cookie google.oauth2.id_token.verify_oauth2_token
    google.oauth2.id_token.verify_firebase_token google.oauth2.id_token.verify_token stripe.Webhook.construct_event
    stripe.WebhookSignature.verify_header flask_jwt_extended.verify_jwt_in_request flask_jwt_extended.decode_token
    fastapi_jwt_auth.AuthJWT.jwt_required rest_framework_simplejwt.tokens.AccessToken`),
);
