package io.aplomb.cluster.live;

import org.jspecify.annotations.Nullable;

/**
 * Which program does the operations of a resource: {@code ocf:heartbeat:IPaddr2}, {@code
 * systemd:nginx}.
 *
 * @param standard the class: ocf, systemd, service, lsb, stonith, aplomb
 * @param provider of class ocf only
 */
public record AgentName(String standard, @Nullable String provider, String type) {
    @Override
    public String toString() {
        return standard + ':' + (provider == null ? "" : provider + ':') + type;
    }
}
