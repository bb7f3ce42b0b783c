package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.HttpAction;
import io.aplomb.model.proxy.Rule;
import io.aplomb.model.proxy.StatsPage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code stats} lines of a section being read; any of them turns the page on. */
final class StatsDraft {

    /** Where the page was turned on; null while it is off. */
    @Nullable Word enabledAt;

    /** The last {@code stats admin} line. */
    @Nullable Word adminAt;

    String uri = StatsPage.NONE.uri();
    @Nullable String realm;
    long refreshSeconds;
    boolean hideVersion;
    boolean showLegends;
    boolean showModules;
    @Nullable String showNode;
    @Nullable String showDescription;
    final List<StatsPage.Credentials> users = new ArrayList<>();
    final List<String> scopes = new ArrayList<>();
    final List<StatsPage.AdminRule> adminWhen = new ArrayList<>();
    final List<Rule<HttpAction>> access = new ArrayList<>();

    StatsDraft copy() {
        StatsDraft copy = new StatsDraft();
        copy.enabledAt = enabledAt;
        copy.adminAt = adminAt;
        copy.uri = uri;
        copy.realm = realm;
        copy.refreshSeconds = refreshSeconds;
        copy.hideVersion = hideVersion;
        copy.showLegends = showLegends;
        copy.showModules = showModules;
        copy.showNode = showNode;
        copy.showDescription = showDescription;
        copy.users.addAll(users);
        copy.scopes.addAll(scopes);
        copy.adminWhen.addAll(adminWhen);
        copy.access.addAll(access);
        return copy;
    }

    /** Turns the page on; the first line that did stays the one to point at. */
    void turnOn(Word at) {
        if (enabledAt == null) {
            enabledAt = at;
        }
    }

    StatsPage build() {
        if (enabledAt == null) {
            return StatsPage.NONE;
        }
        return new StatsPage(
                true,
                uri,
                realm,
                refreshSeconds,
                users,
                hideVersion,
                showLegends,
                showModules,
                showNode,
                showDescription,
                scopes,
                adminWhen,
                access);
    }
}
