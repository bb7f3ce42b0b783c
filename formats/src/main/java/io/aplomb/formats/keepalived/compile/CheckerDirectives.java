package io.aplomb.formats.keepalived.compile;

import io.aplomb.formats.keepalived.keyword.Scope;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.Checker;
import java.util.Map;

/** The blocks {@code TCP_CHECK}, {@code HTTP_GET} and their kin. */
final class CheckerDirectives {

    private static final double MAX_SECONDS = 86_400;

    private final BlockReader blocks;
    private final PageReader pages;

    /** One registry a kind; a keyword of all checks is looked up in it under its own scope. */
    private final Registry<CheckerDraft> common = new Registry<>(Scope.CHECKER);

    private final Registry<CheckerDraft> http = new Registry<>(Scope.HTTP_GET);
    private final Registry<CheckerDraft> misc = new Registry<>(Scope.MISC_CHECK);
    private final Registry<CheckerDraft> dns = new Registry<>(Scope.DNS_CHECK);

    CheckerDirectives(BlockReader blocks) {
        this.blocks = blocks;
        this.pages = new PageReader(blocks);
        connection();
        http();
        misc();
        dns();
    }

    Map<Scope, Registry<CheckerDraft>> registries() {
        return Map.of(
                Scope.CHECKER, common,
                Scope.HTTP_GET, http,
                Scope.MISC_CHECK, misc,
                Scope.DNS_CHECK, dns);
    }

    PageReader pages() {
        return pages;
    }

    void register(Registry<RealServerDraft> registry) {
        for (CheckerDraft.Kind kind : CheckerDraft.Kind.values()) {
            registry.on(kind.name(), (line, server) -> server.checkers.add(read(line, kind)));
        }
    }

    private CheckerDraft read(Line line, CheckerDraft.Kind kind) throws Refusal {
        CheckerDraft draft = new CheckerDraft(kind, line.position());
        switch (kind) {
            case TCP_CHECK -> blocks.read(line, common, draft);
            case HTTP_GET, SSL_GET -> blocks.read(line.block(), http, common, draft);
            case DNS_CHECK -> blocks.read(line.block(), dns, common, draft);
            case MISC_CHECK -> blocks.read(line, misc, draft);
        }
        if (draft.serverName && kind == CheckerDraft.Kind.HTTP_GET) {
            throw line.error(line.keyword(), "enable_sni belongs to SSL_GET");
        }
        return draft;
    }

    private void connection() {
        common.on("connect_ip", (line, draft) -> draft.connectAddress = line.address("an address"));
        common.on(
                "connect_port",
                (line, draft) -> draft.connectPort = (int) line.integer("a port", 1, 65_535));
        common.on("bindto", (line, draft) -> draft.bindAddress = line.address("an address"));
        common.on(
                "bind_if", (line, draft) -> draft.bindInterface = line.take("an interface").text());
        common.on(
                "bind_port",
                (line, draft) -> draft.bindPort = (int) line.integer("a port", 1, 65_535));
        common.on("fwmark", (line, draft) -> draft.mark = line.integer("a mark", 0, 0xFFFF_FFFFL));
        TimingDraft.register(common, draft -> draft.timing, true);
        TimingDraft.registerLogging(common, draft -> draft.timing);
    }

    private void http() {
        http.on(
                "http_protocol",
                (line, draft) -> {
                    Word word = line.take("a version");
                    draft.httpVersion =
                            switch (word.text()) {
                                case "1.0" -> Checker.HttpVersion.HTTP_1_0;
                                case "1.0C", "1.0c" -> Checker.HttpVersion.HTTP_1_0_CLOSE;
                                case "1.1" -> Checker.HttpVersion.HTTP_1_1;
                                default ->
                                        throw line.error(
                                                word,
                                                "unknown version '%s'".formatted(word.text()),
                                                "expected 1.0, 1.0C, 1.1");
                            };
                });
        http.on("fast_recovery", (line, draft) -> draft.fastRecovery = line.truth());
        http.on("enable_sni", (line, draft) -> draft.serverName = line.truth());
        http.on("virtualhost", (line, draft) -> draft.virtualHost = line.take("a name").text());
        http.on("url", (line, draft) -> draft.pages.add(pages.read(line)));
        TimingDraft.registerOldName(http, draft -> draft.timing);
    }

    private void misc() {
        misc.on("misc_path", (line, draft) -> draft.script = Scripts.alone(line));
        misc.on(
                "misc_timeout",
                (line, draft) -> draft.scriptTimeoutNs = line.seconds("s", 0.001, MAX_SECONDS));
        misc.on("misc_dynamic", (line, draft) -> draft.dynamic = line.truth());
        misc.on("user", (line, draft) -> draft.user = Scripts.user(line));
        TimingDraft.register(misc, draft -> draft.timing, false);
        TimingDraft.registerLogging(misc, draft -> draft.timing);
    }

    private void dns() {
        dns.on(
                "type",
                (line, draft) -> draft.dnsType = line.constant(Checker.DnsType.class, "type"));
        dns.on("name", (line, draft) -> draft.dnsName = line.take("a name").text());
    }
}
