package io.aplomb.sample.fetch;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.Parameter.required;
import static io.aplomb.sample.SampleType.BIN;
import static io.aplomb.sample.SampleType.BOOL;
import static io.aplomb.sample.SampleType.SINT;

import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.CompiledFetch;
import io.aplomb.sample.Requirement;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.Payload;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Octets as they come: manual section 7.3.5. */
final class PayloadFetches {

    private static final int SERVER_HELLO = 2;
    private static final int HANDSHAKE = 0x16;
    private static final int RECORD_HEADER = 5;

    private PayloadFetches() {}

    static void register(FetchTable table) {
        length(table, Direction.REQUEST, "req.len", "req_len");
        length(table, Direction.RESPONSE, "res.len");
        part(table, Direction.REQUEST, "req.payload");
        part(table, Direction.RESPONSE, "res.payload");
        part(table, Direction.CURRENT, "payload");
        counted(table, Direction.REQUEST, "req.payload_lv");
        counted(table, Direction.RESPONSE, "res.payload_lv");
        counted(table, Direction.CURRENT, "payload_lv");
        tls(table);
        rdp(table);
        table.fetch("req.proto_http", "req_proto_http")
                .gives(BOOL)
                .reads(Requirement.REQUEST_HEAD)
                .as(context -> context.requestHead() == null ? null : Value.of(true));
        table.fetch("wait_end")
                .gives(BOOL)
                .as(
                        new Moving(
                                context -> context.inputIsFinal() ? Value.of(true) : null,
                                _ -> true));
    }

    private static void length(
            FetchTable table, Direction direction, String name, String... aliases) {
        table.fetch(name, aliases)
                .gives(SINT)
                .reads(direction.payload)
                .as(
                        new Moving(
                                context -> {
                                    Payload payload = direction.payload(context);
                                    return payload == null ? null : Value.of(payload.length());
                                },
                                direction::mayGrow));
    }

    private static void part(FetchTable table, Direction direction, String name) {
        table.fetch(name)
                .takes(
                        required("offset", ArgumentType.INTEGER).within(0, Integer.MAX_VALUE),
                        required("length", ArgumentType.INTEGER).within(0, Integer.MAX_VALUE))
                .gives(BIN)
                .reads(direction.payload)
                .compiledBy(
                        arguments -> {
                            long offset = arguments.integer(0);
                            long length = arguments.integer(1);
                            CompiledFetch read =
                                    context -> slice(direction.payload(context), offset, length);
                            return new Moving(
                                    read,
                                    context ->
                                            direction.mayGrow(context)
                                                    && (length == 0
                                                            || read.fetch(context) == null));
                        });
    }

    private static void counted(FetchTable table, Direction direction, String name) {
        table.fetch(name)
                .takes(
                        required("offset1", ArgumentType.INTEGER).within(0, Integer.MAX_VALUE),
                        required("length", ArgumentType.INTEGER).within(1, 8),
                        optional("offset2", ArgumentType.TEXT))
                .gives(BIN)
                .reads(direction.payload)
                .compiledBy(
                        arguments -> {
                            CountedPart part = CountedPart.of(arguments);
                            CompiledFetch read = context -> part.read(direction.payload(context));
                            return new Moving(
                                    read,
                                    context ->
                                            direction.mayGrow(context)
                                                    && read.fetch(context) == null);
                        });
    }

    /** A block whose length stands before it. */
    private record CountedPart(int countOffset, int countLength, String blockOffset) {

        static CountedPart of(Arguments arguments) throws ArgumentException {
            String offset = arguments.text(2, "");
            String digits =
                    offset.startsWith("+") || offset.startsWith("-") ? offset.substring(1) : offset;
            if (!digits.matches("\\d{0,9}") || (digits.isEmpty() && !offset.isEmpty())) {
                throw new ArgumentException(2, "'" + offset + "' is not an offset");
            }
            return new CountedPart((int) arguments.integer(0), (int) arguments.integer(1), offset);
        }

        @Nullable Value read(@Nullable Payload payload) {
            long afterCount = (long) countOffset + countLength;
            if (payload == null || afterCount > payload.length()) {
                return null;
            }
            long count = 0;
            for (int i = 0; i < countLength; i++) {
                count = (count << 8) + payload.octet(countOffset + i);
            }
            long start = afterCount;
            if (!blockOffset.isEmpty()) {
                boolean relative = blockOffset.charAt(0) == '+' || blockOffset.charAt(0) == '-';
                start = (relative ? afterCount : 0) + Long.parseLong(blockOffset);
            }
            return count <= 0 || start < 0 ? null : slice(payload, start, count);
        }
    }

    private static @Nullable Value slice(@Nullable Payload payload, long offset, long length) {
        if (payload == null || offset + length > payload.length() || offset + length < offset) {
            return null;
        }
        long size = length == 0 ? payload.length() - offset : length;
        return Value.of(payload.slice((int) offset, (int) size));
    }

    private static void tls(FetchTable table) {
        table.fetch("req.ssl_hello_type", "req_ssl_hello_type")
                .gives(SINT)
                .reads(Requirement.REQUEST_PAYLOAD)
                .as(hello(_ -> Value.of(1L)));
        table.fetch("req.ssl_ver", "req_ssl_ver")
                .gives(SINT)
                .reads(Requirement.REQUEST_PAYLOAD)
                .as(
                        hello(
                                hello ->
                                        Value.of(
                                                ((hello.version() >> 8) << 16)
                                                        + (hello.version() & 0xFF))));
        table.fetch("req.ssl_sni", "req_ssl_sni")
                .reads(Requirement.REQUEST_PAYLOAD)
                .as(hello(hello -> Value.ofNullable(hello.serverName())));
        table.fetch("req.ssl_alpn")
                .reads(Requirement.REQUEST_PAYLOAD)
                .as(hello(hello -> Value.ofNullable(hello.alpn())));
        table.fetch("req.ssl_ec_ext")
                .gives(BOOL)
                .reads(Requirement.REQUEST_PAYLOAD)
                .as(hello(hello -> hello.hasCurves() ? Value.of(true) : null));
        table.fetch("req.ssl_st_ext")
                .gives(SINT)
                .reads(Requirement.REQUEST_PAYLOAD)
                .as(hello(hello -> Value.of(hello.ticket())));
        table.fetch("res.ssl_hello_type", "rep_ssl_hello_type")
                .gives(SINT)
                .reads(Requirement.RESPONSE_PAYLOAD)
                .as(
                        new Moving(
                                PayloadFetches::serverHello,
                                context ->
                                        Direction.RESPONSE.mayGrow(context)
                                                && serverHello(context) == null));
    }

    private static @Nullable Value serverHello(SampleContext context) {
        Payload payload = context.responsePayload();
        boolean hello =
                payload != null
                        && payload.length() > RECORD_HEADER
                        && payload.octet(0) == HANDSHAKE
                        && payload.octet(1) >= 3
                        && payload.octet(RECORD_HEADER) == SERVER_HELLO;
        return hello ? Value.of(2L) : null;
    }

    private static CompiledFetch hello(Function<ClientHello, @Nullable Value> read) {
        return new Moving(
                context -> {
                    ClientHello hello = ClientHello.read(context.requestPayload());
                    return hello.outcome() == ClientHello.Outcome.COMPLETE
                            ? read.apply(hello)
                            : null;
                },
                context ->
                        Direction.REQUEST.mayGrow(context)
                                && ClientHello.read(context.requestPayload()).outcome()
                                        == ClientHello.Outcome.PARTIAL);
    }

    private static void rdp(FetchTable table) {
        table.fetch("req.rdp_cookie", "rdp_cookie", "req_rdp_cookie")
                .takes(optional("name", ArgumentType.TEXT))
                .reads(Requirement.REQUEST_PAYLOAD)
                .compiledBy(
                        arguments -> {
                            String name = arguments.text(0, "");
                            return rdpCookie(cookie -> Value.ofNullable(cookie.value(name)));
                        });
        table.fetch("req.rdp_cookie_cnt", "rdp_cookie_cnt", "req_rdp_cookie_cnt")
                .takes(optional("name", ArgumentType.TEXT))
                .gives(SINT)
                .reads(Requirement.REQUEST_PAYLOAD)
                .compiledBy(
                        arguments -> {
                            String name = arguments.text(0, "");
                            return rdpCookie(
                                    cookie ->
                                            cookie.partial()
                                                    ? null
                                                    : Value.of(
                                                            cookie.value(name) == null ? 0L : 1L));
                        });
    }

    private static CompiledFetch rdpCookie(Function<RdpCookie, @Nullable Value> read) {
        return new Moving(
                context -> read.apply(RdpCookie.read(context.requestPayload())),
                context ->
                        Direction.REQUEST.mayGrow(context)
                                && RdpCookie.read(context.requestPayload()).partial());
    }
}
