package io.aplomb.model.proxy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code cookie} line of a backend (manual 4.2 "cookie").
 *
 * @param maxIdleMs 0 for no limit
 * @param maxLifeMs 0 for no limit
 * @param dynamicKey secret of {@code dynamic} cookies, null when not dynamic
 */
public record CookiePersistence(
        String name,
        Mode mode,
        boolean indirect,
        boolean noCache,
        boolean postOnly,
        boolean preserve,
        boolean httpOnly,
        boolean secure,
        List<String> domains,
        List<String> attributes,
        long maxIdleMs,
        long maxLifeMs,
        @Nullable String dynamicKey) {

    public CookiePersistence {
        domains = List.copyOf(domains);
        attributes = List.copyOf(attributes);
    }

    /** The same with cookies of servers made by that secret. */
    public CookiePersistence dynamic(@Nullable String key) {
        return new CookiePersistence(
                name,
                mode,
                indirect,
                noCache,
                postOnly,
                preserve,
                httpOnly,
                secure,
                domains,
                attributes,
                maxIdleMs,
                maxLifeMs,
                key);
    }

    /** Who makes the cookie. */
    public enum Mode {
        /** The application, with values the servers are configured with; it is only read. */
        PASSIVE,
        /** The proxy adds its own. */
        INSERT,
        /** The application sets it, the proxy replaces the value. */
        REWRITE,
        /** The proxy puts the server's name before the application's value. */
        PREFIX
    }
}
