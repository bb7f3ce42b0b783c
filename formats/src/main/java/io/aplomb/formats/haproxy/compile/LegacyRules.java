package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.HttpAction;
import io.aplomb.model.proxy.Reply;
import io.aplomb.sample.acl.ConditionParser;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rules of HAProxy before 2.1 that say exactly what a rule of today says. */
final class LegacyRules {

    private static final int DENY_STATUS = 403;

    private final HttpRuleDirectives rules;

    LegacyRules(HttpRuleDirectives rules) {
        this.rules = rules;
    }

    /** Whether the handler itself says how the line is written today. */
    static boolean explains(String keyword) {
        return keyword.equals("reqadd") || keyword.equals("rspadd");
    }

    void register(Registry<ProxyDraft> registry) {
        registry.on("reqadd", (line, proxy) -> addHeader(line, proxy, false));
        registry.on("rspadd", (line, proxy) -> addHeader(line, proxy, true));
        registry.on(
                "block",
                (line, proxy) ->
                        rules.add(
                                line,
                                proxy,
                                new HttpAction.Deny(
                                        new Reply(
                                                DENY_STATUS,
                                                null,
                                                new Reply.Body.DefaultErrors(),
                                                List.of())),
                                false));
    }

    /** {@code reqadd NAME: VALUE}; the blank after the colon is often written unescaped. */
    private void addHeader(Line line, ProxyDraft proxy, boolean onResponse) throws Refusal {
        List<Word> words = new ArrayList<>();
        while (line.hasNext() && !ConditionParser.isStart(line.peek())) {
            words.add(line.take("a header"));
        }
        if (words.isEmpty()) {
            throw line.missing("a header");
        }
        String text = words.stream().map(Word::text).collect(Collectors.joining(" "));
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw line.error(words.getFirst(), "'%s' is not a header".formatted(text));
        }
        String condition =
                line.remaining().stream()
                        .map(word -> " " + word.text())
                        .collect(Collectors.joining());
        String name = text.substring(0, colon);
        String value = text.substring(colon + 1).strip();
        rules.add(
                line,
                proxy,
                new HttpAction.AddHeader(name, Expressions.literal(value)),
                onResponse);
        line.warning(
                line.keyword(),
                "'%s' is obsolete".formatted(line.keyword().text()),
                "use: %s add-header %s %s%s"
                        .formatted(
                                onResponse ? "http-response" : "http-request",
                                name,
                                value.contains(" ") ? '"' + value + '"' : value,
                                condition));
    }
}
