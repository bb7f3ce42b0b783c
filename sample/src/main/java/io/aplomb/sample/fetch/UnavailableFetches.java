package io.aplomb.sample.fetch;

import java.util.Map;
import java.util.TreeMap;

/** Fetches of HAProxy 2.6 that have no meaning here, and why. */
final class UnavailableFetches {

    private static final String SCHEDULER = "it measures HAProxy's own scheduler";
    private static final String HTX = "it shows HAProxy's own message buffers";
    private static final String SECRETS = "the TLS engine does not give out its secrets";
    private static final String HELLO = "the TLS engine does not keep the client's hello";
    private static final String FASTCGI = "there is no FastCGI";

    private UnavailableFetches() {}

    static Map<String, String> reasons() {
        Map<String, String> reasons = new TreeMap<>();
        put(
                reasons,
                SCHEDULER,
                "cpu_calls",
                "cpu_ns_avg",
                "cpu_ns_tot",
                "lat_ns_avg",
                "lat_ns_tot");
        put(
                reasons,
                HTX,
                "internal.htx.data",
                "internal.htx.free",
                "internal.htx.free_data",
                "internal.htx.has_eom",
                "internal.htx.nbblks",
                "internal.htx.size",
                "internal.htx.used",
                "internal.htx_blk.data",
                "internal.htx_blk.hdrname",
                "internal.htx_blk.hdrval",
                "internal.htx_blk.size",
                "internal.htx_blk.start_line",
                "internal.htx_blk.type",
                "internal.strm.is_htx");
        put(
                reasons,
                SECRETS,
                "ssl_fc_client_early_traffic_secret",
                "ssl_fc_client_handshake_traffic_secret",
                "ssl_fc_client_traffic_secret_0",
                "ssl_fc_early_exporter_secret",
                "ssl_fc_exporter_secret",
                "ssl_fc_server_handshake_traffic_secret",
                "ssl_fc_server_traffic_secret_0");
        put(
                reasons,
                HELLO,
                "ssl_fc_cipherlist_bin",
                "ssl_fc_cipherlist_hex",
                "ssl_fc_cipherlist_str",
                "ssl_fc_cipherlist_xxh",
                "ssl_fc_ecformats_bin",
                "ssl_fc_eclist_bin",
                "ssl_fc_extlist_bin",
                "ssl_fc_protocol_hello_id");
        put(reasons, "write sc_clr_gpc(idx,1)", "sc1_clr_gpc");
        put(reasons, FASTCGI, "fcgi.docroot", "fcgi.index");
        put(reasons, "distcc is not parsed", "distcc_body", "distcc_param");
        put(
                reasons,
                "rules do not leave their place behind; the log's termination state tells who ended it",
                "last_rule_file",
                "last_rule_line");
        put(reasons, "responses are not cached by rules yet", "res.cache_hit", "res.cache_name");
        put(reasons, "responses are not compressed yet", "res.comp", "res.comp_algo");
        put(reasons, "the certificate chain is not kept", "ssl_c_chain_der", "ssl_s_chain_der");
        return reasons;
    }

    private static void put(Map<String, String> reasons, String reason, String... names) {
        for (String name : names) {
            reasons.put(name, reason);
        }
    }
}
