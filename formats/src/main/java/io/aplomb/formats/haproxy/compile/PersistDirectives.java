package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.PersistRule;
import io.aplomb.sample.UsePoint;
import io.aplomb.sample.acl.Condition;

/** {@code force-persist}, {@code ignore-persist} and {@code persist rdp-cookie} (manual 4.2). */
final class PersistDirectives {

    private static final String DEFAULT_RDP_COOKIE = "msts";

    private final Load load;

    PersistDirectives(Load load) {
        this.load = load;
    }

    void register(Registry<ProxyDraft> registry) {
        registry.on(
                "force-persist", (line, proxy) -> exception(line, proxy, PersistRule.Kind.FORCE));
        registry.on(
                "ignore-persist", (line, proxy) -> exception(line, proxy, PersistRule.Kind.IGNORE));
        registry.on("persist rdp-cookie", PersistDirectives::rdpCookie);
    }

    private void exception(Line line, ProxyDraft proxy, PersistRule.Kind kind) throws Refusal {
        Condition condition = load.expressions().optionalCondition(line, proxy, UsePoint.REQUEST);
        if (condition == null) {
            throw line.missing("'if' or 'unless' with a condition");
        }
        proxy.backend.persistRules.add(new PersistRule(kind, condition));
    }

    /** {@code persist rdp-cookie(NAME)}: the name stands in the word itself. */
    private static void rdpCookie(Line line, ProxyDraft proxy) throws Refusal {
        Word word = line.last();
        int open = word.text().indexOf('(');
        if (open >= 0 && !word.text().endsWith(")")) {
            throw line.error(word, "missing ')' after the name of the cookie");
        }
        String name = open < 0 ? "" : word.text().substring(open + 1, word.text().length() - 1);
        line.end();
        proxy.backend.rdpCookie = name.isEmpty() ? DEFAULT_RDP_COOKIE : name;
    }
}
