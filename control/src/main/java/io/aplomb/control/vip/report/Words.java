package io.aplomb.control.vip.report;

import io.aplomb.model.vrrp.Script;
import io.aplomb.model.vrrp.VirtualAddress;
import io.aplomb.vrrp.router.State;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The words keepalived uses. */
final class Words {

    private static final long NS_PER_S = TimeUnit.SECONDS.toNanos(1);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss.SSSSSS yyyy", Locale.ROOT);

    private Words() {}

    static String state(State state) {
        return state == State.INITIALIZE ? "INIT" : state.name();
    }

    /** Number of the state in keepalived's JSON. */
    static int stateNumber(State state) {
        return switch (state) {
            case INITIALIZE -> 0;
            case BACKUP -> 1;
            case MASTER -> 2;
            case FAULT -> 3;
        };
    }

    /** {@code 1795270289.143498}. */
    static String seconds(long wallNs) {
        long microseconds = TimeUnit.NANOSECONDS.toMicros(wallNs);
        return "%d.%06d".formatted(microseconds / 1_000_000, microseconds % 1_000_000);
    }

    /** {@code 1795270289.143498 (Sat Nov 21 14:11:29.143498 2026)}. */
    static String moment(long wallNs, ZoneId zone) {
        Instant instant = Instant.ofEpochSecond(wallNs / NS_PER_S, wallNs % NS_PER_S);
        return seconds(wallNs) + " (" + MOMENT.format(instant.atZone(zone)) + ")";
    }

    /** {@code 1 sec}, {@code 100 milli-sec}. */
    static String interval(long ns) {
        return ns % NS_PER_S == 0
                ? ns / NS_PER_S + " sec"
                : TimeUnit.NANOSECONDS.toMillis(ns) + " milli-sec";
    }

    static String address(VirtualAddress address, RouterReport of) {
        String device = Objects.requireNonNullElse(address.interfaceName(), of.addressInterface());
        String base = of.instance().interfaceName();
        boolean virtual = device.equals(of.virtualLink()) && base != null;
        String label = address.label();
        return address.text()
                + " dev "
                + device
                + (virtual ? "@" + base : "")
                + " scope "
                + address.scope().name().toLowerCase(Locale.ROOT)
                + (label == null ? "" : " label " + label)
                + lifetime(address)
                + (of.isMaster() ? " set" : "");
    }

    private static String lifetime(VirtualAddress address) {
        if (!address.address().v6()) {
            return "";
        }
        long seconds = address.preferredSeconds();
        return " preferred_lft " + (seconds == VirtualAddress.FOREVER ? "forever" : seconds);
    }

    static String script(Script script) {
        return "'" + script.text() + "'";
    }
}
