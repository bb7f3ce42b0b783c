package io.aplomb.sample.acl;

import io.aplomb.base.net.IpAddress;
import io.aplomb.base.net.IpNetwork;
import io.aplomb.sample.Value;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Networks, found by one look-up per prefix length in use, longest first; addresses of the other
 * family are compared as manual section 7.1.6 says.
 */
final class NetworkIndex<T> implements PatternIndex<T> {

    private final Map<Integer, Map<IpAddress, T>> v4ByLength =
            new TreeMap<>(Comparator.reverseOrder());
    private final Map<Integer, Map<IpAddress, T>> v6ByLength =
            new TreeMap<>(Comparator.reverseOrder());
    private int size;

    @Override
    public void add(String pattern, T meaning) throws BadPatternException {
        IpNetwork network = IpNetwork.parse(pattern);
        if (network == null) {
            throw new BadPatternException("'" + pattern + "' is not a valid IPv4 or IPv6 address");
        }
        (network.address().v6() ? v6ByLength : v4ByLength)
                .computeIfAbsent(network.prefixBits(), _ -> new HashMap<>())
                .putIfAbsent(network.address(), meaning);
        size++;
    }

    @Override
    public @Nullable T find(Value value) {
        if (!(value instanceof Value.IpValue(IpAddress address))) {
            return null;
        }
        IpAddress v4 = v4ByLength.isEmpty() ? null : address.toV4();
        T found = v4 == null ? null : find(v4ByLength, v4);
        return found != null || v6ByLength.isEmpty() ? found : find(v6ByLength, address.toV6());
    }

    @Override
    public int size() {
        return size;
    }

    private @Nullable T find(Map<Integer, Map<IpAddress, T>> byLength, IpAddress address) {
        for (Map.Entry<Integer, Map<IpAddress, T>> entry : byLength.entrySet()) {
            T found = entry.getValue().get(address.masked(entry.getKey()));
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
