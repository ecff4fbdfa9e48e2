/** Programs that give up being root, or start another program as a user that they are given. Source: the manual of each, as of November 2026. */
export const USER_SWITCHING = /^(?:gosu|su-exec|su|setpriv|runuser|chroot|fixuid|s6-\w+)$/;
