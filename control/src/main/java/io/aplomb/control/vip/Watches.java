package io.aplomb.control.vip;

import io.aplomb.linux.SystemCallException;
import io.aplomb.model.vrrp.TrackFile;
import io.aplomb.model.vrrp.TrackProcess;
import io.aplomb.model.vrrp.TrackScript;
import io.aplomb.model.vrrp.VrrpConfig;
import io.aplomb.vrrp.track.TrackStatus;
import io.aplomb.vrrp.track.TrackedItem;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All that a configuration has watched besides interfaces: scripts, files, processes. Each has a
 * thread of its own; what nobody tracks costs nothing but is watched all the same, as in
 * keepalived.
 */
final class Watches implements Closeable {

    private final List<Thread> checks = new ArrayList<>();
    private final @Nullable FileWatch files;
    private final @Nullable ProcessWatch processes;

    /**
     * Makes them; nothing is watched before {@link #start}.
     *
     * @param proxy the runtime socket of this machine's proxy, when that is watched
     * @param known what was found before a reload, by the name of {@link RouterConfigs#itemName}
     * @param listener told of every change, by the name of {@link RouterConfigs#itemName}; from any
     *     thread
     */
    Watches(
            VrrpConfig config,
            ScriptRunner runner,
            Optional<Path> proxy,
            Map<String, TrackStatus> known,
            BiConsumer<String, TrackStatus> listener)
            throws SystemCallException {
        for (TrackScript script : config.scripts()) {
            String item = RouterConfigs.itemName(TrackedItem.Kind.SCRIPT, script.name());
            CheckScript check =
                    new CheckScript(
                            script,
                            runner,
                            known.getOrDefault(item, TrackStatus.UNKNOWN),
                            status -> listener.accept(item, status));
            checks.add(Thread.ofVirtual().name("check-" + script.name()).unstarted(check));
        }
        proxy.ifPresent(socket -> checks.add(proxyWatch(socket, known, listener)));
        List<TrackFile> trackFiles = config.trackFiles();
        files =
                trackFiles.isEmpty()
                        ? null
                        : new FileWatch(trackFiles, named(TrackedItem.Kind.FILE, listener));
        List<TrackProcess> trackProcesses = config.trackProcesses();
        processes =
                trackProcesses.isEmpty()
                        ? null
                        : ProcessWatch.open(
                                trackProcesses, named(TrackedItem.Kind.PROCESS, listener));
    }

    private static Thread proxyWatch(
            Path socket, Map<String, TrackStatus> known, BiConsumer<String, TrackStatus> listener) {
        ProxyWatch watch =
                new ProxyWatch(
                        new ProxyQuestion(socket),
                        known.getOrDefault(RouterConfigs.PROXY, TrackStatus.UNKNOWN),
                        status -> listener.accept(RouterConfigs.PROXY, status));
        // Waiting in a selector holds the thread, which a virtual one has not got.
        return Thread.ofPlatform().daemon().name("watch-proxy").unstarted(watch);
    }

    private static BiConsumer<String, TrackStatus> named(
            TrackedItem.Kind kind, BiConsumer<String, TrackStatus> listener) {
        return (name, status) -> listener.accept(RouterConfigs.itemName(kind, name), status);
    }

    /**
     * Tells how files and processes stand, on this thread, and begins to watch.
     *
     * @param first at the start of the program, not after a reload
     */
    void start(boolean first) throws IOException {
        if (files != null) {
            files.start(first);
        }
        if (processes != null) {
            processes.start();
        }
        checks.forEach(Thread::start);
    }

    /** Ends all; a change under way may still be told. */
    @Override
    public void close() {
        checks.forEach(Thread::interrupt);
        if (files != null) {
            files.close();
        }
        if (processes != null) {
            processes.close();
        }
    }
}
