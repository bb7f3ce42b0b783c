package io.aplomb.proxy.check;

import io.aplomb.http.HttpHead;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.Captures;
import io.aplomb.sample.facts.ConnectionFacts;
import io.aplomb.sample.facts.ListenerFacts;
import io.aplomb.sample.facts.LogFacts;
import io.aplomb.sample.facts.Payload;
import io.aplomb.sample.facts.ProcessFacts;
import io.aplomb.sample.facts.ProxyDirectory;
import io.aplomb.sample.facts.ProxyFacts;
import io.aplomb.sample.facts.ServerFacts;
import io.aplomb.sample.facts.StickTables;
import io.aplomb.sample.facts.TableView;
import io.aplomb.sample.facts.TrackedCounter;
import io.aplomb.sample.facts.UserLists;
import io.aplomb.sample.facts.VariableName;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What expressions in a check's script may read: the server, the process, the check's own
 * variables. There is no client and no message, so all else is absent. One per check.
 */
final class CheckContext implements SampleContext {

    private static final long US_PER_MS = 1_000;

    private final ServerRuntime server;
    private final ProcessFacts process;
    private final ProxyDirectory proxies;
    private final Map<VariableName, Value> values = new HashMap<>();

    CheckContext(ServerRuntime server, ProcessFacts process, ProxyDirectory proxies) {
        this.server = server;
        this.process = process;
        this.proxies = proxies;
    }

    @Override
    public long wallClockUs() {
        return System.currentTimeMillis() * US_PER_MS;
    }

    @Override
    public long monotonicNs() {
        return System.nanoTime();
    }

    @Override
    public ZoneId timeZone() {
        return ZoneId.systemDefault();
    }

    @Override
    public long nextRandom() {
        return ThreadLocalRandom.current().nextLong();
    }

    @Override
    public ProcessFacts process() {
        return process;
    }

    @Override
    public ConnectionFacts clientConnection() {
        return NoConnection.INSTANCE;
    }

    @Override
    public @Nullable ListenerFacts listener() {
        return null;
    }

    @Override
    public @Nullable ConnectionFacts serverConnection() {
        return null;
    }

    @Override
    public @Nullable HttpHead requestHead() {
        return null;
    }

    @Override
    public @Nullable HttpHead responseHead() {
        return null;
    }

    @Override
    public @Nullable Payload requestPayload() {
        return null;
    }

    @Override
    public @Nullable Payload responsePayload() {
        return null;
    }

    @Override
    public @Nullable Payload requestBody() {
        return null;
    }

    @Override
    public @Nullable Payload responseBody() {
        return null;
    }

    @Override
    public boolean inputIsFinal() {
        return true;
    }

    @Override
    public ProxyFacts frontend() {
        return server.backendRuntime();
    }

    @Override
    public ProxyFacts backend() {
        return server.backendRuntime();
    }

    @Override
    public ServerFacts server() {
        return server;
    }

    @Override
    public ProxyDirectory proxies() {
        return proxies;
    }

    @Override
    public io.aplomb.sample.facts.Variables variables() {
        return new io.aplomb.sample.facts.Variables() {
            @Override
            public @Nullable Value get(VariableName name) {
                return values.get(name);
            }

            @Override
            public void set(VariableName name, Value value) {
                values.put(name, value);
            }

            @Override
            public void unset(VariableName name) {
                values.remove(name);
            }
        };
    }

    @Override
    public StickTables tables() {
        return new StickTables() {
            @Override
            public @Nullable TableView table(String name) {
                return null;
            }

            @Override
            public @Nullable TrackedCounter tracked(int index) {
                return null;
            }
        };
    }

    @Override
    public Captures captures() {
        return NoCaptures.INSTANCE;
    }

    @Override
    public UserLists userLists() {
        return (list, user, password) -> null;
    }

    @Override
    public @Nullable String uniqueId() {
        return null;
    }

    @Override
    public boolean firstRequest() {
        return true;
    }

    @Override
    public int priorityClass() {
        return 0;
    }

    @Override
    public int priorityOffsetMs() {
        return 0;
    }

    @Override
    public @Nullable LogFacts logFacts() {
        return null;
    }
}
