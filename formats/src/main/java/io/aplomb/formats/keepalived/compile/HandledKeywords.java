package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Bytes;
import io.aplomb.base.Diagnostics;
import io.aplomb.formats.keepalived.KeepalivedFiles;
import io.aplomb.formats.keepalived.LoadOptions;
import io.aplomb.formats.keepalived.keyword.Scope;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What this compiler handles, to be held against the table of keywords. */
public final class HandledKeywords {

    /** The reader of files handles these. */
    private static final List<String> INCLUDES =
            List.of("include", "includer", "includem", "includew", "includeb", "includea");

    private HandledKeywords() {}

    /** The keywords that have a handler, by scope. */
    public static Map<Scope, Set<String>> all() {
        Compiler compiler =
                new Compiler(
                        NoFiles.INSTANCE, LoadOptions.forHost("localhost", 0), new Diagnostics());
        Directives directives = compiler.directives();
        Map<Scope, Set<String>> all = new EnumMap<>(Scope.class);
        List<Registry<?>> registries =
                List.of(
                        compiler.top(),
                        directives.global().registry(),
                        directives.scripts(),
                        directives.files(),
                        directives.processes(),
                        directives.groups(),
                        directives.addresses().options(),
                        directives.routes().options(),
                        directives.instances().registry(),
                        directives.instances().authenticationRegistry(),
                        directives.servers().virtualRegistry(),
                        directives.servers().realRegistry(),
                        directives.servers().checkers().pages().registry());
        registries.forEach(registry -> all.put(registry.scope(), registry.keywords()));
        directives
                .servers()
                .checkers()
                .registries()
                .forEach((scope, registry) -> all.put(scope, registry.keywords()));
        all.put(Scope.SCHEDULER, VirtualServerDirectives.schedulers());
        Set<String> top = new TreeSet<>(all.getOrDefault(Scope.TOP, Set.of()));
        top.addAll(INCLUDES);
        all.put(Scope.TOP, top);
        return all;
    }

    /** Nothing is read to list keywords. */
    private enum NoFiles implements KeepalivedFiles {
        INSTANCE;

        @Override
        public Content read(String path) {
            return new Content.Octets(Bytes.EMPTY);
        }

        @Override
        public List<String> list(String directory) {
            return List.of();
        }
    }
}
