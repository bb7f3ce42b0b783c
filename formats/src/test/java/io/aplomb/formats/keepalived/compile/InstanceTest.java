package io.aplomb.formats.keepalived.compile;

import static io.aplomb.formats.keepalived.Loading.errors;
import static io.aplomb.formats.keepalived.Loading.instance;
import static io.aplomb.formats.keepalived.Loading.model;
import static io.aplomb.formats.keepalived.Loading.warnings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.Track;
import io.aplomb.model.vrrp.Transport;
import io.aplomb.model.vrrp.VirtualAddress;
import io.aplomb.model.vrrp.VirtualRoute;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What {@code vrrp_instance} means; the golden files show each keyword, this the rules. */
final class InstanceTest {

    private static final long MS = 1_000_000L;

    @Test
    void advertInterval_inUnitsOfTheVersion_isExact() {
        assertThat(instance("version 3\nadvert_int 0.01").advertIntervalNs()).isEqualTo(10 * MS);
        assertThat(instance("version 3\nadvert_int 40.95").advertIntervalNs())
                .isEqualTo(40_950 * MS);
        assertThat(instance("advert_int 255").advertIntervalNs()).isEqualTo(255_000 * MS);
        assertThat(instance("").advertIntervalNs()).isEqualTo(1_000 * MS);
    }

    @Test
    void advertInterval_offTheUnits_isRoundedAsKeepalivedDoesWithAWarning() {
        assertThat(instance("advert_int 0.3").advertIntervalNs()).isEqualTo(1_000 * MS);
        assertThat(instance("advert_int 1.5").advertIntervalNs()).isEqualTo(2_000 * MS);
        assertThat(instance("version 3\nadvert_int 0.016").advertIntervalNs()).isEqualTo(20 * MS);
        assertThat(warnings(instance("A", "advert_int 0.3")))
                .containsExactly("5: version 2 counts whole seconds: the interval is 1 s");
    }

    @Test
    void version_fromGlobalOrFamily_isResolved() {
        String global = "global_defs {\nvrrp_version 3\n}\n";
        assertThat(model(global + instance("A", "")).instances().getFirst().version()).isEqualTo(3);
        assertThat(model(global + instance("A", "version 2")).instances().getFirst().version())
                .isEqualTo(2);
        Instance v6 =
                model(instance("A", "").replace("10.0.0.1/24", "fe80::1/64"))
                        .instances()
                        .getFirst();
        assertThat(v6.version()).isEqualTo(3);
        assertThat(v6.v6()).isTrue();
    }

    @Test
    void global_afterTheInstance_countsAllTheSame() {
        Instance instance =
                model(instance("A", "") + "global_defs {\nvrrp_garp_master_repeat 9\n}\n")
                        .instances()
                        .getFirst();
        assertThat(instance.announcements().masterRepeat()).isEqualTo(9);
        assertThat(instance.announcements().lowerPriorityRepeat()).isEqualTo(9);
    }

    @Test
    void minimalGarp_sendsOneAndNoSecondSet() {
        Instance instance =
                model("global_defs {\nvrrp_min_garp\n}\n" + instance("A", ""))
                        .instances()
                        .getFirst();
        assertThat(instance.announcements().masterRepeat()).isEqualTo(1);
        assertThat(instance.announcements().masterDelayNs()).isZero();
    }

    @Test
    void password_ofNonAsciiCharacters_isCutByOctets() {
        Instance instance =
                instance(
                        "authentication {\nauth_type PASS\nauth_pass \u00e9\u00e9\u00e9\u00e9x\n}");
        String password = Objects.requireNonNull(instance.authentication()).password();
        assertThat(password).hasSize(8).startsWith("\u00c3\u00a9");
    }

    @Test
    void authentication_AH_isRefused() {
        assertThat(errors(instance("A", "authentication { auth_type AH\nauth_pass x }")))
                .containsExactly("5: auth_type AH is not supported");
    }

    @Test
    void address_withoutMask_isOneHost() {
        Instance instance =
                model(instance("A", "").replace("10.0.0.1/24", "192.168.112.180"))
                        .instances()
                        .getFirst();
        VirtualAddress address = instance.addresses().getFirst();
        assertThat(address.prefixBits()).isEqualTo(32);
        assertThat(address.interfaceName()).isNull();
        assertThat(address.text()).isEqualTo("192.168.112.180");
    }

    @Test
    void address_v6OfOneHost_isDeprecatedUnlessTold() {
        Instance instance =
                instance(
                        "virtual_ipaddress_excluded { 2001:db8::1\n2001:db8::2/64\n"
                                + "2001:db8::3 preferred_lft forever }");
        assertThat(instance.excludedAddresses())
                .extracting(VirtualAddress::preferredSeconds)
                .containsExactly(0L, VirtualAddress.FOREVER, VirtualAddress.FOREVER);
    }

    @Test
    void unicast_withPeers_checksSourcesWhenTheyHaveLimits() {
        Transport plain = instance("unicast_peer { 10.0.0.8 }").transport();
        Transport limited = instance("unicast_peer { 10.0.0.8 min_ttl 255 }").transport();
        assertThat(plain)
                .isEqualTo(
                        new Transport.Unicast(
                                List.of(new Transport.Peer(address("10.0.0.8"), 0, 255)),
                                255,
                                false,
                                false));
        assertThat(limited)
                .isInstanceOfSatisfying(
                        Transport.Unicast.class,
                        unicast -> assertThat(unicast.checkSource()).isTrue());
    }

    @Test
    void unicastKeyword_withoutPeers_isSaidWithItsPlace() {
        assertThat(warnings(instance("A", "unicast_peer { }")))
                .containsExactly(
                        "5: 'unicast_peer' without any unicast_peer: adverts go by multicast");
        assertThat(warnings(instance("A", "unicast_peer { nonsense }")))
                .containsExactly(
                        "5: 'unicast_peer' without any unicast_peer: adverts go by multicast");
        assertThat(warnings(instance("A", "unicast_peer { 10.0.0.9 min_ttl 9 max_ttl 3 }")))
                .as("the peer is there; its limits are the error")
                .isEmpty();
    }

    @Test
    void script_thatNamesNoProgram_isSaidOnceWithTheCause() {
        assertThat(errors("vrrp_script s { interval 3 }\n" + instance("A", "track_script { s }")))
                .containsExactly("1: vrrp_script 's' has no script");
        assertThat(errors("vrrp_script s { script \"\" }\n" + instance("A", "track_script { s }")))
                .containsExactly("1: an empty program");
        assertThat(
                        errors(
                                "vrrp_script s { script /bin/kill -0 }\n"
                                        + instance("A", "track_script { s }")))
                .as("keepalived runs the first word without its arguments and says nothing")
                .containsExactly("1: only '/bin/kill' would be run, without '-0'");
    }

    @Test
    void route_withoutInterface_isNotWatched() {
        Instance instance =
                instance("virtual_routes { 10.7.0.0/16 via 10.0.0.7\n10.8.0.0/16 dev eth9 }");
        assertThat(instance.routes())
                .extracting(VirtualRoute::tracked)
                .containsExactly(false, true);
        assertThat(warnings(instance("A", "virtual_routes {\nblackhole 10.7.0.0/16\n}")))
                .containsExactly("6: a route without an interface is not watched");
    }

    @Test
    void weights_defaultAndOwn_areResolved() {
        String scripts = "vrrp_script s {\nscript /bin/true\nweight -5 reverse\n}\n";
        assertThat(tracks(scripts + instance("A", "track_script { s }")))
                .extracting(Track::weight, Track::reverse)
                .containsExactly(tuple(-5, true));
        assertThat(tracks(scripts + instance("A", "track_script { s weight 7 }")))
                .extracting(Track::weight, Track::reverse)
                .containsExactly(tuple(7, false));
    }

    private static List<Track> tracks(String text) {
        return model(text).instances().getFirst().tracking().scripts();
    }

    @Test
    void weights_inAGroup_areKeptWhenItSaysSo() {
        String text =
                "vrrp_script s {\nscript /bin/true\nweight 5\n}\n"
                        + instance("A", "track_script { s }")
                        + "vrrp_sync_group G { group { A }\n";
        assertThat(tracks(text + "}\n")).isEmpty();
        assertThat(tracks(text + "sync_group_tracking_weight\n}\n")).hasSize(1);
    }

    @Test
    void routerId_twiceOnALink_isRefusedUnlessTheyCannotHearEachOther() {
        assertThat(errors(instance("A", "") + instance("B", "")))
                .containsExactly(
                        "9: the instance 'A' has the virtual_router_id 51 on the same interface");
        assertThat(errors(instance("A", "") + instance("B", "mcast_dst_ip 224.0.0.99"))).isEmpty();
        assertThat(errors(instance("A", "") + instance("B", "unicast_peer { 10.0.0.9 }")))
                .isEmpty();
    }

    @Test
    void script_withoutUser_isTheGlobalOnes() {
        Instance instance =
                model(
                                "global_defs {\nscript_user bob staff\n}\n"
                                        + instance("A", "notify /bin/a\nnotify_stop /bin/b carol"))
                        .instances()
                        .getFirst();
        assertThat(Objects.requireNonNull(instance.notifications().any()).user())
                .hasToString("ScriptUser[user=bob, group=staff]");
        assertThat(Objects.requireNonNull(instance.notifications().stop()).user())
                .hasToString("ScriptUser[user=carol, group=null]");
    }

    @Test
    void virtualMac_ofFiveOctets_endsInTheRouterId() {
        assertThat(
                        Objects.requireNonNull(instance("use_vmac 02:00:00:00:01").virtualMac())
                                .address())
                .hasToString("020000000133");
    }

    private static IpAddress address(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }
}
