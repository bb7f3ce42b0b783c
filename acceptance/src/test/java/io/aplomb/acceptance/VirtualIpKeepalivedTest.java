package io.aplomb.acceptance;

import static io.aplomb.acceptance.VirtualIp.ADDRESS;
import static io.aplomb.acceptance.VirtualIp.FAST;
import static io.aplomb.acceptance.VirtualIp.V6;
import static io.aplomb.acceptance.VirtualIp.router;
import static io.aplomb.acceptance.VirtualIp.routerV6;
import static io.aplomb.acceptance.VirtualIp.signal;
import static io.aplomb.acceptance.VirtualIp.unicast;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One virtual router of this program on machine 1 and the real keepalived on machine 2. */
@Timeout(240)
class VirtualIpKeepalivedTest {

    @TempDir private Path folder;

    @Test
    void version2_inBothRoles() throws Exception {
        String options =
                "version 2\n advert_int 1\n authentication {\n auth_type PASS\n auth_pass secret\n }";
        bothRoles(ADDRESS, router(150, options), router(100, options), router(50, options));
    }

    @Test
    void version3_inBothRoles() throws Exception {
        bothRoles(ADDRESS, router(150, FAST), router(100, FAST), router(50, FAST));
    }

    @Test
    void unicast_inBothRoles() throws Exception {
        bothRoles(
                ADDRESS, router(150, unicast(1)), router(100, unicast(2)), router(50, unicast(1)));
    }

    @Test
    void ipv6_inBothRoles() throws Exception {
        bothRoles(V6, routerV6(150, FAST), routerV6(100, FAST), routerV6(50, FAST));
    }

    @Test
    void ipv6_virtualMac_inBothRoles() throws Exception {
        String options = FAST + "\n use_vmac";
        bothRoles(V6, routerV6(150, options), routerV6(100, options), routerV6(50, options));
    }

    /** Ours is the better one and ends; then it is the worse one, and theirs ends. */
    private void bothRoles(String address, String better, String theirs, String worse)
            throws Exception {
        try (Lan lan = new Lan(folder, 3)) {
            lan.serve(1);
            lan.serve(2);
            Process them = lan.keepalived(2, theirs);
            lan.awaitOnlyHolder(2, 2, address);
            Process us = lan.aplomb(1, better);
            lan.awaitOnlyHolder(1, 2, address);
            lan.awaitAnswer(3, address, 1);
            signal(us, "TERM");
            lan.awaitOnlyHolder(2, 2, address);
            lan.awaitAnswer(3, address, 2);
            int _ = us.waitFor();
            Process _ = lan.aplomb(1, worse);
            lan.awaitLog(1, "INITIALIZE -> BACKUP");
            signal(them, "TERM");
            lan.awaitOnlyHolder(1, 2, address);
            lan.awaitAnswer(3, address, 1);
        }
    }
}
