package io.aplomb.app.proxy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The proxy engine as the command line needs it: load a configuration, start it, steer it.
 *
 * <p>{@link #load} is pure but for reading files: it opens no socket, so {@code -c} may call it
 * beside a running proxy.
 */
public interface ProxyProgram {
    /**
     * Reads and checks a configuration. Never throws for a bad one: that is what {@link
     * Loaded#notices} are for.
     */
    Loaded load(Setup setup);

    /**
     * What the command line says about one run.
     *
     * @param files the configuration files in reading order, folders already expanded
     * @param directory where relative paths start ({@code -C}); absolute
     * @param environment for {@code ${NAME}} in the configuration
     * @param maxConnections {@code -n}; stands above {@code global maxconn}
     * @param defaultProxyMaxConnections {@code -N}; the maxconn of a proxy that names none
     * @param memoryLimitMb {@code -m}
     * @param localPeer {@code -L}; the host's name when empty
     * @param debug {@code -d}: the engine prints what passes on standard output
     */
    record Setup(
            List<Path> files,
            Path directory,
            Map<String, String> environment,
            OptionalInt maxConnections,
            OptionalInt defaultProxyMaxConnections,
            OptionalInt memoryLimitMb,
            Optional<String> localPeer,
            boolean debug) {
        public Setup {
            files = List.copyOf(files);
            environment = Map.copyOf(environment);
        }
    }

    /** A configuration that was read and checked. */
    interface Loaded {
        /** Everything there is to say about it, in the order of the files. */
        List<Notice> notices();

        /** Whether it can be started: no notice is an {@link Severity#ALERT}. */
        default boolean valid() {
            return notices().stream().noneMatch(notice -> notice.severity() == Severity.ALERT);
        }

        /** Whether it is valid and has something to listen on: a bind line or a runtime socket. */
        boolean listens();

        /** {@code global daemon}. */
        boolean daemon();

        /** {@code global quiet}. */
        boolean quiet();

        /** {@code global pidfile}; relative ones start at {@link Setup#directory}. */
        Optional<Path> pidFile();

        /**
         * Opens the listeners and serves. Called at most once, and only on a valid configuration.
         *
         * @throws StartException when a listener or another resource cannot be had
         */
        Running start() throws StartException;
    }

    /** A proxy that serves. Every method may be called from any thread. */
    interface Running {
        /**
         * Reads the files again and swaps the configuration in, or leaves the running one as it is.
         */
        Reload reload();

        /**
         * Gives up the rights that only the start needed ({@code user}, {@code group}). Called
         * once, after the process id is written.
         *
         * @return remarks for the administrator
         * @throws StartException when the wanted identity cannot be had
         */
        List<Notice> settle() throws StartException;

        /** Closes the listeners and ends with the last connection; returns at once. */
        void drain();

        /** Ends now, whatever connections there are. */
        void stop();

        /**
         * Waits until the proxy has ended, by {@link #drain} or {@link #stop}. Blocks the calling
         * thread.
         */
        void awaitEnd() throws InterruptedException;
    }

    /** How a reload went. */
    record Reload(boolean applied, List<Notice> notices) {
        public Reload {
            notices = List.copyOf(notices);
        }
    }

    /** How bad a notice is, by HAProxy's words. */
    enum Severity {
        /** For information. */
        NOTICE,
        /** It runs, but somebody should look at the line. */
        WARNING,
        /** It cannot run. */
        ALERT
    }

    /** One line for the person who started the program; the text names file and line itself. */
    record Notice(Severity severity, String text) {}

    /** A valid configuration that could not be started; the message is for the user. */
    final class StartException extends Exception {
        private static final long serialVersionUID = 1L;

        public StartException(String message) {
            super(message);
        }

        public StartException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
