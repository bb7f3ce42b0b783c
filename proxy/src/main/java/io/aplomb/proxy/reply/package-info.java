/**
 * The proxy's own answers, byte for byte as HAProxy 2.6 gives them: errors, {@code return}, {@code
 * deny}, redirects, requests for credentials.
 */
@NullMarked
package io.aplomb.proxy.reply;

import org.jspecify.annotations.NullMarked;
