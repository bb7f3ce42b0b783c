package io.aplomb.proxy.persist;

import io.aplomb.model.proxy.StickRule;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.stream.PersistenceState.PendingStore;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.TrackingTable;
import io.aplomb.sample.Value;
import io.aplomb.sample.acl.Condition;
import io.aplomb.sample.facts.TableDataType;
import io.aplomb.sample.facts.TableEntry;
import org.jspecify.annotations.Nullable;

/**
 * {@code stick match}, {@code stick store-request}, {@code stick store-response} and, as a pair of
 * the first two, {@code stick on} (manual 4.2). An entry whose server is down is passed over, and
 * points to the newly balanced server once that has answered.
 */
public final class StickRules {

    private StickRules() {}

    /** Before a server is chosen: looks keys up and notes which to store later. */
    public static void onRequest(BackendRuntime backend, Stream stream) {
        for (StickRule rule : backend.part().stickRules()) {
            if (rule.kind() == StickRule.Kind.STORE_RESPONSE || !applies(rule, stream)) {
                continue;
            }
            TrackingTable table = stream.world().table(rule.table());
            Value key = table == null ? null : rule.key().evaluate(stream);
            if (table == null || key == null) {
                continue;
            }
            if (rule.kind() == StickRule.Kind.MATCH) {
                match(table, key, backend, stream);
            } else {
                stream.persistence().storeLater(table, key);
            }
        }
    }

    /**
     * When the response came: remembers the server for the keys noted and those of the response.
     */
    public static void onResponse(BackendRuntime backend, Stream stream) {
        ServerRuntime server = stream.serverRuntime();
        if (server == null) {
            return;
        }
        for (StickRule rule : backend.part().stickRules()) {
            if (rule.kind() == StickRule.Kind.STORE_RESPONSE && applies(rule, stream)) {
                TrackingTable table = stream.world().table(rule.table());
                Value key = table == null ? null : rule.key().evaluate(stream);
                if (table != null && key != null) {
                    stream.persistence().storeLater(table, key);
                }
            }
        }
        for (PendingStore pending : stream.persistence().pendingStores()) {
            TableEntry entry = pending.table().track(pending.key());
            if (entry != null) {
                pending.table().storeServer(entry, server.id(), server.name());
                pending.table().release(entry);
            }
        }
        stream.persistence().pendingStores().clear();
    }

    private static boolean applies(StickRule rule, Stream stream) {
        Condition condition = rule.condition();
        return condition == null || condition.holds(stream);
    }

    private static void match(
            TrackingTable table, Value key, BackendRuntime backend, Stream stream) {
        TableEntry entry = table.lookup(key);
        ServerRuntime server = entry == null ? null : remembered(table, entry, backend);
        if (server == null) {
            return;
        }
        boolean _ = PersistExceptions.prefer(server, backend, stream);
    }

    /** By its name, which outlives a change of the configuration, else by its number. */
    private static @Nullable ServerRuntime remembered(
            TrackingTable table, TableEntry entry, BackendRuntime backend) {
        String name = table.serverName(entry);
        ServerRuntime named = name == null ? null : backend.server(name);
        Long id = named == null ? entry.value(TableDataType.SERVER_ID, 0) : null;
        return id == null ? named : serverOf(backend, id);
    }

    private static @Nullable ServerRuntime serverOf(BackendRuntime backend, long id) {
        for (ServerRuntime server : backend.servers()) {
            if (server.id() == id) {
                return server;
            }
        }
        return null;
    }
}
