package io.aplomb.formats.keepalived.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Severity;
import io.aplomb.formats.keepalived.Loading;
import io.aplomb.testkit.RequiredTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small configurations, given to this reader and to {@code keepalived -t}: what the one finds
 * nothing wrong with, the other must not either. keepalived's test fails on whatever it complains
 * of, so warnings count as complaints on this side too.
 */
final class BesideKeepalivedTest {

    /** The interfaces need not be there; scripts run as somebody who may. */
    private static final String HEAD =
            """
            global_defs {
              dynamic_interfaces
              script_user root
              enable_script_security
            }
            """;

    private static final String INSTANCE =
            """
            vrrp_instance A {
              interface eth9
              virtual_router_id 30
              virtual_ipaddress { 10.0.0.1/24 }
            """;

    @TempDir private Path folder;
    private Path keepalived;

    @BeforeEach
    void find() {
        keepalived = RequiredTool.path("keepalived");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state BACKUP\nnopreempt\nadvert_int 3",
                "state MASTER\npriority 150",
                "authentication { auth_type PASS\nauth_pass 12345678 }",
                "version 3\nadvert_int 0.01",
                "unicast_src_ip 10.0.0.9\nunicast_peer { 10.0.0.8 min_ttl 3\n10.0.0.7 }",
                "virtual_ipaddress_excluded { 10.0.0.2\n2001:db8::1/64 }",
                "track_interface { eth8 weight 3\neth7 weight 0 reverse }",
                "use_vmac vr0 00:11:22:33:44\nvmac_xmit_base",
                "garp_master_delay 1\ngarp_master_repeat 2\ngarp_master_refresh 60",
                "smtp_alert off\nnotify_master \"/bin/echo master 'a b'\"",
                "preempt_delay 4.12\npromote_secondaries\nno_accept",
                "virtual_routes { 10.7.0.0/16 dev eth9\nblackhole 10.8.0.0/16 no_track }",
                "virtual_routes { 10.7.0.0/16 dev eth9 nexthop via 10.0.0.7 weight 2 nexthop via"
                        + " 10.0.0.8 }",
                "down_timer_adverts 4\nlower_prio_no_advert\nhigher_prio_send_advert off",
                "@nobody priority 999\n@^nobody priority 9",
                "mcast_src_ip 10.0.0.3\nmcast_dst_ip 224.0.0.99\nskip_check_adv_addr",
                "} \n$P=33\nvrrp_instance B { interface eth9\nvirtual_router_id $P \n"
                        + "virtual_ipaddress {\n~SEQ(N, 3, 5) 10.1.${N}.1\n}",
                "}\nvrrp_script s { script \"/bin/true 1\"\ninterval 2\nweight -5\nrise 2 }\n"
                        + "vrrp_instance B { interface eth9\nvirtual_router_id 4\n"
                        + "virtual_ipaddress { fe80::1/64 }\ntrack_script { s weight 3 }",
            })
    void good_forBoth(String lines) throws Exception {
        compare(lines, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state SLAVE",
                "priority 0",
                "priority 256",
                "advert_int 0.005",
                "advert_int 0.5",
                "advert_int x",
                "preempt_delay 2000",
                "bogus",
                "smtp_alert maybe",
                "authentication { auth_type PASS\nauth_pass 123456789 }",
                "authentication { auth_type PASS }",
                "authentication { auth_type WORD\nauth_pass a }",
                "version 3\nauthentication { auth_type PASS\nauth_pass a }",
                "version 4",
                "unicast_src_ip 10.0.0.9",
                "unicast_peer { }",
                "unicast_peer { nonsense }",
                "unicast_peer { 10.0.0.9 min_ttl 9 max_ttl 3 }",
                "track_script { nobody }",
                "virtual_ipaddress_excluded { 10.0.0.300 }",
                "virtual_ipaddress { 2001:db8::1 }",
                "virtual_ipaddress { 10.0.0.2/33 }",
                "virtual_ipaddress { 10.0.0.2 scope galaxy }",
                "virtual_ipaddress { 10.0.0.2 foo bar }",
                "virtual_routes { 10.7.0.0/16 via nowhere }",
                "virtual_routes { blackhole 10.7.0.0/16 }",
                "virtual_routes { 10.7.0.0/16 via 10.0.0.8 }",
                "virtual_routes { 10.7.0.0/16 gw 10.0.0.8 dev eth9 }",
                "virtual_routes { 10.7.0.0/16 dev eth9 weight 3 }",
                "virtual_routes { 10.7.0.0/16 nexthop via 10.0.0.7 dev eth9 }",
                "state MASTER\npreempt_delay 3",
                "notify /bin/true\nnotify /bin/false",
                "strict_mode\npreempt_delay 3",
                "notify \"/bin/echo",
                "priority 5 }",
                "}\nvrrp_sync_group G { group { A\nB }",
                "}\nvrrp_sync_group G { group { A }",
                "}\nvrrp_instance A { interface eth9",
                "}\nvrrp_script s { interval 3",
                "}\nvrrp_script s { script \"\"",
                "}\nincludea /nonexistent/file\n$X={",
                "}\nvirtual_server 10.0.0.1 80 { lb_algo zz\nlb_kind NAT\nprotocol TCP",
                "}\nvirtual_server 10.0.0.1 80 { lb_algo rr\nlb_kind NAT",
            })
    void bad_forBoth(String lines) throws Exception {
        compare(lines, false);
    }

    private void compare(String lines, boolean good) throws Exception {
        String text = HEAD + INSTANCE + lines + "\n}\n";
        LoadResult ours = Loading.load(text);
        long complaints =
                ours.diagnostics().stream().filter(d -> d.severity() != Severity.NOTICE).count();
        assertThat(complaints == 0).as(Loading.render(ours)).isEqualTo(good);
        assertThat(passes(text)).as("keepalived -t").isEqualTo(good);
    }

    private boolean passes(String text) throws IOException, InterruptedException {
        Path file = folder.resolve("keepalived.conf");
        // Only root may name another user.
        String user = System.getProperty("user.name");
        String mine = text.replace("script_user root", "script_user " + user);
        Files.writeString(file, mine, StandardCharsets.UTF_8);
        Process process =
                new ProcessBuilder(keepalived.toString(), "-t", "-i", "lb1", "-f", file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("said").toFile())
                        .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended).as("keepalived -t ends").isTrue();
        return process.exitValue() == 0;
    }
}
