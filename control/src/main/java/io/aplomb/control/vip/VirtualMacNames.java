package io.aplomb.control.vip;

import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.VirtualMac;
import io.aplomb.model.vrrp.VrrpConfig;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Names of the interfaces of {@code use_vmac}, no two alike: the one that is configured, or {@code
 * vrrp.51}. Where another instance has that already (the router id of another interface, or of the
 * other family) a number is in it, as keepalived 2.2.7 counts: {@code vrrp1.51}, {@code vrrp2.51};
 * with IPv6 {@code vrrp6.51} first. Pure.
 */
final class VirtualMacNames {

    private static final int PREFERRED_OF_V6 = 6;

    private final String prefix;
    private final Set<String> taken = new HashSet<>();

    /**
     * Those of a configuration.
     *
     * @param prefix {@code vrrp} unless configured
     * @param configured those that are written in it
     */
    VirtualMacNames(String prefix, Collection<String> configured) {
        this.prefix = prefix;
        taken.addAll(configured);
    }

    static VirtualMacNames of(VrrpConfig config) {
        List<String> configured =
                config.instances().stream()
                        .flatMap(each -> Stream.ofNullable(each.virtualMac()))
                        .flatMap(each -> Stream.ofNullable(each.interfaceName()))
                        .toList();
        return new VirtualMacNames(config.global().vmacPrefix(), configured);
    }

    /** That of an instance, to be asked for in the order of the configuration; null for none. */
    @Nullable String next(Instance instance) {
        VirtualMac wanted = instance.virtualMac();
        if (wanted == null || wanted.interfaceName() != null) {
            return wanted == null ? null : wanted.interfaceName();
        }
        return next(instance.v6(), instance.virtualRouterId());
    }

    String next(boolean v6, int virtualRouterId) {
        return candidates(v6, "." + virtualRouterId).filter(taken::add).findFirst().orElseThrow();
    }

    private Stream<String> candidates(boolean v6, String end) {
        IntStream later = IntStream.iterate(1, number -> number + 1);
        IntStream numbers = v6 ? IntStream.concat(IntStream.of(PREFERRED_OF_V6), later) : later;
        return Stream.concat(
                Stream.of(prefix + end), numbers.mapToObj(number -> prefix + number + end));
    }
}
