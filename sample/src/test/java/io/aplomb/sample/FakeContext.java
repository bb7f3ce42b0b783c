package io.aplomb.sample;

import io.aplomb.base.net.IpAddress;
import io.aplomb.http.HttpHead;
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
import io.aplomb.sample.facts.TableEntry;
import io.aplomb.sample.facts.TableView;
import io.aplomb.sample.facts.TrackedCounter;
import io.aplomb.sample.facts.UserLists;
import io.aplomb.sample.facts.VariableName;
import io.aplomb.sample.facts.Variables;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stream made of plain fields, filled by each test with what it is about. */
public final class FakeContext implements SampleContext {

    public @Nullable HttpHead request;
    public @Nullable HttpHead response;
    public @Nullable Payload requestPayload;
    public @Nullable Payload requestBody;
    public boolean inputIsFinal = true;
    public ProxyFacts frontend = new FakeProxy("front", 2, true);
    public @Nullable ProxyFacts backend;
    public @Nullable ServerFacts server;
    public ConnectionFacts client = new FakeConnection(40_000, 8080);
    public @Nullable ConnectionFacts serverConnection;
    public @Nullable LogFacts log;
    public @Nullable String requestLine;
    public ZoneId zone = ZoneOffset.UTC;
    public String hostName = "vm";
    public long pid = 4711;
    public final FakeTable table = new FakeTable();
    public @Nullable Value trackedKey;
    public final List<@Nullable String> requestCaptures = new ArrayList<>();
    public final List<@Nullable String> responseCaptures = new ArrayList<>();
    private final Map<VariableName, Value> variables = new HashMap<>();

    /** A context with a request: start line, then fields, {@code name: value}. */
    public static FakeContext request(String method, String target, String... fields) {
        FakeContext context = new FakeContext();
        HttpHead head = new HttpHead();
        head.startRequest(method, target, 1);
        for (String field : fields) {
            int colon = field.indexOf(": ");
            head.add(field.substring(0, colon), field.substring(colon + 2));
        }
        context.request = head;
        return context;
    }

    @Override
    public long wallClockUs() {
        return 1_700_000_000_123_456L;
    }

    @Override
    public long monotonicNs() {
        return 1;
    }

    @Override
    public ZoneId timeZone() {
        return zone;
    }

    @Override
    public long nextRandom() {
        return 0x1234_5678_9ABC_DEF0L;
    }

    @Override
    public ProcessFacts process() {
        return new OwnProcess();
    }

    @Override
    public ConnectionFacts clientConnection() {
        return client;
    }

    @Override
    public ListenerFacts listener() {
        return new Listener();
    }

    @Override
    public @Nullable ConnectionFacts serverConnection() {
        return serverConnection;
    }

    @Override
    public @Nullable HttpHead requestHead() {
        return request;
    }

    @Override
    public @Nullable HttpHead responseHead() {
        return response;
    }

    @Override
    public @Nullable Payload requestPayload() {
        return requestPayload;
    }

    @Override
    public @Nullable Payload responsePayload() {
        return null;
    }

    @Override
    public @Nullable Payload requestBody() {
        return requestBody;
    }

    @Override
    public @Nullable Payload responseBody() {
        return null;
    }

    @Override
    public boolean inputIsFinal() {
        return inputIsFinal;
    }

    @Override
    public ProxyFacts frontend() {
        return frontend;
    }

    @Override
    public @Nullable ProxyFacts backend() {
        return backend;
    }

    @Override
    public @Nullable ServerFacts server() {
        return server;
    }

    @Override
    public ProxyDirectory proxies() {
        return new Directory();
    }

    @Override
    public Variables variables() {
        return new Store(variables);
    }

    @Override
    public StickTables tables() {
        return new Tables(table, trackedKey);
    }

    @Override
    public Captures captures() {
        return new Slots(requestLine, requestCaptures, responseCaptures);
    }

    @Override
    public UserLists userLists() {
        return (list, user, password) ->
                list.equals("staff") && user.equals("user") && password.equals("pass:word")
                        ? Set.of("admin", "dev")
                        : null;
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
        return log;
    }

    private record Listener() implements ListenerFacts {
        @Override
        public boolean overTls() {
            return false;
        }

        @Override
        public int id() {
            return 1;
        }

        @Override
        public String name() {
            return "lis";
        }

        @Override
        public long connections() {
            return 1;
        }
    }

    private final class OwnProcess implements ProcessFacts {
        @Override
        public String hostName() {
            return hostName;
        }

        @Override
        public String nodeName() {
            return hostName;
        }

        @Override
        public long pid() {
            return pid;
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
            return 2;
        }

        @Override
        public int threadIndex() {
            return 0;
        }

        @Override
        public boolean stopping() {
            return false;
        }

        @Override
        public @Nullable String environment(String name) {
            return name.equals("HOME") ? "/home/x" : null;
        }
    }

    private record Directory() implements ProxyDirectory {
        @Override
        public @Nullable ProxyFacts frontend(String name) {
            return name.equals("front") ? new FakeProxy(name, 2, true) : null;
        }

        @Override
        public @Nullable ProxyFacts backend(String name) {
            return name.equals("app") ? new FakeProxy(name, 3, true) : null;
        }

        @Override
        public @Nullable ServerFacts server(String backend, String server) {
            return backend.equals("app") && server.equals("s1") ? new FakeServer("s1", 80) : null;
        }
    }

    private record Store(Map<VariableName, Value> values) implements Variables {
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
    }

    private record Tables(FakeTable only, @Nullable Value key) implements StickTables {
        @Override
        public @Nullable TableView table(String name) {
            return name.equals("t") ? only : null;
        }

        @Override
        public @Nullable TrackedCounter tracked(int index) {
            var entry = key == null || index != 0 ? null : only.obtain(key);
            return key == null || entry == null ? null : new Tracked(key, only, entry);
        }
    }

    private record Tracked(Value key, TableView table, TableEntry entry)
            implements TrackedCounter {}

    private record Slots(
            @Nullable String requestLine,
            List<@Nullable String> requests,
            List<@Nullable String> responses)
            implements Captures {
        @Override
        public @Nullable String request(int slot) {
            return slot < requests.size() ? requests.get(slot) : null;
        }

        @Override
        public @Nullable String response(int slot) {
            return slot < responses.size() ? responses.get(slot) : null;
        }

        @Override
        public int requestSlots() {
            return requests.size();
        }

        @Override
        public int responseSlots() {
            return responses.size();
        }

        @Override
        public void captureRequest(int slot, String text) {
            requests.set(slot, text);
        }

        @Override
        public void captureResponse(int slot, String text) {
            responses.set(slot, text);
        }
    }

    /** A server on the loopback. */
    public record FakeServer(String name, int port) implements ServerFacts {
        @Override
        public int id() {
            return 1;
        }

        @Override
        public boolean isUp() {
            return true;
        }

        @Override
        public long connections() {
            return 21;
        }

        @Override
        public long freeConnections() {
            return 22;
        }

        @Override
        public long queued() {
            return 23;
        }

        @Override
        public long sessionRate() {
            return 24;
        }

        @Override
        public int userWeight() {
            return 25;
        }

        @Override
        public int effectiveWeight() {
            return 26;
        }

        @Override
        public int initialWeight() {
            return 27;
        }

        @Override
        public IpAddress address() {
            return IpAddress.LOOPBACK_V4;
        }
    }
}
