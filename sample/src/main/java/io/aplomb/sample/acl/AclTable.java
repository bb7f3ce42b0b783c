package io.aplomb.sample.acl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The ACLs a section declares, in the order declared, and the predefined ones behind them. Filled
 * while the configuration is read, by one thread.
 */
public final class AclTable {

    private final Map<String, List<Criterion>> declared = new LinkedHashMap<>();

    /** Declares an ACL, or completes it with another criterion: any of them makes it hold. */
    public void declare(String name, Criterion criterion) {
        declared.computeIfAbsent(name, _ -> new ArrayList<>()).add(criterion);
    }

    /** Notes a name whose criterion was wrong, so that its uses are not reported as well. */
    public void declareBroken(String name) {
        declared.computeIfAbsent(name, _ -> new ArrayList<>());
    }

    /** The ACL of this name as declared so far, or the predefined one, or null. */
    public @Nullable Acl find(String name) {
        List<Criterion> criteria = declared.get(name);
        return criteria == null ? PredefinedAcls.find(name) : new Acl(name, criteria);
    }

    /** All names that can be used. */
    public NavigableSet<String> names() {
        NavigableSet<String> names = new TreeSet<>(declared.keySet());
        names.addAll(PredefinedAcls.names());
        return names;
    }

    /** The ACLs declared. */
    public Collection<Acl> declared() {
        return declared.entrySet().stream()
                .map(entry -> new Acl(entry.getKey(), entry.getValue()))
                .toList();
    }
}
