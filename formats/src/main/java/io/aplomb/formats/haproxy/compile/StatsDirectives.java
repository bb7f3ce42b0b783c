package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.StatsPage;
import io.aplomb.sample.UsePoint;
import io.aplomb.sample.acl.Condition;

/** {@code stats ...} lines of a proxy (manual 4.2 "stats"). */
final class StatsDirectives {

    private static final int MAX_CREDENTIALS = 1_000;

    private final Load load;

    StatsDirectives(Load load) {
        this.load = load;
    }

    void register(Registry<ProxyDraft> registry) {
        turnsOn(registry, "enable", (line, stats) -> line.end());
        turnsOn(registry, "uri", (line, stats) -> stats.uri = line.text("a URI prefix"));
        turnsOn(registry, "realm", (line, stats) -> stats.realm = line.text("a realm"));
        turnsOn(
                registry,
                "refresh",
                (line, stats) -> stats.refreshSeconds = line.timeInSecondsMs("a time") / 1_000);
        turnsOn(registry, "auth", StatsDirectives::auth);
        turnsOn(registry, "scope", (line, stats) -> stats.scopes.add(line.text("a proxy's name")));
        turnsOn(registry, "hide-version", (line, stats) -> stats.hideVersion = true);
        turnsOn(registry, "show-legends", (line, stats) -> stats.showLegends = true);
        turnsOn(registry, "show-modules", (line, stats) -> stats.showModules = true);
        turnsOn(
                registry,
                "show-node",
                (line, stats) ->
                        stats.showNode = line.hasNext() ? line.text("a name") : nodeName());
        turnsOn(
                registry,
                "show-desc",
                (line, stats) ->
                        stats.showDescription =
                                line.hasNext() ? line.restText("a text") : description());
        registry.on("stats admin", this::admin);
    }

    private void turnsOn(Registry<ProxyDraft> registry, String word, Handler<StatsDraft> handler) {
        registry.on(
                "stats " + word,
                (line, proxy) -> {
                    handler.read(line, proxy.stats);
                    proxy.stats.turnOn(line.keyword());
                });
    }

    private void admin(Line line, ProxyDraft proxy) throws Refusal {
        Condition condition = load.expressions().optionalCondition(line, proxy, UsePoint.REQUEST);
        if (condition == null) {
            throw line.missing("'if' or 'unless' with a condition");
        }
        proxy.stats.adminWhen.add(new StatsPage.AdminRule(condition));
        proxy.stats.adminAt = line.keyword();
        proxy.stats.turnOn(line.keyword());
    }

    private static void auth(Line line, StatsDraft stats) throws Refusal {
        Word word = line.take("USER:PASSWORD");
        line.end();
        int colon = word.text().indexOf(':');
        if (colon <= 0 || stats.users.size() >= MAX_CREDENTIALS) {
            throw line.error(word, "expected USER:PASSWORD");
        }
        String user = word.text().substring(0, colon);
        String password = word.text().substring(colon + 1);
        stats.users.add(new StatsPage.Credentials(user, password));
        if (password.equalsIgnoreCase(user) || password.length() < 4) {
            line.warning(
                    word,
                    "the password of '%s' is easy to guess".formatted(user),
                    "choose a long random password");
        }
    }

    private String nodeName() {
        String node = load.global().node;
        return node == null ? load.options().hostName() : node;
    }

    private String description() {
        String description = load.global().description;
        return description == null ? "" : description;
    }
}
