package io.aplomb.proxy;

import io.aplomb.model.proxy.ProxyConfig;
import io.aplomb.sample.facts.ProcessFacts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The program as expressions of one configuration see it from one loop. */
final class ProgramFacts implements ProcessFacts {

    private static final String HOST_NAME = readHostName();

    private final ProxyConfig config;
    private final int threads;
    private final int thread;
    private final BooleanSupplier stopping;

    ProgramFacts(ProxyConfig config, int threads, int thread, BooleanSupplier stopping) {
        this.config = config;
        this.threads = threads;
        this.thread = thread;
        this.stopping = stopping;
    }

    static String readHostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }

    @Override
    public String hostName() {
        return HOST_NAME;
    }

    @Override
    public String nodeName() {
        String node = config.global().process().node();
        return node == null ? HOST_NAME : node;
    }

    @Override
    public long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public int processCount() {
        return 1;
    }

    @Override
    public int processNumber() {
        return 1;
    }

    @Override
    public int threadCount() {
        return threads;
    }

    @Override
    public int threadIndex() {
        return thread;
    }

    @Override
    public boolean stopping() {
        return stopping.getAsBoolean();
    }

    @Override
    public @Nullable String environment(String name) {
        return config.environment().get(name);
    }
}
