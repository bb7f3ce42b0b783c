package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.Balance;
import io.aplomb.model.proxy.HashType;
import io.aplomb.sample.UsePoint;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code balance}, {@code hash-type}, {@code hash-balance-factor} (manual 4.2). */
final class BalanceDirectives {

    private static final List<String> ALGORITHMS =
            List.of(
                    "roundrobin",
                    "static-rr",
                    "leastconn",
                    "first",
                    "source",
                    "uri",
                    "url_param",
                    "hdr",
                    "random",
                    "rdp-cookie",
                    "hash",
                    "destination",
                    "lblc",
                    "lblcr",
                    "sed",
                    "nq");

    private static final int MAX_DRAWS = 1_000;
    private static final int MAX_LENGTH = 1_000_000;
    private static final int DEFAULT_DRAWS = 2;

    private final Load load;

    BalanceDirectives(Load load) {
        this.load = load;
    }

    static Set<String> algorithms() {
        return Set.copyOf(ALGORITHMS);
    }

    void register(Registry<ProxyDraft> registry) {
        registry.on(
                "balance",
                (line, proxy) -> {
                    proxy.backend.balance = balance(line);
                    line.end();
                });
        registry.on("hash-type", BalanceDirectives::hashType);
        registry.on("hash-balance-factor", BalanceDirectives::balanceFactor);
    }

    private Balance balance(Line line) throws Refusal {
        Word word = line.take("an algorithm such as roundrobin");
        String text = word.text();
        int open = text.indexOf('(');
        if (open > 0 && !text.endsWith(")")) {
            throw line.error(word, "missing ')' in '%s'".formatted(text));
        }
        String name = open > 0 ? text.substring(0, open) : text;
        String argument = open > 0 ? text.substring(open + 1, text.length() - 1) : "";
        return switch (name) {
            case "roundrobin" -> new Balance.RoundRobin();
            case "static-rr" -> new Balance.StaticRoundRobin();
            case "leastconn" -> new Balance.LeastConnections();
            case "first" -> new Balance.First();
            case "source" -> new Balance.Source();
            case "uri" -> uri(line);
            case "url_param" -> urlParameter(line);
            case "hdr" -> header(line, word, argument);
            case "random" -> new Balance.Random(draws(line, word, argument));
            case "rdp-cookie" -> new Balance.RdpCookie(argument.isEmpty() ? "mstshash" : argument);
            case "hash" -> new Balance.Hash(load.expressions().expression(line, UsePoint.REQUEST));
            case "destination", "dh" -> new Balance.Destination();
            case "lblc" -> new Balance.Lblc();
            case "lblcr" -> new Balance.Lblcr();
            case "sed" -> new Balance.ShortestExpectedDelay();
            case "nq" -> new Balance.NeverQueue();
            default -> throw line.unknown(word, "balance algorithm", ALGORITHMS);
        };
    }

    private static Balance uri(Line line) throws Refusal {
        boolean whole = false;
        boolean pathOnly = false;
        int length = 0;
        int depth = 0;
        while (line.hasNext()) {
            Word word = line.take("a parameter");
            switch (word.text()) {
                case "whole" -> whole = true;
                case "path-only" -> pathOnly = true;
                case "len" -> length = line.integer("a length", 1, MAX_LENGTH);
                case "depth" -> depth = line.integer("a depth", 1, MAX_LENGTH);
                default ->
                        throw line.unknown(
                                word, "parameter", List.of("whole", "path-only", "len", "depth"));
            }
        }
        return new Balance.Uri(whole, pathOnly, length, depth);
    }

    private static Balance urlParameter(Line line) throws Refusal {
        String name = line.text("a parameter name");
        boolean checkPost = line.takeIf("check_post");
        if (checkPost && line.hasNext()) {
            // The former max_wait argument, ignored by HAProxy since 1.5.
            line.integer("a number", 0, Integer.MAX_VALUE);
        }
        return new Balance.UrlParameter(name, checkPost);
    }

    private static Balance header(Line line, Word word, String name) throws Refusal {
        if (name.isEmpty()) {
            throw line.error(word, "'hdr' needs a header name", "write: balance hdr(User-Agent)");
        }
        return new Balance.Header(name, line.takeIf("use_domain_only"));
    }

    private static int draws(Line line, Word word, String argument) throws Refusal {
        if (argument.isEmpty()) {
            return DEFAULT_DRAWS;
        }
        int draws = Numbers.integer(argument, 1, MAX_DRAWS);
        if (draws == Numbers.NONE) {
            throw line.error(word, "'%s' is not a number of draws".formatted(argument));
        }
        return draws;
    }

    private static void hashType(Line line, ProxyDraft proxy) throws Refusal {
        String method = line.oneOf("hash method", List.of("map-based", "consistent"));
        HashType.Function function = HashType.Function.SDBM;
        boolean avalanche = false;
        if (line.hasNext() && !line.peek().equals("avalanche")) {
            String name =
                    line.oneOf("hash function", List.of("sdbm", "djb2", "wt6", "crc32", "none"));
            function = HashType.Function.valueOf(name.toUpperCase(Locale.ROOT));
        }
        if (line.takeIf("avalanche")) {
            avalanche = true;
        }
        line.end();
        proxy.backend.hashType =
                new HashType(
                        method.equals("consistent")
                                ? HashType.Method.CONSISTENT
                                : HashType.Method.MAP_BASED,
                        function,
                        avalanche,
                        proxy.backend.hashType.balanceFactorPercent());
    }

    private static void balanceFactor(Line line, ProxyDraft proxy) throws Refusal {
        Word word = line.take("a percentage");
        line.unread();
        int factor = line.integer("a percentage", 0, MAX_LENGTH);
        line.end();
        if (factor != 0 && factor <= 100) {
            throw line.error(word, "the factor must be 0 or more than 100");
        }
        HashType type = proxy.backend.hashType;
        proxy.backend.hashType =
                new HashType(type.method(), type.function(), type.avalanche(), factor);
    }
}
