package io.aplomb.app.proxy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * An engine that does nothing but remember what it was asked: what the command line does around one
 * is the test.
 */
public final class ScriptedProgram implements ProxyProgram {
    private final List<String> calls = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private List<Notice> notices = List.of();
    private boolean daemon;
    private boolean listens = true;
    private Optional<Path> pidFile = Optional.empty();
    private Optional<String> startFailure = Optional.empty();
    private Optional<Setup> setup = Optional.empty();

    ScriptedProgram saying(Notice... said) {
        notices = List.of(said);
        return this;
    }

    public ScriptedProgram daemon(Path pidPath) {
        daemon = true;
        pidFile = Optional.of(pidPath);
        return this;
    }

    ScriptedProgram withoutListener() {
        listens = false;
        return this;
    }

    public ScriptedProgram failingToStart(String reason) {
        startFailure = Optional.of(reason);
        return this;
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    Setup setup() {
        return setup.orElseThrow();
    }

    private synchronized void called(String call) {
        calls.add(call);
    }

    @Override
    public Loaded load(Setup given) {
        called("load");
        setup = Optional.of(given);
        return new ScriptedLoaded();
    }

    private final class ScriptedLoaded implements Loaded {
        @Override
        public List<Notice> notices() {
            return notices;
        }

        @Override
        public boolean listens() {
            return listens;
        }

        @Override
        public boolean daemon() {
            return daemon;
        }

        @Override
        public boolean quiet() {
            return false;
        }

        @Override
        public Optional<Path> pidFile() {
            return pidFile;
        }

        @Override
        public Running start() throws StartException {
            called("start");
            if (startFailure.isPresent()) {
                throw new StartException(startFailure.get());
            }
            return new ScriptedRunning();
        }
    }

    private final class ScriptedRunning implements Running {
        @Override
        public Reload reload() {
            called("reload");
            return new Reload(false, List.of(new Notice(Severity.ALERT, "[x.cfg:3] nonsense")));
        }

        @Override
        public List<Notice> settle() {
            called("settle");
            return List.of();
        }

        @Override
        public void drain() {
            called("drain");
            ended.countDown();
        }

        @Override
        public void stop() {
            called("stop");
            ended.countDown();
        }

        @Override
        public void awaitEnd() throws InterruptedException {
            ended.await();
        }
    }
}
