/**
 * What a proxy configuration means: frontends, backends, servers, rules; immutable and free of the
 * language it was written in.
 *
 * <p>Durations are milliseconds in {@code ...Ms} components, where 0 means "no limit" as in
 * HAProxy; sizes are bytes. A component is {@code @Nullable} when the configuration may leave it
 * out and no default value would say the same.
 */
@NullMarked
package io.aplomb.model.proxy;

import org.jspecify.annotations.NullMarked;
