package io.aplomb.model.proxy;

import io.aplomb.sample.acl.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code stats} lines of a proxy.
 *
 * @param uri prefix, {@code /haproxy?stats} by default
 * @param refreshSeconds 0 for none
 * @param users {@code stats auth} pairs; empty: open to all
 * @param scopes proxies shown; empty: all; {@code .} is the proxy itself
 * @param adminWhen one of them must hold (null condition: always) for admin actions
 * @param access {@code stats http-request} rules, in order
 */
public record StatsPage(
        boolean enabled,
        String uri,
        @Nullable String realm,
        long refreshSeconds,
        List<Credentials> users,
        boolean hideVersion,
        boolean showLegends,
        boolean showModules,
        @Nullable String showNode,
        @Nullable String showDescription,
        List<String> scopes,
        List<AdminRule> adminWhen,
        List<Rule<HttpAction>> access) {

    /** No statistics page here. */
    public static final StatsPage NONE =
            new StatsPage(
                    false,
                    "/haproxy?stats",
                    null,
                    0,
                    List.of(),
                    false,
                    false,
                    false,
                    null,
                    null,
                    List.of(),
                    List.of(),
                    List.of());

    public StatsPage {
        users = List.copyOf(users);
        scopes = List.copyOf(scopes);
        adminWhen = List.copyOf(adminWhen);
        access = List.copyOf(access);
    }

    /** {@code stats auth USER:PASSWORD}. */
    public record Credentials(String user, String password) {}

    /** {@code stats admin if|unless CONDITION}. */
    public record AdminRule(@Nullable Condition condition) {}
}
