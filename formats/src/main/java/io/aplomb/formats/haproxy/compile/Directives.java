package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Diagnostic;
import io.aplomb.formats.haproxy.keyword.Keyword;
import io.aplomb.formats.haproxy.keyword.KeywordTable;
import io.aplomb.formats.haproxy.keyword.Scope;
import io.aplomb.formats.haproxy.syntax.Section;
import io.aplomb.formats.haproxy.syntax.Statement;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Status;
import io.aplomb.formats.text.Word;
import java.util.stream.Collectors;

/** All registries of one load, and the reading of one line by whoever knows it. */
final class Directives {

    private final Load load;
    private final Registry<GlobalDraft> global = new Registry<>();
    private final Registry<ProxyDraft> proxy = new Registry<>();
    private final FrontendDirectives frontend;
    private final BackendDirectives backend;
    private final ErrorDirectives errors;
    private final StickDirectives stick;
    private final HttpRuleDirectives httpRules;
    private final TcpRuleDirectives tcpRules;

    Directives(Load load) {
        this.load = load;
        this.frontend = new FrontendDirectives(load);
        this.backend = new BackendDirectives(load);
        this.errors = new ErrorDirectives(load);
        this.stick = new StickDirectives(load);
        this.httpRules = new HttpRuleDirectives(load, errors);
        this.tcpRules = new TcpRuleDirectives(load);
        registerGlobal();
        registerProxy();
    }

    private void registerGlobal() {
        new GlobalDirectives(load).register(global);
        new GlobalTlsDirectives().register(global);
        new TuneDirectives().register(global);
        new StatsSocketDirective(load).register(global);
    }

    private void registerProxy() {
        frontend.register(proxy);
        backend.register(proxy);
        errors.register(proxy);
        stick.register(proxy);
        httpRules.register(proxy);
        tcpRules.register(proxy);
        new LegacyRules(httpRules).register(proxy);
        ProxyDirectives.register(proxy);
        TimeoutDirectives.register(proxy);
        OptionDirectives.register(proxy);
        CookieDirective.register(proxy);
        new PersistDirectives(load).register(proxy);
        new LogDirectives(load).register(proxy);
        new HttpCheckOption(load).register(proxy);
        new HttpCheckDirectives(load).register(proxy);
        new TcpCheckDirectives(load).register(proxy);
        ProtocolChecks.register(proxy);
        new BalanceDirectives(load).register(proxy);
        new StatsDirectives(load).register(proxy);
        new AclDirective(load).register(proxy);
    }

    Registry<GlobalDraft> global() {
        return global;
    }

    Registry<ProxyDraft> proxy() {
        return proxy;
    }

    FrontendDirectives frontend() {
        return frontend;
    }

    BackendDirectives backend() {
        return backend;
    }

    ErrorDirectives errors() {
        return errors;
    }

    StickDirectives stick() {
        return stick;
    }

    HttpRuleDirectives httpRules() {
        return httpRules;
    }

    TcpRuleDirectives tcpRules() {
        return tcpRules;
    }

    /** Reads one line; what is wrong with it goes to the diagnostics. */
    <D> void read(Section section, Statement statement, Registry<D> registry, D draft) {
        Line line = new Line(statement, load.diagnostics());
        try {
            Handler<D> handler = registry.handlerOf(line);
            if (handler == null) {
                throw line.unknown(
                        line.keyword(),
                        "keyword in '%s' section".formatted(section.label()),
                        registry.keywords());
            }
            handler.read(line, draft);
            line.end();
            warnIfObsolete(Scope.of(section.kind()), line);
        } catch (Refusal refusal) {
            report(refusal);
        }
    }

    /** Says what an obsolete line is written like today, its arguments included. */
    private static void warnIfObsolete(Scope scope, Line line) {
        KeywordTable.standard()
                .match(scope, line.words())
                .filter(keyword -> keyword.status() == Status.OBSOLETE)
                .filter(keyword -> !LegacyRules.explains(keyword.name()))
                .ifPresent(keyword -> warnObsolete(keyword, line));
    }

    private static void warnObsolete(Keyword keyword, Line line) {
        String arguments =
                line.words().stream()
                        .skip(keyword.wordCount())
                        .map(word -> " " + word.text())
                        .collect(Collectors.joining());
        line.warning(
                line.keyword(),
                "'%s' is obsolete".formatted(keyword.name()),
                keyword.note() + arguments);
    }

    void report(Refusal refusal) {
        Diagnostic diagnostic = refusal.diagnostic();
        if (diagnostic != null) {
            load.diagnostics().add(diagnostic);
        }
    }

    /** Complains when there was a section of that kind and name already. */
    void unique(Section section, boolean twice) {
        if (twice) {
            Word at = section.nameWord() == null ? section.keyword() : section.nameWord();
            load.diagnostics()
                    .error(
                            at.position(),
                            at.width(),
                            "section '%s' is there twice".formatted(section.label()));
        }
    }
}
