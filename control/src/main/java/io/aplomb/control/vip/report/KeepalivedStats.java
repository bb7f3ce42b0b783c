package io.aplomb.control.vip.report;

import io.aplomb.vrrp.router.Count;

/** The file that keepalived 2.2.7 writes at SIGUSR2: {@code keepalived.stats}. */
public final class KeepalivedStats {

    private KeepalivedStats() {}

    /** Its text. */
    public static String text(NodeReport node) {
        StringBuilder out = new StringBuilder();
        node.routers().forEach(router -> out.append(text(router)));
        return out.toString();
    }

    private static String text(RouterReport router) {
        return """
        VRRP Instance: %s
          Advertisements:
            Received: %d
            Sent: %d
          Became master: %d
          Released master: %d
          Packet Errors:
            Length: %d
            TTL: %d
            Invalid Type: %d
            Advertisement Interval: %d
            Address List: %d
          Authentication Errors:
            Invalid Type: %d
            Type Mismatch: %d
            Failure: %d
          Priority Zero:
            Received: %d
            Sent: %d
        """
                .formatted(
                        router.name(),
                        router.count(Count.ADVERTS_RECEIVED),
                        router.count(Count.ADVERTS_SENT),
                        router.count(Count.BECAME_MASTER),
                        router.count(Count.LEFT_MASTER),
                        PacketErrors.LENGTH.of(router),
                        PacketErrors.TTL.of(router),
                        PacketErrors.INVALID_TYPE.of(router),
                        PacketErrors.INTERVAL.of(router),
                        PacketErrors.ADDRESS_LIST.of(router),
                        PacketErrors.AUTHENTICATION_INVALID.of(router),
                        PacketErrors.AUTHENTICATION_MISMATCH.of(router),
                        PacketErrors.AUTHENTICATION_FAILURE.of(router),
                        router.count(Count.RESIGNATIONS_RECEIVED),
                        router.count(Count.RESIGNATIONS_SENT));
    }
}
