package io.aplomb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** The configuration of a virtual router in a test, in keepalived's language. */
final class VirtualIp {
    static final String ADDRESS = "192.168.1.100";
    static final String SECOND = "192.168.2.100";
    static final String V6 = "fd00::100";
    static final String V6_LINK_LOCAL = "fe80::100";
    static final int ROUTER = 51;
    static final String FAST = "version 3\n advert_int 0.1";

    static final String GLOBAL = "global_defs {\n script_user root\n}\n";

    private VirtualIp() {}

    /** One router for {@link #ADDRESS}. */
    static String router(int priority, String options) {
        return GLOBAL + instance("VI_1", "eth0", priority, options, List.of(ADDRESS + "/24"));
    }

    /** One router for {@link #V6}. */
    static String routerV6(int priority, String options) {
        List<String> addresses = List.of(V6_LINK_LOCAL + "/64", V6 + "/64");
        return GLOBAL + instance("VI_1", "eth0", priority, options, addresses);
    }

    /** Two routers in a group: {@link #ADDRESS} on eth0, {@link #SECOND} on eth1. */
    static String group(int priority, String options) {
        return GLOBAL
                + "vrrp_sync_group both {\n group {\n VI_1\n VI_2\n }\n}\n"
                + instance("VI_1", "eth0", priority, options, List.of(ADDRESS + "/24"))
                + instance("VI_2", "eth1", priority, options, List.of(SECOND + "/24"));
    }

    static String instance(
            String name, String device, int priority, String options, List<String> addresses) {
        return instance(name, ROUTER, device, priority, options, addresses);
    }

    static String instance(
            String name,
            int router,
            String device,
            int priority,
            String options,
            List<String> addresses) {
        return """
        vrrp_instance %s {
         state BACKUP
         interface %s
         virtual_router_id %d
         priority %d
         %s
         virtual_ipaddress {
         %s
         }
        }
        """
                .formatted(name, device, router, priority, options, String.join("\n ", addresses));
    }

    /** To one peer instead of all: of machines 1 and 2. */
    static String unicast(int from) {
        return FAST
                + "\n unicast_src_ip 192.168.1.1%d\n unicast_peer {\n 192.168.1.1%d\n }"
                        .formatted(from, 3 - from);
    }

    static void kill(Process process) throws InterruptedException {
        int _ = process.destroyForcibly().waitFor();
    }

    static void signal(Process process, String name) throws Exception {
        String pid = Long.toString(process.pid());
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
    }
}
