package io.aplomb.app.vrrp;

import io.aplomb.app.vrrp.VrrpArguments.UsageException;

/** {@code --signum} of keepalived(8): the number of the signal that does something. Pure. */
final class SignalNumber {

    private SignalNumber() {}

    static int of(String what) throws UsageException {
        return switch (what) {
            case "STOP" -> 15;
            case "RELOAD" -> 1;
            case "DATA" -> 10;
            case "STATS" -> 12;
            case "JSON" -> throw new UsageException("no signal writes JSON: use --show --json");
            case "STATS_CLEAR", "TDATA" -> throw new UsageException("no signal does " + what);
            default -> throw new UsageException("unknown --signum " + what);
        };
    }
}
