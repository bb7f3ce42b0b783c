package io.aplomb.formats.keepalived.keyword;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a keyword stands. */
public enum Scope {
    TOP("blocks and keywords outside blocks"),
    GLOBAL_DEFS("keywords of global_defs"),
    VRRP_SCRIPT("keywords of vrrp_script"),
    TRACK_FILE("keywords of track_file"),
    VRRP_TRACK_PROCESS("keywords of vrrp_track_process"),
    VRRP_SYNC_GROUP("keywords of vrrp_sync_group"),
    VRRP_INSTANCE("keywords of vrrp_instance"),
    AUTHENTICATION("keywords of authentication"),
    ADDRESS("options of an address"),
    ROUTE("options of a route"),
    VIRTUAL_SERVER("keywords of virtual_server"),
    REAL_SERVER("keywords of real_server"),
    SCHEDULER("schedulers of lb_algo"),
    CHECKER("keywords of all checks"),
    HTTP_GET("further keywords of HTTP_GET and SSL_GET"),
    URL("keywords of url"),
    MISC_CHECK("keywords of MISC_CHECK"),
    DNS_CHECK("further keywords of DNS_CHECK");

    private final String title;

    Scope(String title) {
        this.title = title;
    }

    /** What the scope holds, for people. */
    public String title() {
        return title;
    }

    /** As written in the table. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Scope> ofLabel(String label) {
        return Arrays.stream(values()).filter(scope -> scope.label().equals(label)).findFirst();
    }
}
