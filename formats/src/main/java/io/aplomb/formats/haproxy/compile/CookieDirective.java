package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.CookiePersistence;
import io.aplomb.model.proxy.CookiePersistence.Mode;
import java.util.ArrayList;
import java.util.List;

/** {@code cookie NAME ...} and {@code dynamic-cookie-key} (manual 4.2). */
final class CookieDirective {

    private static final List<String> WORDS =
            List.of(
                    "rewrite",
                    "insert",
                    "prefix",
                    "indirect",
                    "nocache",
                    "postonly",
                    "preserve",
                    "httponly",
                    "secure",
                    "domain",
                    "attr",
                    "maxidle",
                    "maxlife",
                    "dynamic");

    private boolean rewrite;
    private boolean insert;
    private boolean prefix;
    private boolean indirect;
    private boolean noCache;
    private boolean postOnly;
    private boolean preserve;
    private boolean httpOnly;
    private boolean secure;
    private boolean dynamic;
    private final List<String> domains = new ArrayList<>();
    private final List<String> attributes = new ArrayList<>();
    private long maxIdleMs;
    private long maxLifeMs;

    private CookieDirective() {}

    static void register(Registry<ProxyDraft> registry) {
        registry.onInvertible(
                "cookie",
                (line, proxy) -> {
                    if (line.isModified()) {
                        proxy.backend.cookie = null;
                        proxy.backend.dynamicCookie = false;
                    } else {
                        CookieDirective read = new CookieDirective();
                        proxy.backend.cookie = read.read(line);
                        proxy.backend.dynamicCookie = read.dynamic;
                    }
                });
        registry.on(
                "dynamic-cookie-key",
                (line, proxy) -> {
                    proxy.backend.dynamicCookieKey = line.text("a secret");
                    line.end();
                });
    }

    private CookiePersistence read(Line line) throws Refusal {
        Word name = line.take("a cookie name");
        while (line.hasNext()) {
            parameter(line, line.take("a parameter"));
        }
        int modes = (rewrite ? 1 : 0) + (insert ? 1 : 0) + (prefix ? 1 : 0);
        if (modes > 1) {
            throw line.error(line.keyword(), "'rewrite', 'insert' and 'prefix' exclude each other");
        }
        if (!insert && (indirect || postOnly || maxIdleMs > 0 || maxLifeMs > 0) && !prefix) {
            throw line.error(
                    line.keyword(),
                    "'indirect', 'postonly', 'maxidle' and 'maxlife' need 'insert'",
                    "write: cookie %s insert ...".formatted(name.text()));
        }
        return new CookiePersistence(
                name.text(),
                mode(),
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
                null);
    }

    private void parameter(Line line, Word word) throws Refusal {
        switch (word.text()) {
            case "rewrite" -> rewrite = true;
            case "insert" -> insert = true;
            case "prefix" -> prefix = true;
            case "indirect" -> indirect = true;
            case "nocache" -> noCache = true;
            case "postonly" -> postOnly = true;
            case "preserve" -> preserve = true;
            case "httponly" -> httpOnly = true;
            case "secure" -> secure = true;
            case "dynamic" -> dynamic = true;
            case "domain" -> domains.add(line.text("a domain"));
            case "attr" -> attributes.add(line.text("an attribute"));
            // A bare number is a number of seconds here (manual 4.2 "cookie").
            case "maxidle" -> maxIdleMs = line.timeInSecondsMs("a time");
            case "maxlife" -> maxLifeMs = line.timeInSecondsMs("a time");
            default -> throw line.unknown(word, "cookie parameter", WORDS);
        }
    }

    private Mode mode() {
        if (insert) {
            return Mode.INSERT;
        }
        if (prefix) {
            return Mode.PREFIX;
        }
        return rewrite ? Mode.REWRITE : Mode.PASSIVE;
    }
}
