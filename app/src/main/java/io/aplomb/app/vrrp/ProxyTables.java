package io.aplomb.app.vrrp;

import io.aplomb.app.proxy.ProxyProgram;
import io.aplomb.app.proxy.ProxyProgram.Loaded;
import io.aplomb.app.proxy.ProxyProgram.Notice;
import io.aplomb.app.proxy.ProxyProgram.Running;
import io.aplomb.app.proxy.ProxyProgram.Setup;
import io.aplomb.app.proxy.ProxyProgram.StartException;
import io.aplomb.control.layer4.ServerTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Virtual servers behind the TCP proxy of this program, in this process ({@code --lvs-fallback
 * proxy}): each change of servers is a reload of the proxy, which keeps connections and what it
 * remembers of clients.
 */
final class ProxyTables implements ServerTables {

    private final ProxyProgram program;
    private final Map<String, String> environment;
    private @Nullable Path file;
    private @Nullable Running running;
    private String text = "";

    ProxyTables(ProxyProgram program, Map<String, String> environment) {
        this.program = program;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public void serve(List<Served> all) throws IOException {
        String wanted = ProxyText.of(all);
        if (wanted.equals(text)) {
            return;
        }
        Path written = file == null ? Files.createTempFile("aplomb-layer4-", ".cfg") : file;
        file = written;
        Path _ = Files.writeString(written, wanted);
        Running proxy = running;
        if (proxy == null) {
            running = start(written);
        } else {
            ProxyProgram.Reload reload = proxy.reload();
            if (!reload.applied()) {
                throw new IOException("the proxy: " + words(reload.notices()));
            }
        }
        text = wanted;
    }

    private Running start(Path written) throws IOException {
        Loaded loaded =
                program.load(
                        new Setup(
                                List.of(written),
                                Path.of("/"),
                                environment,
                                OptionalInt.empty(),
                                OptionalInt.empty(),
                                OptionalInt.empty(),
                                Optional.empty(),
                                false));
        if (!loaded.valid()) {
            throw new IOException("the proxy: " + words(loaded.notices()));
        }
        try {
            return loaded.start();
        } catch (StartException refused) {
            throw new IOException("the proxy: " + refused.getMessage(), refused);
        }
    }

    private static String words(List<Notice> notices) {
        return notices.stream().map(Notice::text).collect(Collectors.joining("; "));
    }

    @Override
    public void clear(List<ServerTables> successors) throws IOException {
        if (successors.contains(this)) {
            return;
        }
        Running proxy = running;
        if (proxy != null) {
            proxy.stop();
        }
        running = null;
        text = "";
        if (file != null) {
            boolean _ = Files.deleteIfExists(file);
        }
        file = null;
    }

    /** Everything went with {@link #clear}. */
    @Override
    public void close() {}
}
