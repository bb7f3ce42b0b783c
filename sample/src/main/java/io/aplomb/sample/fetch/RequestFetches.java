package io.aplomb.sample.fetch;

import static io.aplomb.sample.Requirement.REQUEST_HEAD;
import static io.aplomb.sample.Requirement.RESPONSE_HEAD;
import static io.aplomb.sample.SampleType.ADDR;
import static io.aplomb.sample.SampleType.BIN;
import static io.aplomb.sample.SampleType.BOOL;
import static io.aplomb.sample.SampleType.METH;
import static io.aplomb.sample.SampleType.SINT;

import io.aplomb.base.hash.KeyHash;
import io.aplomb.base.net.IpAddress;
import io.aplomb.http.FieldName;
import io.aplomb.http.HttpHead;
import io.aplomb.sample.CompiledFetch;
import io.aplomb.sample.Octets;
import io.aplomb.sample.Requirement;
import io.aplomb.sample.Value;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Start lines and what is made of them: manual section 7.3.6. */
final class RequestFetches {

    private static final int HTTP_PORT = 80;

    private RequestFetches() {}

    static void register(FetchTable table) {
        table.fetch("method")
                .gives(METH)
                .reads(REQUEST_HEAD)
                .as(ofRequest(head -> new Value.MethodValue(head.method())));
        table.fetch("path").reads(REQUEST_HEAD).as(ofRequest(head -> notEmpty(head.path())));
        table.fetch("pathq")
                .reads(REQUEST_HEAD)
                .as(ofRequest(head -> notEmpty(head.pathAndQuery())));
        table.fetch("query")
                .reads(REQUEST_HEAD)
                .as(ofRequest(head -> head.hasQuery() ? Value.of(head.query()) : null));
        table.fetch("url").reads(REQUEST_HEAD).as(ofRequest(head -> Value.of(head.target())));
        table.fetch("req.ver", "req_ver")
                .reads(REQUEST_HEAD)
                .as(ofRequest(head -> Value.of("1." + head.minorVersion())));
        table.fetch("res.ver", "resp_ver")
                .reads(RESPONSE_HEAD)
                .as(ofResponse(head -> Value.of("1." + head.minorVersion())));
        table.fetch("status")
                .gives(SINT)
                .reads(RESPONSE_HEAD)
                .as(ofResponse(head -> Value.of(head.status())));
        table.fetch("http_first_req")
                .gives(BOOL)
                .reads(Requirement.STREAM)
                .as(context -> Value.of(context.firstRequest()));
        table.fetch("unique-id").as(context -> Value.ofNullable(context.uniqueId()));
        bases(table);
        urlAddress(table);
    }

    private static void bases(FetchTable table) {
        table.fetch("base").reads(REQUEST_HEAD).as(ofRequest(head -> notEmpty(base(head))));
        table.fetch("baseq").reads(REQUEST_HEAD).as(ofRequest(head -> notEmpty(wholeUrl(head))));
        table.fetch("base32")
                .gives(SINT)
                .reads(REQUEST_HEAD)
                .as(ofRequest(head -> Value.of(hash(base(head)))));
        table.fetch("url32")
                .gives(SINT)
                .reads(REQUEST_HEAD)
                .as(ofRequest(head -> Value.of(hash(wholeUrl(head)))));
        table.fetch("base32+src")
                .gives(BIN)
                .reads(REQUEST_HEAD)
                .as(withSource(RequestFetches::base));
        table.fetch("url32+src")
                .gives(BIN)
                .reads(REQUEST_HEAD)
                .as(withSource(RequestFetches::wholeUrl));
    }

    private static void urlAddress(FetchTable table) {
        table.fetch("url_ip")
                .gives(ADDR)
                .reads(REQUEST_HEAD)
                .as(
                        ofRequest(
                                head -> {
                                    IpAddress address = authorityAddress(head);
                                    return address == null ? null : Value.of(address);
                                }));
        table.fetch("url_port")
                .gives(SINT)
                .reads(REQUEST_HEAD)
                .as(
                        ofRequest(
                                head ->
                                        authorityAddress(head) == null
                                                ? null
                                                : Value.of(authorityPort(head))));
    }

    private static CompiledFetch ofRequest(Function<HttpHead, @Nullable Value> read) {
        return context -> {
            HttpHead head = context.requestHead();
            return head == null ? null : read.apply(head);
        };
    }

    private static CompiledFetch ofResponse(Function<HttpHead, @Nullable Value> read) {
        return context -> {
            HttpHead head = context.responseHead();
            return head == null ? null : read.apply(head);
        };
    }

    private static @Nullable Value notEmpty(String text) {
        return text.isEmpty() ? null : Value.of(text);
    }

    /** Host, then the path; without a host just the path. */
    private static String base(HttpHead head) {
        return head.firstValue(FieldName.HOST) + head.path();
    }

    private static String wholeUrl(HttpHead head) {
        return head.firstValue(FieldName.HOST) + head.pathAndQuery();
    }

    private static long hash(String text) {
        return KeyHash.SDBM.avalancheHash(Octets.of(text));
    }

    private static CompiledFetch withSource(Function<HttpHead, String> text) {
        return context -> {
            HttpHead head = context.requestHead();
            IpAddress source = context.clientConnection().source();
            if (head == null || source == null) {
                return null;
            }
            byte[] address = source.toBytes();
            long hash = hash(text.apply(head));
            byte[] octets = new byte[4 + address.length];
            for (int i = 0; i < 4; i++) {
                octets[i] = (byte) (hash >>> (24 - 8 * i));
            }
            System.arraycopy(address, 0, octets, 4, address.length);
            return Value.of(octets);
        };
    }

    private static @Nullable IpAddress authorityAddress(HttpHead head) {
        String authority = head.authority();
        int colon = portColon(authority);
        return IpAddress.parse(colon < 0 ? authority : authority.substring(0, colon));
    }

    private static long authorityPort(HttpHead head) {
        String authority = head.authority();
        int colon = portColon(authority);
        String port = colon < 0 ? "" : authority.substring(colon + 1);
        return port.matches("\\d{1,5}") ? Long.parseLong(port) : HTTP_PORT;
    }

    private static int portColon(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? colon : -1;
    }
}
