package io.aplomb.sample.fetch;

import static io.aplomb.sample.SampleType.BIN;
import static io.aplomb.sample.SampleType.BOOL;
import static io.aplomb.sample.SampleType.SINT;
import static io.aplomb.sample.SampleType.STR;

import io.aplomb.sample.CompiledFetch;
import io.aplomb.sample.Requirement;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.SampleType;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.ConnectionFacts;
import io.aplomb.sample.facts.TlsFacts;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** TLS of both sides: manual section 7.3.4. */
final class TlsFetches {

    private TlsFetches() {}

    static void register(FetchTable table) {
        for (Side side : Side.values()) {
            common(table, side);
        }
        Side front = Side.CLIENT;
        define(table, front, "has_crt", BOOL, tls -> Value.of(tls.peerCertificateInHandshake()));
        define(table, front, "has_early", BOOL, tls -> Value.of(tls.earlyData()));
        define(table, front, "has_sni", BOOL, tls -> Value.of(tls.serverName() != null));
        define(table, front, "sni", STR, tls -> Value.ofNullable(tls.serverName()));
        table.fetch("ssl_c_used")
                .gives(BOOL)
                .reads(Requirement.CLIENT_SESSION)
                .as(front.fetch(tls -> Value.of(tls.peerCertificate() != null)));
        number(table, "ssl_c_verify", TlsFacts::verifyResult);
        number(table, "ssl_c_err", TlsFacts::verifyResult);
        number(table, "ssl_c_ca_err", TlsFacts::caError);
        number(table, "ssl_c_ca_err_depth", TlsFacts::caErrorDepth);
    }

    private enum Side {
        CLIENT("ssl_fc", Requirement.CLIENT_SESSION),
        SERVER("ssl_bc", Requirement.SERVER_CONNECTION);

        final String prefix;
        final Requirement requirement;

        Side(String prefix, Requirement requirement) {
            this.prefix = prefix;
            this.requirement = requirement;
        }

        @Nullable ConnectionFacts connection(SampleContext context) {
            return switch (this) {
                case CLIENT -> context.clientConnection();
                case SERVER -> context.serverConnection();
            };
        }

        CompiledFetch fetch(Function<TlsFacts, @Nullable Value> read) {
            return context -> {
                ConnectionFacts connection = connection(context);
                TlsFacts tls = connection == null ? null : connection.tls();
                return tls == null ? null : read.apply(tls);
            };
        }
    }

    private static void common(FetchTable table, Side side) {
        table.fetch(side.prefix)
                .gives(BOOL)
                .reads(side.requirement)
                .as(
                        context -> {
                            ConnectionFacts connection = side.connection(context);
                            return Value.of(connection != null && connection.tls() != null);
                        });
        define(table, side, "alg_keysize", SINT, tls -> positive(tls.algorithmKeyBits()));
        define(table, side, "use_keysize", SINT, tls -> positive(tls.usedKeyBits()));
        define(table, side, "alpn", STR, tls -> Value.ofNullable(tls.alpn()));
        define(table, side, "npn", STR, _ -> null);
        define(table, side, "cipher", STR, tls -> Value.of(tls.cipher()));
        define(table, side, "protocol", STR, tls -> Value.of(tls.protocol()));
        define(table, side, "is_resumed", BOOL, tls -> Value.of(tls.resumed()));
        define(table, side, "session_id", BIN, tls -> octets(tls.sessionId()));
        define(table, side, "session_key", BIN, tls -> octets(tls.masterSecret()));
        define(table, side, "client_random", BIN, tls -> octets(tls.clientRandom()));
        define(table, side, "server_random", BIN, tls -> octets(tls.serverRandom()));
        define(table, side, "unique_id", BIN, tls -> octets(tls.channelBinding()));
        define(table, side, "err", SINT, tls -> Value.of(tls.error()));
        define(table, side, "err_str", STR, tls -> errorText(tls.error()));
    }

    private static void define(
            FetchTable table,
            Side side,
            String name,
            SampleType type,
            Function<TlsFacts, @Nullable Value> read) {
        table.fetch(side.prefix + "_" + name)
                .gives(type)
                .reads(side.requirement)
                .as(side.fetch(read));
    }

    private static void number(FetchTable table, String name, Function<TlsFacts, Integer> figure) {
        table.fetch(name)
                .gives(SINT)
                .reads(Requirement.CLIENT_SESSION)
                .as(Side.CLIENT.fetch(tls -> Value.of((long) figure.apply(tls))));
    }

    private static @Nullable Value positive(int bits) {
        return bits <= 0 ? null : Value.of(bits);
    }

    private static @Nullable Value octets(byte @Nullable [] octets) {
        return octets == null ? null : Value.of(octets);
    }

    /** As OpenSSL writes an error it has no text for. */
    private static @Nullable Value errorText(long error) {
        return error == 0
                ? null
                : Value.of(
                        "error:%08X:lib(%d)::reason(%d)"
                                .formatted(error, (error >>> 23) & 0xFF, error & 0x7F_FFFF));
    }
}
