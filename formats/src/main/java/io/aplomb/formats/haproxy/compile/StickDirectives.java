package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.haproxy.value.TimeValue;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.StickRule;
import io.aplomb.model.proxy.StickTableSpec;
import io.aplomb.sample.SampleExpression;
import io.aplomb.sample.UsePoint;
import io.aplomb.sample.acl.Condition;
import io.aplomb.sample.facts.TableDataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code stick-table} and {@code stick ...} (manual 4.2). */
final class StickDirectives {

    private static final int DEFAULT_STRING_LENGTH = 32;
    private static final int MAX_KEY_LENGTH = 65_535;
    private static final int MAX_ELEMENTS = 100;

    private final Load load;

    StickDirectives(Load load) {
        this.load = load;
    }

    void register(Registry<ProxyDraft> registry) {
        registry.on("stick-table", this::table);
        registry.on(
                "stick on",
                (line, proxy) ->
                        stick(line, proxy, StickRule.Kind.MATCH, StickRule.Kind.STORE_REQUEST));
        registry.on("stick match", (line, proxy) -> stick(line, proxy, StickRule.Kind.MATCH));
        registry.on(
                "stick store-request",
                (line, proxy) -> stick(line, proxy, StickRule.Kind.STORE_REQUEST));
        registry.on(
                "stick store-response",
                (line, proxy) -> stick(line, proxy, StickRule.Kind.STORE_RESPONSE));
    }

    private void stick(Line line, ProxyDraft proxy, StickRule.Kind... kinds) throws Refusal {
        UsePoint point =
                kinds[0] == StickRule.Kind.STORE_RESPONSE ? UsePoint.RESPONSE : UsePoint.REQUEST;
        SampleExpression key = load.expressions().expression(line, point);
        String table = proxy.name();
        if (line.takeIf("table")) {
            Word name = line.take("the name of a table");
            load.expressions().usesTable(name);
            table = name.text();
        } else {
            load.expressions().usesOwnTable(proxy, line.keyword());
        }
        Condition condition = load.expressions().optionalCondition(line, proxy, point);
        for (StickRule.Kind kind : kinds) {
            proxy.backend.stickRules.add(new StickRule(kind, key, table, condition));
        }
    }

    private void table(Line line, ProxyDraft proxy) throws Refusal {
        if (proxy.stickTable != null) {
            throw line.error(
                    line.keyword(),
                    "'%s' has a stick-table already".formatted(proxy.section.label()),
                    "put the second one into a backend of its own");
        }
        Spec spec = new Spec();
        spec.read(line, this);
        Word peers = spec.peers;
        if (peers != null && !load.shared().peers.containsKey(peers.text())) {
            throw line.unknown(peers, "peers section", load.shared().peers.keySet());
        }
        proxy.stickTable = spec.build(line, proxy.name());
        if (spec.expireMs == 0) {
            line.warning(
                    line.keyword(),
                    "entries of this stick-table never expire: it fills up and then drops its"
                            + " oldest ones",
                    "add for example: expire 30m");
        }
    }

    /** {@code table NAME type ...} of a {@code peers} section. */
    StickTableSpec peersTable(Line line, String name) throws Refusal {
        Spec spec = new Spec();
        spec.read(line, this);
        return spec.build(line, name);
    }

    private static final class Spec {
        private StickTableSpec.@Nullable KeyType type;
        private int keyLength;
        private int size;
        private long expireMs;
        private boolean noPurge;
        private @Nullable Word peers;
        private final List<StickTableSpec.Store> stores = new ArrayList<>();

        void read(Line line, StickDirectives owner) throws Refusal {
            while (line.hasNext()) {
                Word word = line.take("a parameter");
                switch (word.text()) {
                    case "type" -> type(line);
                    case "size" -> size = line.size("a number of entries", Integer.MAX_VALUE);
                    case "expire" -> expireMs = line.timeMs("a time");
                    case "nopurge" -> noPurge = true;
                    case "peers" -> peers = line.take("the name of a 'peers' section");
                    case "store" -> owner.stores(line, stores);
                    case "srvkey" -> {
                        line.oneOf("server key", List.of("name", "addr"));
                        line.notice(word, "'srvkey' has no effect: tables are not replicated yet");
                    }
                    case "write-to" -> {
                        line.take("a table");
                        line.notice(
                                word, "'write-to' has no effect: tables are not replicated yet");
                    }
                    default ->
                            throw line.unknown(
                                    word,
                                    "stick-table parameter",
                                    List.of(
                                            "type", "size", "expire", "nopurge", "peers", "store",
                                            "srvkey"));
                }
            }
        }

        private void type(Line line) throws Refusal {
            String name =
                    line.oneOf("key type", List.of("ip", "ipv6", "integer", "string", "binary"));
            StickTableSpec.KeyType chosen =
                    StickTableSpec.KeyType.valueOf(name.toUpperCase(Locale.ROOT));
            type = chosen;
            keyLength =
                    switch (chosen) {
                        case IP, INTEGER -> 4;
                        case IPV6 -> 16;
                        case STRING, BINARY ->
                                line.takeIf("len")
                                        ? line.integer("a length", 1, MAX_KEY_LENGTH)
                                        : DEFAULT_STRING_LENGTH;
                    };
        }

        StickTableSpec build(Line line, String name) throws Refusal {
            StickTableSpec.KeyType chosen = type;
            if (chosen == null) {
                throw line.error(
                        line.keyword(), "the table has no key type", "add for example: type ip");
            }
            if (size == 0) {
                throw line.error(
                        line.keyword(), "the table has no size", "add for example: size 100k");
            }
            return new StickTableSpec(
                    name,
                    chosen,
                    keyLength,
                    size,
                    expireMs,
                    noPurge,
                    peers == null ? null : peers.text(),
                    stores);
        }
    }

    /** {@code store gpc0,http_req_rate(10s),gpc(5)}. */
    private void stores(Line line, List<StickTableSpec.Store> stores) throws Refusal {
        Word word = line.take("what to store");
        for (String item : splitOutsideParentheses(word.text())) {
            int open = item.indexOf('(');
            String name = open < 0 ? item : item.substring(0, open);
            TableDataType type = TableDataType.of(name);
            if (type == null || (open >= 0 && !item.endsWith(")"))) {
                throw line.unknown(
                        word,
                        "data type",
                        Arrays.stream(TableDataType.values()).map(TableDataType::keyword).toList());
            }
            String arguments = open < 0 ? "" : item.substring(open + 1, item.length() - 1);
            stores.add(store(line, word, type, arguments));
        }
    }

    private static StickTableSpec.Store store(
            Line line, Word word, TableDataType type, String arguments) throws Refusal {
        String[] parts = arguments.isEmpty() ? new String[0] : arguments.split(",", -1);
        int expected = (type.isArray() ? 1 : 0) + (type.isRate() ? 1 : 0);
        if (parts.length != expected) {
            throw line.error(
                    word,
                    "'%s' takes %d arguments".formatted(type.keyword(), expected),
                    type.isRate()
                            ? "write the period: %s(10s)".formatted(type.keyword())
                            : "write for example: " + type.keyword());
        }
        int elements = 1;
        if (type.isArray()) {
            elements = Numbers.integer(parts[0], 1, MAX_ELEMENTS);
            if (elements == Numbers.NONE) {
                throw line.error(word, "'%s' is not a number up to 100".formatted(parts[0]));
            }
        }
        long periodMs =
                type.isRate() ? line.value(word, _ -> TimeValue.parseMs(parts[expected - 1])) : 0;
        return new StickTableSpec.Store(type.keyword(), periodMs, elements);
    }

    private static List<String> splitOutsideParentheses(String text) {
        List<String> items = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                items.add(text.substring(start, i));
                start = i + 1;
            }
        }
        items.add(text.substring(start));
        return items;
    }
}
