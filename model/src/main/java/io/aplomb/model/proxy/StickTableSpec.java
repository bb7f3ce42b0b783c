package io.aplomb.model.proxy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@code stick-table} line.
 *
 * @param keyLength bytes of a string or binary key
 * @param size entries
 * @param expireMs 0: never
 * @param peers name of the peers section, null for none
 */
public record StickTableSpec(
        String name,
        KeyType keyType,
        int keyLength,
        int size,
        long expireMs,
        boolean noPurge,
        @Nullable String peers,
        List<Store> stores) {

    public StickTableSpec {
        stores = List.copyOf(stores);
    }

    /** The same table, which also remembers a server by number and by name. */
    public StickTableSpec rememberingServers() {
        List<Store> all = new ArrayList<>(stores);
        for (String type : List.of("server_id", "server_key")) {
            if (stores.stream().noneMatch(store -> store.type().equals(type))) {
                all.add(new Store(type, 0, 1));
            }
        }
        return new StickTableSpec(name, keyType, keyLength, size, expireMs, noPurge, peers, all);
    }

    /** What the table is looked up by. */
    public enum KeyType {
        IP,
        IPV6,
        INTEGER,
        STRING,
        BINARY
    }

    /**
     * A {@code store} item, named as in the manual ({@code conn_rate}).
     *
     * @param periodMs of a rate, 0 for counters
     * @param elements of an array type ({@code gpc(N)}), 1 otherwise
     */
    public record Store(String type, long periodMs, int elements) {}
}
