package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.haproxy.keyword.Scope;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** What this compiler handles, to be held against the table of keywords. */
public final class HandledKeywords {

    private HandledKeywords() {}

    /** The keywords that have a handler, by scope. */
    public static Map<Scope, Set<String>> all() {
        Load load =
                new Load(
                        new Paths(NoFiles.INSTANCE),
                        LoadOptions.forHost("localhost"),
                        new Diagnostics(),
                        new Expressions(new ResolverResources(NoFiles.INSTANCE), new Diagnostics()),
                        new GlobalDraft(),
                        new SharedSections());
        Directives directives = new Directives(load);
        Map<Scope, Set<String>> all = new EnumMap<>(Scope.class);
        all.put(Scope.GLOBAL, directives.global().keywords());
        all.put(Scope.PROXY, directives.proxy().keywords());
        all.put(Scope.BIND, directives.frontend().bindParameters());
        all.put(Scope.SERVER, directives.backend().serverParameters());
        all.put(Scope.BALANCE, BalanceDirectives.algorithms());
        HttpRuleDirectives http = directives.httpRules();
        all.put(Scope.HTTP_REQUEST, http.requestActions());
        all.put(Scope.HTTP_RESPONSE, http.responseActions());
        all.put(Scope.HTTP_AFTER_RESPONSE, http.afterResponseActions());
        TcpRuleDirectives tcp = directives.tcpRules();
        all.put(Scope.TCP_REQUEST_CONNECTION, tcp.connectionActions());
        all.put(Scope.TCP_REQUEST_SESSION, tcp.sessionActions());
        all.put(Scope.TCP_REQUEST_CONTENT, tcp.contentActions());
        all.put(Scope.TCP_RESPONSE_CONTENT, tcp.responseActions());
        SharedSectionReader shared = new SharedSectionReader(load, directives);
        all.put(Scope.PEERS, shared.peersKeywords());
        all.put(Scope.HTTP_ERRORS, shared.httpErrorsKeywords());
        all.put(Scope.USERLIST, new UserListReader(load, directives).keywords());
        return all;
    }

    /** Nothing is read to list keywords. */
    private enum NoFiles implements FileResolver {
        INSTANCE;

        @Override
        public Kind kind(String path) {
            return Kind.ABSENT;
        }

        @Override
        public Content read(String path) {
            return new Content.Unreadable("no files here");
        }
    }
}
