package io.aplomb.control.vip;

import io.aplomb.base.net.IpAddress;
import io.aplomb.control.vip.AcceptRules.Refused;
import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.nftables.Batch;
import io.aplomb.linux.nftables.Family;
import io.aplomb.linux.nftables.NfTables;
import java.io.Closeable;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps packets from virtual addresses that a Master holds and does not own: {@code no_accept} (RFC
 * 9568 section 6.1, Accept_Mode). All are in one table of nf_tables, written anew at each change in
 * one step that no packet can slip through. The table belongs to this process: the kernel removes
 * it with the process.
 *
 * <p>For one thread. Needs CAP_NET_ADMIN.
 */
final class AcceptFilter implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(AcceptFilter.class);

    private final String table;
    private final Map<String, List<Refused>> byOwner = new HashMap<>();
    private @Nullable NfTables tables;
    private boolean there;

    /** Of a table that is made when it is needed. */
    AcceptFilter(String table) {
        this.table = table;
    }

    /**
     * Finds out whether it can work, and removes what a predecessor left.
     *
     * @throws SystemCallException EPROTONOSUPPORT, EOPNOTSUPP where the kernel has no nf_tables;
     *     EPERM when the table belongs to another process
     */
    void prepare() throws SystemCallException {
        open().apply(new Batch().removeTable(Family.INET, table));
        there = false;
        write(Set.of(new Refused(IpAddress.v4(0), 0)));
        write(Set.of());
    }

    /** From now on these addresses of the owner take no packets, and no others of it. */
    void set(String owner, List<Refused> refused) {
        List<Refused> before = byOwner.getOrDefault(owner, List.of());
        if (before.equals(refused)) {
            return;
        }
        if (refused.isEmpty()) {
            byOwner.remove(owner);
        } else {
            byOwner.put(owner, List.copyOf(refused));
        }
        Set<Refused> all = new LinkedHashSet<>();
        byOwner.values().forEach(all::addAll);
        try {
            write(all);
        } catch (SystemCallException failure) {
            LOG.error("{}: no_accept is not enforced: {}", owner, failure.getMessage());
        }
    }

    private NfTables open() throws SystemCallException {
        NfTables present = tables;
        if (present == null) {
            present = NfTables.open();
            tables = present;
        }
        return present;
    }

    private void write(Set<Refused> all) throws SystemCallException {
        if (all.isEmpty() && !there) {
            return;
        }
        try {
            open().apply(batch(all, true));
        } catch (SystemCallException refused) {
            if (refused.errno() != SystemCallException.EOPNOTSUPP) {
                throw refused;
            }
            open().apply(batch(all, false));
        }
        there = !all.isEmpty();
    }

    private Batch batch(Set<Refused> all, boolean owned) {
        Batch batch = new Batch();
        if (there) {
            Batch _ = batch.deleteTable(Family.INET, table);
        }
        if (!all.isEmpty()) {
            Batch _ =
                    owned
                            ? batch.addOwnedTable(Family.INET, table)
                            : batch.addTable(Family.INET, table);
            AcceptRules.fill(batch, table, all);
        }
        return batch;
    }

    /** Lets all packets through again. */
    @Override
    public void close() {
        NfTables open = tables;
        if (open == null) {
            return;
        }
        try {
            write(Set.of());
        } catch (SystemCallException failure) {
            LOG.error("cannot remove the table {}: {}", table, failure.getMessage());
        }
        open.close();
    }
}
