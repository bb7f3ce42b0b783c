package io.aplomb.sample.acl;

import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** ACL keywords that are a fetch and a matching method in one: manual section 7.3. */
public final class AclKeywords {

    /** A fetch and how its sample is matched. */
    record Derivative(String fetch, MatchMethod method) {}

    private static final List<MatchMethod> TEXT_METHODS =
            List.of(
                    MatchMethod.BEG,
                    MatchMethod.DIR,
                    MatchMethod.DOM,
                    MatchMethod.END,
                    MatchMethod.LEN,
                    MatchMethod.REG,
                    MatchMethod.SUB);

    private static final NavigableMap<String, Derivative> BY_NAME = derivatives();

    private AclKeywords() {}

    static @Nullable Derivative find(String name) {
        return BY_NAME.get(name);
    }

    /** All of them. */
    public static NavigableSet<String> names() {
        return Collections.unmodifiableNavigableSet(new TreeSet<>(BY_NAME.keySet()));
    }

    private static NavigableMap<String, Derivative> derivatives() {
        NavigableMap<String, Derivative> all = new TreeMap<>();
        text(all, "base", "base");
        text(all, "path", "path");
        text(all, "url", "url");
        text(all, "urlp", "urlp");
        text(all, "hdr", "req.hdr");
        text(all, "req.hdr", "req.hdr");
        text(all, "shdr", "res.hdr");
        text(all, "res.hdr", "res.hdr");
        text(all, "cook", "req.cook");
        text(all, "req.cook", "req.cook");
        text(all, "scook", "res.cook");
        text(all, "res.cook", "res.cook");
        all.put("ssl_fc_sni_end", new Derivative("ssl_fc_sni", MatchMethod.END));
        all.put("ssl_fc_sni_reg", new Derivative("ssl_fc_sni", MatchMethod.REG));
        all.put("http_auth_group", new Derivative("http_auth_group", MatchMethod.STR));
        all.put("payload", new Derivative("req.payload", MatchMethod.BIN));
        all.put("payload_lv", new Derivative("req.payload_lv", MatchMethod.BIN));
        all.put("req.payload", new Derivative("req.payload", MatchMethod.BIN));
        all.put("req.payload_lv", new Derivative("req.payload_lv", MatchMethod.BIN));
        all.put("req.ssl_ver", new Derivative("req.ssl_ver", MatchMethod.VERSION));
        all.put("req_ssl_ver", new Derivative("req.ssl_ver", MatchMethod.VERSION));
        return Collections.unmodifiableNavigableMap(all);
    }

    /** Every text match; the bare name stands for the request or response as said. */
    private static void text(NavigableMap<String, Derivative> all, String name, String fetch) {
        all.put(name, new Derivative(fetch, MatchMethod.STR));
        for (MatchMethod method : TEXT_METHODS) {
            all.put(name + "_" + method.word(), new Derivative(fetch, method));
        }
    }
}
